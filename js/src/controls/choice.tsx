/** One of a few values, one of many, several of them, or yes and no. */
import { Quiet } from "../lib/button";
import { Combo } from "../lib/combo";
import { Icon, Shape } from "../lib/icons";
import { type Option, Segmented } from "../lib/segmented";
import type { FieldView } from "../wire.gen";
import type { Inner } from "./field";
import { useHeld } from "./messages";
import { sidesOf } from "./shape";

const SEGMENTS = 5;
const LISTED = 6;
const SHORT = 7;
const AUTO = "\u0000auto";
const SHAPES = new Set(["aspect_ratio", "size"]);

function autoOf(field: FieldView): string {
  if (field.nullable) return "Not sent";
  return field.auto
    ? `Auto (${field.auto}${field.unit ? ` ${field.unit}` : ""})`
    : "Auto";
}

/** A picture's shape with its sides: `16:9` and `1280 × 720`. */
function faceOf(field: FieldView, option: FieldView["options"][number]) {
  const sides = field.role === "size" ? sidesOf(option.value) : null;
  return (
    <>
      {SHAPES.has(field.role) && <Shape of={String(option.value)} />}
      {sides ? sides.ratio : option.label}
      {sides && <small>{sides.words}</small>}
      {field.unit.length === 1 && ` ${field.unit}`}
    </>
  );
}

export function Choice(props: Inner) {
  const { store, field, label, control, describedby, invalid, tabIndex } = props;
  const value = useHeld(store, field);
  const index = field.options.findIndex((option) => option.value === value);
  const chosen = index < 0 ? AUTO : String(index);
  const choose = (key: string) =>
    store.edit(field.name, key === AUTO ? undefined : field.options[Number(key)]?.value);
  const auto = field.nullable || (field.default === null && !field.required);
  const options: (Option & { label: string })[] = field.options.map((option, number) => {
    const sides = field.role === "size" ? sidesOf(option.value) : null;
    const spoken = sides
      ? `${option.label}, ${sides.ratio}, ${sides.words}`
      : option.label;
    const label = field.unit ? `${spoken} ${field.unit}` : spoken;
    return { key: String(number), face: faceOf(field, option), name: label, label };
  });
  if (auto) {
    const face = autoOf(field);
    options.unshift({ key: AUTO, face, name: face, label: face });
  }
  const short = field.options.every((option) => option.label.length <= SHORT);
  const shaped = SHAPES.has(field.role);
  if (shaped || (options.length <= SEGMENTS && short)) {
    return (
      <Segmented
        labelledby={label}
        describedby={describedby}
        invalid={invalid ?? false}
        wrapped={shaped && (options.length > SEGMENTS || field.role === "size")}
        options={options}
        chosen={chosen}
        choose={choose}
        tabIndex={tabIndex ?? 0}
      />
    );
  }
  const worded = field.options.some((option) => typeof option.value !== "number");
  const amounts = field.options.every((option) => Number.isFinite(Number(option.label)));
  if (options.length > LISTED && worded && !amounts) {
    return (
      <Combo
        id={control}
        title={field.title}
        face={options.find((option) => option.key === chosen)?.label ?? ""}
        rows={options}
        chosen={[chosen]}
        choose={choose}
        describedby={describedby}
        invalid={invalid}
        tabIndex={tabIndex ?? 0}
      />
    );
  }
  return (
    <select
      id={control}
      value={chosen}
      aria-describedby={describedby}
      aria-invalid={invalid}
      tabIndex={tabIndex ?? 0}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {index < 0 && !auto && <option value={AUTO}>Choose…</option>}
      {options.map((option) => (
        <option key={option.key} value={option.key}>
          {option.name}
        </option>
      ))}
    </select>
  );
}

/** Several of them: what is chosen as chips, all others in a list that stays open. */
export function Choices({ store, field, control, describedby, invalid }: Inner) {
  const value = useHeld(store, field);
  const held: readonly unknown[] = Array.isArray(value) ? value : [];
  const rows = field.options.map((option, index) => ({
    key: String(index),
    label: option.label,
  }));
  const chosen = rows.filter((row) =>
    held.includes(field.options[Number(row.key)]?.value),
  );
  const flip = (key: string) => {
    const own = field.options[Number(key)]?.value;
    const next = held.includes(own)
      ? held.filter((each) => each !== own)
      : [...held, own];
    store.edit(field.name, next.length ? next : undefined);
  };
  if (rows.length <= LISTED) {
    return (
      <div class="vc-picks" role="group" aria-label={field.title}>
        {rows.map((row) => (
          <button
            key={row.key}
            type="button"
            class="vc-pick"
            role="checkbox"
            aria-checked={chosen.includes(row)}
            onClick={() => flip(row.key)}
          >
            {chosen.includes(row) && <Icon name="check" />}
            {row.label}
          </button>
        ))}
      </div>
    );
  }
  const most = field.most_items === null ? "" : ` of at most ${field.most_items}`;
  return (
    <div class="vc-picks">
      {chosen.map((row) => (
        <span key={row.key} class="vc-picked">
          {row.label}
          <Quiet
            name={`${field.title}: without ${row.label}`}
            icon="close"
            act={() => flip(row.key)}
          />
        </span>
      ))}
      <Combo
        id={control}
        title={field.title}
        face={chosen.length ? `${chosen.length}${most} chosen` : "None chosen"}
        rows={rows}
        chosen={chosen.map((row) => row.key)}
        choose={flip}
        many
        describedby={describedby}
        invalid={invalid}
      />
    </div>
  );
}

export function Switch(props: Inner) {
  const { store, field, label, control, describedby, tabIndex } = props;
  const value = useHeld(store, field);
  if (field.nullable) {
    const keys = { none: undefined, on: true, off: false };
    const key = value === true ? "on" : value === false ? "off" : "none";
    return (
      <Segmented
        labelledby={label}
        describedby={describedby}
        options={[
          { key: "none", face: "Not sent" },
          { key: "on", face: "On" },
          { key: "off", face: "Off" },
        ]}
        chosen={key}
        choose={(next) => store.edit(field.name, keys[next as keyof typeof keys])}
        tabIndex={tabIndex ?? 0}
      />
    );
  }
  return (
    <button
      id={control}
      type="button"
      role="switch"
      class="vw-switch"
      aria-checked={value === true}
      aria-describedby={describedby}
      title={field.help}
      tabIndex={tabIndex ?? 0}
      onClick={() => store.edit(field.name, value !== true)}
    >
      <i aria-hidden="true" />
    </button>
  );
}
