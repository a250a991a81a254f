/** A file as a chip: its picture, where it may go, and what a clip would cut off. */
import { useEffect } from "preact/hooks";
import { drag } from "../lib/drag";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { useComputed, useSignal, useValue } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { Cropped, cutOf } from "./crop";
import { type ImageSlots, placeOf, slotName } from "./image-slots";
import { limitsOf, Moves, Play, Source } from "./source";
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
const ICONS = { image: "image", video: "frame", sound: "sound" } as const;
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
  const { medium } = field;
  const address = value && !broken.value ? slots.address(value) : "";
  const shown = view?.thumbnail || (medium === "image" ? address : "");
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
  const place = { name: field.name, index };
  const slot = slotName(place);
  const moves = value !== undefined && slots.places(field).length > 1;
  const hint = moves ? "; Alt and an arrow move it" : "";
  const numbered = field.kind === "files" && value !== undefined;
  const title = numbered ? `${field.title} ${index + 1}` : field.title;
  const seconds = useSignal(0);
  const length = view?.seconds || seconds.value;
  const long = length ? `, ${length.toFixed(1)} s` : "";
  const large = useComputed(() => !store.field("prompt"), [store]);
  const needed = field.required && !value && index === 0;
  const name = value
    ? `${title}: ${view?.name ?? value}${long}${hint}`
    : `Add ${title}${needed ? " (required)" : ""}`;
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
        class={`vc-chip ${value ? "vc-full" : ""} ${cut ? "vc-odd" : ""} ${needed ? "vc-needed" : ""} ${large ? "vc-large" : ""}`}
        tabIndex={tabIndex}
        foot
        face={
          <>
            {value ? picture || <Icon name={ICONS[medium]} /> : <Icon name="add" />}
            <span>
              {title}
              {needed && " *"}
            </span>
            {length > 0 && <small>{length.toFixed(1)} s</small>}
          </>
        }
      >
        {(close) => (
          <div class="vc-image-panel">
            {value && (
              <figure>
                {address && medium !== "image" ? (
                  <Play
                    medium={medium}
                    src={address}
                    poster={view?.thumbnail}
                    told={(found) => {
                      seconds.value = found;
                    }}
                    failed={() => {
                      broken.value = true;
                    }}
                  />
                ) : cut ? (
                  <Cropped cut={cut}>{picture}</Cropped>
                ) : (
                  picture
                )}
                <figcaption>
                  {view?.name ?? value}
                  {size && <span class="vw-quiet"> {size.join(" × ")}</span>}
                  {length > 0 && <span class="vw-quiet"> {length.toFixed(1)} s</span>}
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
            <p class="vw-quiet">{limitsOf(field)}</p>
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
