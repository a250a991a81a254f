/** Input files as chips: dropped anywhere on the card, pasted, chosen, or named. */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { slotOf } from "../lib/drag";
import { Icon } from "../lib/icons";
import { useComputed, useValue } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { Chip } from "./chip";
import { type ImageSlots, isFile, slotName, slotsOf } from "./image-slots";
import { Messages } from "./messages";
import type { FormStore } from "./store";

interface Props {
  store: FormStore;
  slots: ImageSlots;
}

export function Images({ store, slots }: Props) {
  const fields = useValue(store.fields).filter(isFile);
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
    return chipsOf(store, field).map((value, index) => {
      const tabIndex = first ? 0 : -1;
      first = false;
      return (
        <Chip
          key={`${field.name} ${value ?? ""}`}
          {...{ store, slots, field, value, index, tabIndex }}
        />
      );
    });
  });
  return (
    <>
      <span ref={row} class="vw-hidden" role="status">
        {said}
      </span>
      {chips}
      {waiting > 0 && <span class="vw-spin" role="status" aria-label="Sending" />}
    </>
  );
}

/** What stands in a field, and a free place where one more may go. */
function chipsOf(store: FormStore, field: FieldView): (string | undefined)[] {
  const held = slotsOf(field, store.value(field.name));
  const full = field.most_items !== null && held.length >= field.most_items;
  const more = field.kind === "files" ? !full : !held.length;
  return more ? [...held, undefined] : held;
}

/** The files of a field inside another, beside its label. */
export function Chips({ store, slots, field }: Props & { field: FieldView }) {
  const held = useComputed(
    () => JSON.stringify(store.value(field.name) ?? null),
    [store, field.name],
  );
  const chips = useMemo(() => chipsOf(store, field), [held]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped anywhere on it
    <div
      class="vc-foot"
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        slots.drop(
          event.dataTransfer?.files ?? [],
          slotOf(event.target as Element) ||
            slotName({ name: field.name, index: chips.length }),
        );
      }}
      onDragOver={(event) => event.preventDefault()}
      onPaste={(event) => {
        const files = event.clipboardData?.files;
        if (!files?.length) return;
        event.preventDefault();
        event.stopPropagation();
        slots.take(files, field);
      }}
    >
      {chips.map((value, index) => (
        <Chip
          key={`${index} ${value ?? ""}`}
          {...{ store, slots, field, value, index, tabIndex: 0 }}
        />
      ))}
    </div>
  );
}

function pictured(store: FormStore): string {
  const held = store.fields.value.filter(isFile).map((field) => store.value(field.name));
  return JSON.stringify(held);
}

/** What is wrong with the images. */
export function ImagesSaid({ store, slots }: Props) {
  const trouble = useValue(slots.trouble);
  const fields = useValue(store.fields).filter(isFile);
  return (
    <>
      {trouble && (
        <p class="vw-problem" role="alert">
          <Icon name="warning" /> {trouble}
        </p>
      )}
      {fields.map((field) => (
        <Messages key={field.name} store={store} field={field} />
      ))}
    </>
  );
}
