/** Free text, and what has no control of its own as JSON. */
import { useLayoutEffect } from "preact/hooks";
import { Icon, Shape } from "../lib/icons";
import { useSignal } from "../lib/signals";
import { Area } from "./area";
import type { Inner } from "./field";
import { useHeld } from "./messages";

const SIZES = ["1280x720", "720x1280", "960x960"];

export function Text({ store, field, control, describedby, invalid }: Inner) {
  const value = String(useHeld(store, field) ?? "");
  const shared = {
    id: control,
    value,
    placeholder: field.example || (field.nullable ? "Not sent" : ""),
    title: field.help,
    "aria-describedby": describedby,
    "aria-invalid": invalid,
    onInput: (event: { currentTarget: { value: string } }) =>
      store.edit(field.name, event.currentTarget.value),
  };
  if (field.tall) return <Area {...shared} />;
  if (field.role === "size") {
    return (
      <>
        <div class="vc-picks" role="group" aria-label={field.title}>
          {SIZES.map((size) => (
            <button
              key={size}
              type="button"
              class="vc-pick"
              aria-pressed={value === size}
              onClick={() => store.edit(field.name, size)}
            >
              <Shape of={size} /> {size.replace("x", " × ")}
            </button>
          ))}
        </div>
        <input {...shared} type="text" />
      </>
    );
  }
  if (!field.unit) return <input {...shared} type="text" />;
  return (
    <div class="vc-number">
      <input {...shared} type="text" />
      <span class="vw-quiet">{field.unit}</span>
    </div>
  );
}

/** What a text says as the form holds it; nothing where it is no JSON. */
function meantBy(written: string): string | undefined {
  try {
    const value: unknown = written.trim() ? JSON.parse(written) : null;
    return value === null || value === "" ? "" : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** What has no control of its own is written as JSON, and read when it is whole. */
export function Json({ store, field, control, describedby, invalid }: Inner) {
  const value = useHeld(store, field);
  const text = value === undefined ? "" : JSON.stringify(value);
  const typed = useSignal(text);
  const broken = useSignal("");
  // Before anybody can type: later it would take back what was typed meanwhile.
  useLayoutEffect(() => {
    if (!broken.peek() && text !== meantBy(typed.peek())) typed.value = text;
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
      <Area
        id={control}
        class="vc-code"
        value={typed.value}
        placeholder="JSON, such as [] or {}"
        title={field.help}
        aria-describedby={describedby}
        aria-invalid={invalid || broken.value !== "" ? true : undefined}
        onInput={(event) => take(event.currentTarget.value)}
      />
      {broken.value && (
        <p class="vw-problem" role="alert">
          <Icon name="warning" /> Not JSON: {broken.value}
        </p>
      )}
    </>
  );
}
