/** A model's form: prompt and images on a card, then the model and its settings. */
import { useRef } from "preact/hooks";
import { Quiet } from "../lib/button";
import { slotOf } from "../lib/drag";
import { price } from "../lib/format";
import { Icon } from "../lib/icons";
import { useComputed, useSignal, useValue } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { Field } from "./field";
import { type ImageSlots, isFile } from "./image-slots";
import { Images, ImagesSaid } from "./images";
import { Unplaced, useHeld } from "./messages";
import { Kept, ModelPicker } from "./models";
import { More } from "./more";
import { Prompt } from "./prompt";
import { SidesField } from "./shape";
import type { FormStore } from "./store";

interface Props {
  store: FormStore;
  slots: ImageSlots;
  /** What Ctrl or Cmd and Enter do in the prompt. */
  submit?: (() => void) | undefined;
}

const BARRED = new Set<FieldView["kind"]>(["choice", "switch"]);

export function Notice({ store }: { store: FormStore }) {
  const notice = useValue(store.notice);
  return (
    <div class="vc-notice" role="status" aria-live="polite">
      {notice && (
        <>
          <span>{notice.text}</span>
          <button type="button" class="vw-link" onClick={notice.undo}>
            Undo
          </button>
          <Quiet
            name="Close"
            icon="close"
            tabIndex={-1}
            act={() => {
              store.notice.value = null;
            }}
          />
        </>
      )}
    </div>
  );
}

/** Left and right lead along the card's foot, which is one stop for Tab. */
function alongFoot(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const target = event.target;
  if (!step || !(target instanceof HTMLElement) || target.closest(".vw-popover")) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-foot]")];
  all[all.indexOf(target) + step]?.focus();
}

