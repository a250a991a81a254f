/** The seed: random, drawn, fixed, or several at once. */
import { useLayoutEffect } from "preact/hooks";
import { Quiet } from "../lib/button";
import { useComputed, useSignal } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { useHeld } from "./messages";
import { series, written } from "./series";
import type { FormStore } from "./store";

const LAST = 2 ** 31 - 1;

/** What a text says of a number: several, one, or what only the kernel can judge. */
export function numbered(text: string): unknown {
  const trimmed = text.trim();
  const number = Number(trimmed);
  return trimmed === "" ? undefined : Number.isFinite(number) ? number : text;
}

/** The least seed to draw and how many there are; never the one that means "random". */
export function drawnFrom({ least, most, random }: FieldView): [number, number] {
  const last = Math.min(most ?? LAST, LAST);
  const from = last >= 1 ? Math.max(1, least ?? 1) : (least ?? last);
  const first = Math.min(from, last);
  const next = first === random && first < last ? first + 1 : first;
  return [next, last - next + 1];
}

interface Props {
  store: FormStore;
  field: FieldView;
  id: string;
  describedby: string | undefined;
  invalid: boolean | undefined;
}

export function Seed({ store, field, id, describedby, invalid }: Props) {
  const value = useHeld(store, field);
  const several = useComputed(() => store.state.value.axes[field.name], [store, field]);
  const held = several ? written(several) : String(value ?? "");
  const typed = useSignal(held);
  const same = several
    ? written(series(typed.value) ?? []) === held
    : String(numbered(typed.value) ?? "") === held;
  useLayoutEffect(() => {
    if (!same) typed.value = held;
  }, [held]);
  const take = (text: string) => {
    typed.value = text;
    const numbers = series(text);
    if (numbers && numbers.length > 1) store.spread(field.name, numbers);
    else store.edit(field.name, numbered(text.replace(/,\s*$/, "")));
  };
  const draw = () => {
    const [least, several] = drawnFrom(field);
    take(String(least + Math.floor(Math.random() * several)));
  };
  const fixed = held !== "" && value !== field.random;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between its controls
    <div class="vc-seed" onKeyDown={along}>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autocomplete="off"
        placeholder="Random"
        value={typed.value}
        title={`${field.help} Several: 1,2,…,8`}
        aria-describedby={describedby}
        aria-invalid={invalid}
        onInput={(event) => take(event.currentTarget.value)}
      />
      <Quiet name="Draw a seed" icon="dice" tabIndex={-1} act={draw} />
      <Quiet
        name={fixed ? "The seed is kept: let it be random" : "Keep a seed"}
        icon={fixed ? "lock" : "unlock"}
        on={fixed}
        tabIndex={-1}
        act={() => (fixed ? take("") : draw())}
      />
      {several && <span class="vw-chip">{several.length} seeds</span>}
    </div>
  );
}

/** Arrows lead from the text's end to the buttons beside it, and back. */
export function along(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const target = event.target;
  if (!step || !(target instanceof HTMLElement)) return;
  if (target instanceof HTMLInputElement) {
    const edge = step > 0 ? target.value.length : 0;
    if (target.selectionStart !== edge || target.selectionEnd !== edge) return;
  }
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("input, button")];
  const next = all[all.indexOf(target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
