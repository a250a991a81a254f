/** Input images as chips: dropped anywhere on the card, pasted, chosen, or named. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { useSignal, useValue } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { type ImageSlots, isPicture, mismatch, slotsOf } from "./image-slots";
import { Messages } from "./messages";
import type { FormStore } from "./store";

interface Props {
  store: FormStore;
  slots: ImageSlots;
}

interface ChipProps extends Props {
  field: FieldView;
  value: string | undefined;
  index: number;
  tabIndex: number;
}

function Chip({ store, slots, field, value, index, tabIndex }: ChipProps) {
  const ratio = useValue(store.state).values.aspect_ratio;
  const view = value === undefined ? undefined : store.picture(value);
  const natural = useSignal<[number, number] | null>(null);
  const broken = useSignal(false);
  useEffect(() => {
    broken.value = false;
    natural.value = null;
  }, [value]);
  const shown =
    view?.thumbnail || (value && /^https?:/.test(value) && !broken.value ? value : "");
  const size: [number, number] | null = view?.width
    ? [view.width, view.height]
    : natural.value;
  const odd = size && mismatch(size, String(ratio ?? "16:9"));
  const picture = shown && (
    <img
      src={shown}
      alt=""
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
  const name = value ? `${field.title}: ${view?.name ?? value}` : `Add ${field.title}`;
  return (
    <Popover
      name={name}
      class={`vc-chip ${value ? "vc-full" : ""} ${odd ? "vc-odd" : ""}`}
      tabIndex={tabIndex}
      foot
      face={
        value ? (
          <>
            {picture || <Icon name="image" />}
            <span>
              {field.kind === "images" ? `${field.title} ${index + 1}` : field.title}
            </span>
          </>
        ) : (
          <>
            <Icon name="add" />
            <span>{field.title}</span>
          </>
        )
      }
    >
      {(close) => (
        <div class="vc-image-panel">
          {value && (
            <figure>
              {picture}
              <figcaption>
                {view?.name ?? value}
                {size && <span class="vw-quiet"> {size.join(" × ")}</span>}
              </figcaption>
            </figure>
          )}
          {odd && (
            <p class="vw-warning">
              <Icon name="warning" /> {odd}
            </p>
          )}
          {broken.value && (
            <p class="vw-problem">The browser cannot show this address.</p>
          )}
          <Source slots={slots} field={field} index={index} done={close} full={!!value} />
          {value && (
            <div class="vc-row">
              {slots.others(field).map((other) => (
                <button
                  key={other.name}
                  type="button"
                  onClick={() => {
                    slots.swap(field, index, other);
                    close();
                  }}
                >
                  <Icon name="swap" /> {other.title}
                </button>
              ))}
              {field.kind === "images" && index > 0 && (
                <button type="button" onClick={() => slots.move(field, index, -1)}>
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
          )}
        </div>
      )}
    </Popover>
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

export function Images({ store, slots }: Props) {
  const fields = useValue(store.fields).filter(isPicture);
  const { values } = useValue(store.state);
  const waiting = useValue(slots.waiting);
  let first = true;
  const chips = fields.flatMap((field) => {
    const held = slotsOf(field, values[field.name]);
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
    </>
  );
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