/** The prompt, what else is told in words, the images, and what is done with all of it. */
export function Card({ store, slots, submit }: Props) {
  const over = useSignal(false);
  const wanted = useSignal<ReadonlySet<string>>(new Set());
  const fields = useValue(store.fields);
  const texts = fields.filter((field) => field.kind === "prompt");
  const filled = useComputed(
    () =>
      store.fields.value
        .filter(({ kind, name }) => kind === "prompt" && store.value(name) !== undefined)
        .map((field) => field.role)
        .join(),
    [store],
  ).split(",");
  const isShown = (field: FieldView) =>
    field.role === "prompt" ||
    field.required ||
    filled.includes(field.role) ||
    wanted.value.has(field.role);
  const folded = texts.filter((field) => !isShown(field));
  const pictured = fields.some(isFile);
  const nothing = !texts.length && !pictured;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped anywhere on it
    <div
      class={`vc-card ${over.value ? "vw-over" : ""} ${nothing ? "vc-nothing" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        over.value = false;
        slots.drop(event.dataTransfer?.files ?? [], slotOf(event.target as Element));
      }}
      onPaste={(event) => {
        const files = event.clipboardData?.files;
        if (!files?.length) return;
        event.preventDefault();
        slots.drop(files);
      }}
    >
      {texts.filter(isShown).map((field) => (
        <Prompt key={field.name} store={store} field={field} submit={submit} />
      ))}
      <div
        class="vc-foot"
        role="toolbar"
        tabIndex={-1}
        aria-label="Images and more"
        onKeyDown={alongFoot}
      >
        {nothing && <span class="vw-quiet">This model has no prompt.</span>}
        <Images store={store} slots={slots} />
        {folded.map((field, index) => (
          <button
            key={field.role}
            type="button"
            class="vc-chip"
            data-foot
            tabIndex={!pictured && index === 0 ? 0 : -1}
            title={field.help}
            onClick={() => {
              wanted.value = new Set([...wanted.value, field.role]);
            }}
          >
            <Icon name="add" />
            <span>{field.title}</span>
          </button>
        ))}
        <span class="vc-end">
          {texts[0] && <Length key={texts[0].name} store={store} field={texts[0]} />}
          <More store={store} tabIndex={pictured || folded.length ? -1 : 0} />
        </span>
      </div>
      <ImagesSaid store={store} slots={slots} />
    </div>
  );
}

function Length({ store, field }: { store: FormStore; field: FieldView }) {
  const { length } = String(useHeld(store, field) ?? "");
  // There before the first letter too: that moves nothing.
  return (
    <span class="vc-length">
      <span>{length || ""}</span>
    </span>
  );
}

interface BarProps {
  store: FormStore;
  slots: ImageSlots;
  fields: readonly FieldView[];
}

/** Choices and switches: one stop for Tab, up and down lead from one to the next. */
function Bar({ store, slots, fields }: BarProps) {
  const at = useSignal("");
  const bar = useRef<HTMLDivElement>(null);
  const names = fields.map((field) => field.name);
  const stop = names.includes(at.value) ? at.value : names[0];
  return (
    <div
      ref={bar}
      class="vc-fields"
      role="toolbar"
      tabIndex={-1}
      aria-label="Settings"
      aria-orientation="vertical"
      onKeyDown={(event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!step || event.target instanceof HTMLSelectElement) return;
        const name = names[names.indexOf(stop ?? "") + step];
        if (!name) return;
        event.preventDefault();
        at.value = name;
        const next = bar.current?.querySelector<HTMLElement>(
          `[data-field="${name}"] :is([aria-checked=true], [role=switch], select, .vw-combo)`,
        );
        next?.focus();
      }}
      onFocusIn={(event) => {
        const name = (event.target as HTMLElement).closest<HTMLElement>("[data-field]");
        const field = fields.find((each) => each.name === name?.dataset.field);
        if (field) at.value = field.name;
      }}
    >
      {fields.map((field) => (
        <Field
          key={field.name}
          store={store}
          slots={slots}
          field={field}
          tabIndex={field.name === stop ? 0 : -1}
        />
      ))}
    </div>
  );
}

export function Settings({ store, slots }: { store: FormStore; slots: ImageSlots }) {
  const fields = useValue(store.fields);
  const barred = fields.filter((field) => BARRED.has(field.kind));
  const [wide, high] = ["width", "height"].map((role) =>
    fields.find((field) => field.role === role && field.kind === "number"),
  );
  const sides = wide && high ? { wide, high } : null;
  const others = fields.filter(
    (field) =>
      !BARRED.has(field.kind) &&
      !isFile(field) &&
      field.kind !== "prompt" &&
      !(sides && [sides.wide, sides.high].includes(field)),
  );
  return (
    <fieldset class="vc-settings">
      <legend class="vw-hidden">Model and settings</legend>
      <ModelPicker store={store} />
      {barred.length > 0 && <Bar store={store} slots={slots} fields={barred} />}
      <div class="vc-fields">
        {sides && <SidesField store={store} {...sides} />}
        {others.map((field) => (
          <Field key={field.name} store={store} slots={slots} field={field} />
        ))}
      </div>
      <Unplaced store={store} />
      <Kept store={store} />
    </fieldset>
  );
}

/** What one clip of this form may cost. */
export function priceText(store: FormStore): string {
  const { price_low, price_high } = store.checked.value;
  return price(price_low, price_high);
}

export function Estimate({ store }: { store: FormStore }) {
  const text = useComputed(() => priceText(store), [store]);
  const fresh = useValue(store.fresh);
  const checked = useValue(store.checked);
  return (
    <p class={`vc-estimate ${fresh ? "" : "vw-stale"}`}>
      <b>{text}</b>
      {checked.price_note && <span>({checked.price_note})</span>}
      <span>{store.usual()}</span>
    </p>
  );
}

export function FormView(props: Props) {
  return (
    <>
      <Card {...props} />
      <Notice store={props.store} />
      <Settings store={props.store} slots={props.slots} />
    </>
  );
}
