/** One parameter: its label, its control by kind, what is said of it. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Icon, Shape } from "../lib/icons";
import { type Option, Segmented } from "../lib/segmented";
import { useComputed, useSignal, useValue } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { word } from "./carry";
import { Messages, useHeld, useIds } from "./messages";
import { numbered, Seed } from "./seed";
import type { FormStore } from "./store";

const SEGMENTS = 5;
const AUTO = "\u0000auto";

interface Props {
  store: FormStore;
  field: FieldView;
  tabIndex?: number;
}

type Inner = Props & ReturnType<typeof useIds>;

function autoOf(field: FieldView): string {
  return field.auto
    ? `Auto (${field.auto}${field.unit ? ` ${field.unit}` : ""})`
    : "Auto";
}

function Choice({ store, field, label, control, describedby, invalid, tabIndex }: Inner) {
  const value = useHeld(store, field);
  const index = field.options.findIndex((option) => option.value === value);
  const chosen = index < 0 ? AUTO : String(index);
  const choose = (key: string) =>
    store.edit(field.name, key === AUTO ? undefined : field.options[Number(key)]?.value);
  const auto = field.default === null && !field.required;
  const options: Option[] = field.options.map((option, number) => ({
    key: String(number),
    face: (
      <>
        {field.role === "aspect_ratio" && <Shape of={option.label} />}
        {option.label}
        {field.unit.length === 1 && ` ${field.unit}`}
      </>
    ),
    name: field.unit ? `${option.label} ${field.unit}` : option.label,
  }));
  if (auto) options.unshift({ key: AUTO, face: autoOf(field), name: autoOf(field) });
  const short = field.options.every((option) => option.label.length <= 7);
  if (options.length <= SEGMENTS && short) {
    return (
      <Segmented
        labelledby={label}
        describedby={describedby}
        invalid={invalid ?? false}
        options={options}
        chosen={chosen}
        choose={choose}
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

function Switch({ store, field, control, describedby, tabIndex }: Inner) {
  const on = useHeld(store, field) === true;
  return (
    <button
      id={control}
      type="button"
      role="switch"
      class="vw-switch"
      aria-checked={on}
      aria-describedby={describedby}
      title={field.help}
      tabIndex={tabIndex ?? 0}
      onClick={() => store.edit(field.name, !on)}
    >
      <i aria-hidden="true" />
    </button>
  );
}

function Numbered({ store, field, control, describedby, invalid }: Inner) {
  const held = useHeld(store, field);
  const text = held === undefined ? "" : String(held);
  const typed = useSignal(text);
  useEffect(() => {
    if (String(numbered(typed.peek()) ?? "") !== text) typed.value = text;
  }, [text]);
  const ranged = field.least !== null && field.most !== null;
  const step = field.whole ? 1 : "any";
  return (
    <div class="vc-number">
      {ranged && (
        <input
          type="range"
          min={field.least ?? undefined}
          max={field.most ?? undefined}
          step={field.whole ? 1 : ((field.most ?? 1) - (field.least ?? 0)) / 100}
          value={Number(held ?? field.default ?? field.least ?? 0)}
          tabIndex={-1}
          aria-label={`${field.title}, slider`}
          onInput={(event) => store.edit(field.name, Number(event.currentTarget.value))}
        />
      )}
      <input
        id={control}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        placeholder={field.auto || "Auto"}
        data-step={step}
        value={typed.value}
        title={ranged ? `${field.least} to ${field.most}` : field.help}
        aria-describedby={describedby}
        aria-invalid={invalid}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          store.edit(field.name, numbered(typed.value));
        }}
      />
      {field.unit && <span class="vw-quiet">{field.unit}</span>}
    </div>
  );
}

function Text({ store, field, control, describedby, invalid }: Inner) {
  const value = useHeld(store, field);
  return (
    <input
      id={control}
      type="text"
      value={String(value ?? "")}
      placeholder={field.example}
      title={field.help}
      aria-describedby={describedby}
      aria-invalid={invalid}
      onInput={(event) => store.edit(field.name, event.currentTarget.value)}
    />
  );
}

/** What has no control of its own is written as JSON, and read when it is whole. */
function Json({ store, field, control, describedby, invalid }: Inner) {
  const value = useHeld(store, field);
  const text = value === undefined ? "" : JSON.stringify(value);
  const typed = useSignal(text);
  const broken = useSignal("");
  useEffect(() => {
    if (!broken.peek() && text !== typed.peek().replace(/\s+/g, "")) typed.value = text;
  }, [text]);
  const take = (written: string) => {
    typed.value = written;
    broken.value = "";
    try {
      store.edit(field.name, written.trim() ? JSON.parse(written) : undefined);
    } catch (error) {
      broken.value = (error as Error).message;
    }
  };
  return (
    <>
      <textarea
        id={control}
        class="vc-code"
        rows={2}
        value={typed.value}
        placeholder="JSON, such as [] or {}"
        title={field.help}
        aria-describedby={describedby}
        aria-invalid={invalid || broken.value !== "" ? true : undefined}
        onInput={(event) => take(event.currentTarget.value)}
      />
      {broken.value && <p class="vw-problem">Not JSON: {broken.value}</p>}
    </>
  );
}

/** The values of a control that takes several at once, and the way back to one. */
export function Several({ store, field }: { store: FormStore; field: FieldView | null }) {
  const name = field?.name ?? "model";
  const axis = useComputed(() => store.state.value.axes[name], [store, name]);
  const forms = useValue(store.forms);
  if (!axis) return null;
  const words = axis.map((value) =>
    field ? word(field, value) : (forms.find((form) => form.slug === value)?.title ?? ""),
  );
  return (
    <span class="vc-several">
      <Icon name="stack" /> {words.join(", ")}
      <button
        type="button"
        class="vw-quiet-button"
        tabIndex={-1}
        aria-label={`${field?.title ?? "Model"}: one value again`}
        title="One value again"
        onClick={() => store.spread(name, null)}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}

export function Field(props: Props) {
  const { store, field } = props;
  const ids = useIds(store, field);
  const inner = { ...props, ...ids };
  const controls: Partial<Record<FieldView["kind"], () => ComponentChildren>> = {
    choice: () => <Choice {...inner} />,
    switch: () => <Switch {...inner} />,
    number: () => <Numbered {...inner} />,
    text: () => <Text {...inner} />,
    json: () => <Json {...inner} />,
    seed: () => (
      <Seed
        store={store}
        field={field}
        id={ids.control}
        describedby={ids.describedby}
        invalid={ids.invalid}
      />
    ),
  };
  return (
    <div class="vc-field" data-field={field.name} data-kind={field.kind}>
      <label id={ids.label} for={ids.control} title={field.help}>
        {field.title}
        {field.required && <span class="vw-quiet"> *</span>}
      </label>
      <div class="vc-control">
        {controls[field.kind]?.()}
        {field.kind !== "seed" && <Several store={store} field={field} />}
        <Messages store={store} field={field} />
      </div>
    </div>
  );
}
