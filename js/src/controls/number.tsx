/** A number: a slider with a box where it has a range, else a box. */
import { useLayoutEffect } from "preact/hooks";
import { Quiet } from "../lib/button";
import { useComputed, useSignal } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { isNothing } from "./carry";
import type { Inner } from "./field";
import { useHeld } from "./messages";
import { numbered } from "./seed";
import type { FormStore } from "./store";

const PARTS = 100;
const LARGE = 10;

function stepOf({ step, whole, least, most }: FieldView): number {
  if (step) return step;
  const span = least !== null && most !== null ? most - least : PARTS;
  return whole ? 1 : Number((span / PARTS).toPrecision(1));
}

/** A number without the noise of its last digits. */
const clean = (value: number) => Number(value.toPrecision(10));

/** Where a control stands: at what it holds, else where it begins. */
function standing(held: unknown, field: FieldView): number {
  const all = [held, field.default, field.least].map((each) =>
    isNothing(each) ? Number.NaN : Number(each),
  );
  return all.find(Number.isFinite) ?? 0;
}

interface BoxProps extends Pick<Inner, "store" | "field" | "describedby" | "invalid"> {
  control: string;
  named?: string;
}

export function NumberBox(props: BoxProps) {
  const { store, field, control, describedby, invalid, named } = props;
  const held = useHeld(store, field);
  const text = held === undefined || held === null ? "" : String(held);
  const typed = useSignal(text);
  useLayoutEffect(() => {
    if (String(numbered(typed.peek()) ?? "") !== text) typed.value = text;
  }, [text]);
  const by = (steps: number) => {
    const from = standing(store.value(field.name), field);
    const next = Math.max(field.least ?? -Infinity, from + steps * stepOf(field));
    store.edit(field.name, clean(Math.min(field.most ?? Infinity, next)));
  };
  const ranged = field.least !== null && field.most !== null;
  return (
    <input
      id={control}
      type="text"
      inputMode="decimal"
      autocomplete="off"
      placeholder={field.nullable ? "Not sent" : field.auto || "Auto"}
      value={typed.value}
      title={ranged ? `${field.least} to ${field.most}` : field.help}
      aria-label={named}
      aria-describedby={describedby}
      aria-invalid={invalid}
      onInput={(event) => {
        typed.value = event.currentTarget.value;
        store.edit(field.name, numbered(typed.value));
      }}
      onKeyDown={(event) => {
        const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        event.stopPropagation();
        by(event.shiftKey ? LARGE * step : step);
      }}
    />
  );
}

export function Numbered(props: Inner) {
  const { store, field } = props;
  const held = useHeld(store, field);
  const ranged = field.least !== null && field.most !== null;
  return (
    <div class="vc-number">
      {ranged && (
        <input
          type="range"
          min={field.least ?? undefined}
          max={field.most ?? undefined}
          step={stepOf(field)}
          value={standing(held, field)}
          tabIndex={-1}
          aria-label={`${field.title}, slider`}
          onInput={(event) =>
            store.edit(field.name, clean(Number(event.currentTarget.value)))
          }
        />
      )}
      <NumberBox {...props} />
      {/* Empty too: the boxes of all sliders stand below each other. */}
      <span class="vw-quiet vc-unit">{field.unit !== "frames" && field.unit}</span>
      {field.nullable && held !== undefined && held !== null && (
        <Quiet
          name={`${field.title}: do not send it`}
          title="Do not send it"
          icon="close"
          act={() => store.edit(field.name, undefined)}
        />
      )}
    </div>
  );
}

/** How long so many frames are. */
export function Seconds({ store, field }: { store: FormStore; field: FieldView }) {
  const text = useComputed(() => {
    const rate = store.field("fps");
    const fps = Number((rate && store.value(rate.name)) ?? store.model.value.fps);
    const frames = Number(store.value(field.name) ?? field.default ?? Number.NaN);
    if (!Number.isFinite(frames) || !(fps > 0)) return "";
    return `${frames} frames = ${(frames / fps).toFixed(1)} s at ${fps} fps`;
  }, [store, field]);
  return text ? <p class="vw-quiet vc-means">{text}</p> : null;
}
