/** An image as a chip: its picture, where it may go, and what a clip would cut off. */
import { useEffect, useRef } from "preact/hooks";
import { drag } from "../lib/drag";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { useComputed, useSignal, useValue } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { Cropped, cutOf } from "./crop";
import { type ImageSlots, type Place, placeOf, slotName } from "./image-slots";
import type { FormStore } from "./store";

interface ChipProps {
  store: FormStore;
  slots: ImageSlots;
  field: FieldView;
  value: string | undefined;
  index: number;
  tabIndex: number;
}

/** Only what begins or ends a clip is cut to its shape; what it refers to is not. */
const CUT = new Set(["start_image", "last_frame"]);

function useCut(store: FormStore, field: FieldView, size: [number, number] | null) {
  const ratio = useComputed(() => {
    const shape = store.field("aspect_ratio");
    return shape ? String(store.value(shape.name) ?? shape.auto) : "";
  }, [store]);
  return size && CUT.has(field.role) ? cutOf(size, ratio) : null;
}

export function Chip({ store, slots, field, value, index, tabIndex }: ChipProps) {
  const view = useComputed(
    () => (value === undefined ? undefined : store.picture(value)),
    [store, value],
  );
  const natural = useSignal<[number, number] | null>(null);
  const broken = useSignal(false);
  const over = useValue(slots.over);
  useEffect(() => {
    broken.value = false;
    natural.value = null;
  }, [value]);
  const shown =
    view?.thumbnail || (value && /^https?:/.test(value) && !broken.value ? value : "");
  const size: [number, number] | null = view?.width
    ? [view.width, view.height]
    : natural.value;
  const cut = useCut(store, field, size);
  const picture = shown && (
    <img
      src={shown}
      alt=""
      draggable={false}
      referrerpolicy="no-referrer"
      onLoad={(event) => {
        const { naturalWidth, naturalHeight } = event.currentTarget;
        if (!view?.width) natural.value = [naturalWidth, naturalHeight];
      }}
      onError={() => {
        broken.value = true;
      }}
    />
  );
  const place = { role: field.role, index };
  const slot = slotName(place);
  const moves = value !== undefined && slots.places().length > 1;
  const hint = moves ? "; Alt and an arrow move it" : "";
  const numbered = field.kind === "images" && value !== undefined;
  const title = numbered ? `${field.title} ${index + 1}` : field.title;
  const name = value ? `${title}: ${view?.name ?? value}${hint}` : `Add ${title}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its chip is dragged, and has the keys
    <span
      class={`vc-slot ${over === slot ? "vc-target" : ""}`}
      data-slot={slot}
      data-moves={moves}
      onPointerDown={(event) => {
        const chip = event.currentTarget;
        if (!moves || event.button !== 0 || !onChip(event)) return;
        drag(event, chip, {
          over: (target) => {
            slots.over.value = target === slot ? "" : target;
          },
          drop: (target) => {
            const to = placeOf(target);
            if (to && target !== slot) slots.move(place, to);
          },
          end: () => {
            slots.over.value = "";
          },
        });
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!event.altKey || !step || !moves || !onChip(event)) return;
        event.preventDefault();
        event.stopPropagation();
        const to = slots.beside(place, step);
        if (to) slots.move(place, to);
      }}
    >
      <Popover
        name={name}
        class={`vc-chip ${value ? "vc-full" : ""} ${cut ? "vc-odd" : ""}`}
        tabIndex={tabIndex}
        foot
        face={
          <>
            {value ? picture || <Icon name="image" /> : <Icon name="add" />}
            <span>{title}</span>
          </>
        }
      >
        {(close) => (
          <div class="vc-image-panel">
            {value && (
              <figure>
                {cut ? <Cropped cut={cut}>{picture}</Cropped> : picture}
                <figcaption>
                  {view?.name ?? value}
                  {size && <span class="vw-quiet"> {size.join(" × ")}</span>}
                </figcaption>
              </figure>
            )}
            {cut && (
              <p class="vw-warning">
                <Icon name="warning" /> {cut.words}
              </p>
            )}
            {broken.value && (
              <p class="vw-problem">The browser cannot show this address.</p>
            )}
            <Source
              slots={slots}
              field={field}
              index={index}
              done={close}
              full={!!value}
            />
            {value && <Moves slots={slots} field={field} index={index} close={close} />}
          </div>
        )}
      </Popover>
    </span>
  );
}

/** Whether an event is the chip's own, not its panel's. */
function onChip(event: Event): boolean {
  return (event.target as Element).closest(".vc-chip") !== null;
}

interface MovesProps {
  slots: ImageSlots;
  field: FieldView;
  index: number;
  close: () => void;
}

function Moves({ slots, field, index, close }: MovesProps) {
  const place = { role: field.role, index };
  const move = (to: Place) => () => {
    close();
    slots.move(place, to);
  };
  return (
    <div class="vc-row">
      {slots.others(field).map((other) => (
        <button key={other.name} type="button" onClick={move(slots.endOf(other))}>
          <Icon name="swap" /> {other.title}
        </button>
      ))}
      {field.kind === "images" && index > 0 && (
        <button type="button" onClick={move({ ...place, index: index - 1 })}>
          <Icon name="back" /> Earlier
        </button>
      )}
      <button
        type="button"
        class="vw-danger"
        onClick={() => {
          slots.remove(field, index);
          close();
        }}
      >
        <Icon name="close" /> Remove
      </button>
    </div>
  );
}

interface SourceProps {
  slots: ImageSlots;
  field: FieldView;
  index: number;
  full: boolean;
  done: () => void;
}

function Source({ slots, field, index, full, done }: SourceProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = (text: string) => {
    if (!text.trim()) return;
    slots.name(field, text.trim(), index);
    done();
  };
  return (
    <div class="vc-row">
      <input
        type="text"
        class="vc-address"
        placeholder={full ? "Another URL or path" : "URL or path; or drop, or paste"}
        aria-label={`${field.title}: URL or path`}
        onKeyDown={(event) => {
          if (event.key === "Enter") take(event.currentTarget.value);
        }}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <button type="button" onClick={() => input.current?.click()}>
        Browse…
      </button>
      <input
        ref={input}
        class="vw-hidden"
        type="file"
        tabIndex={-1}
        accept="image/jpeg,image/png,image/webp"
        multiple={field.kind === "images"}
        aria-label={`${field.title}: choose a file`}
        onChange={(event) => {
          slots.take(event.currentTarget.files ?? [], field, index);
          event.currentTarget.value = "";
          done();
        }}
      />
    </div>
  );
}
