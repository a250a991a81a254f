/** Input images as chips: dropped anywhere on the card, pasted, chosen, or named. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../lib/icons";
import { useComputed, useValue } from "../lib/signals";
import { Chip } from "./chip";
import { type ImageSlots, isPicture, slotName, slotsOf } from "./image-slots";
import { Messages } from "./messages";
import type { FormStore } from "./store";

interface Props {
  store: FormStore;
  slots: ImageSlots;
}

export function Images({ store, slots }: Props) {
  const fields = useValue(store.fields).filter(isPicture);
  /** As text, for the lists of another state are others. */
  useComputed(() => pictured(store), [store]);
  const waiting = useValue(slots.waiting);
  const said = useValue(slots.said);
  const moved = useValue(slots.moved);
  const row = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (!moved) return;
    const slot = `[data-slot="${slotName(moved)}"] > button`;
    row.current?.parentElement?.querySelector<HTMLElement>(slot)?.focus();
  }, [moved]);
  let first = true;
  const chips = fields.flatMap((field) => {
    const held = slotsOf(field, store.state.peek().values[field.name]);
    const all = field.kind === "images" || !held.length ? [...held, undefined] : held;
    return all.map((value, index) => {
      const tabIndex = first ? 0 : -1;
      first = false;
      return (
        <Chip
          key={`${field.role} ${value ?? ""}`}
          {...{ store, slots, field, value, index, tabIndex }}
        />
      );
    });
  });
  return (
    <>
      {chips}
      {waiting > 0 && <span class="vw-spin" role="status" aria-label="Sending" />}
      <span ref={row} class="vw-hidden" role="status">
        {said}
      </span>
    </>
  );
}

function pictured(store: FormStore): string {
  const held = store.fields.value
    .filter(isPicture)
    .map((field) => store.value(field.name));
  return JSON.stringify(held);
}

/** What is wrong with the images. */
export function ImagesSaid({ store, slots }: Props) {
  const trouble = useValue(slots.trouble);
  const fields = useValue(store.fields).filter(isPicture);
  return (
    <>
      {trouble && (
        <p class="vw-problem" role="alert">
          <Icon name="warning" /> {trouble}
        </p>
      )}
      {fields.map((field) => (
        <Messages key={field.role} store={store} field={field} />
      ))}
    </>
  );
}
