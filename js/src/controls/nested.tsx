/** What has fields of its own: a group, and lists of anything. */
import { useMemo, useRef } from "preact/hooks";
import { Quiet } from "../lib/button";
import { Icon } from "../lib/icons";
import { memo } from "../lib/memo";
import { messageId } from "../lib/message";
import { useComputed, useSignal } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { defaults } from "./carry";
import { Field, type Inner } from "./field";
import { isWithin } from "./path";

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** The fields inside a place, under their whole paths. */
function within({ name, fields }: FieldView): FieldView[] {
  return fields.map((field) => ({ ...field, name: `${name}.${field.name}` }));
}

/** Not drawn again for what is typed in one of them: each hears of its own value. */
const Fields = memo(AllFields);

function AllFields({ store, slots, field }: Pick<Inner, "store" | "slots" | "field">) {
  const inner = useMemo(() => within(field), [field]);
  return (
    <div class="vc-fields">
      {inner.map((each) => (
        <Field key={each.name} store={store} slots={slots} field={each} />
      ))}
    </div>
  );
}

/** An object: folded, until it is opened or something in it is wrong. */
export function Group({ store, slots, field, control }: Inner) {
  const opened = useSignal(field.required);
  const wrong = useComputed(
    () =>
      store.strict.value &&
      store.checked.value.problems.some((each) => isWithin(each.field, field.name)),
    [store, field.name],
  );
  const set = useComputed(
    () => Object.keys(Object(store.value(field.name) ?? {})).length,
    [store, field.name],
  );
  const open = opened.value || wrong;
  const said = set ? `${set} of ${field.fields.length} set` : "Nothing set";
  return (
    <div class="vc-group">
      <button
        id={control}
        type="button"
        class="vc-fold"
        aria-expanded={open}
        aria-label={`${field.title}: ${said}`}
        onClick={() => {
          opened.value = !open;
        }}
      >
        <Icon name={open ? "chevron" : "forward"} />
        {said}
      </button>
      {open && <Fields store={store} slots={slots} field={field} />}
    </div>
  );
}

const singular = ({ title }: FieldView) => title.replace(/s$/, "");

/** So many items of a list as fields, under their whole paths. */
function rowsOf(field: FieldView, count: number): FieldView[] {
  const [inner] = field.fields;
  if (!inner) return [];
  return Array.from({ length: count }, (_, index) => {
    const title = `${singular(field)} ${index + 1}`;
    return { ...inner, name: `${field.name}[${index}]`, title };
  });
}

/** A list: each of its items with its own fields, in an order that can be changed. */
export function Rows({ store, slots, field, label, describedby }: Inner) {
  const [inner] = field.fields;
  const held = useComputed(() => store.value(field.name), [store, field.name]);
  const items: readonly unknown[] = Array.isArray(held) ? held : [];
  const keys = useRef<string[]>([]);
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(field, items.length), [field, items.length]);
  while (keys.current.length < items.length) keys.current.push(messageId());
  keys.current.length = items.length;
  if (!inner) return null;
  const parted = inner.kind === "object";
  const write = (next: readonly unknown[]) =>
    store.edit(field.name, next.length ? next : undefined);
  /** Let these rows stand in this order, and all that belongs to them. */
  const arrange = (order: readonly number[]) => {
    keys.current = order.map((from) => keys.current[from] ?? "");
    slots.arrange(field.name, order);
    write(order.map((from) => items[from]));
  };
  const now = [...items.keys()];
  const move = (from: number, to: number) => arrange(moved(now, from, to));
  const remove = (index: number) => {
    arrange(now.filter((each) => each !== index));
    box.current?.querySelector<HTMLElement>(":scope > .vc-add")?.focus();
  };
  const add = () => write([...items, parted ? defaults(inner.fields) : inner.default]);
  const full = field.most_items !== null && items.length >= field.most_items;
  const one = singular(field);
  return (
    <div
      ref={box}
      class="vc-rows"
      role="group"
      aria-labelledby={label}
      aria-describedby={describedby}
    >
      {rows.map((own, index) => {
        const { title } = own;
        return (
          <div
            key={keys.current[index]}
            class={`vc-item ${parted ? "vc-parted" : ""}`}
            role="group"
            aria-label={title}
          >
            {parted && <b class="vc-nth">{title}</b>}
            {!parted && <Field store={store} slots={slots} field={own} bare />}
            <span class="vc-tools">
              <Quiet
                name={`${title}: earlier`}
                icon="up"
                off={index === 0}
                act={() => move(index, index - 1)}
              />
              <Quiet
                name={`${title}: later`}
                icon="down"
                off={index === items.length - 1}
                act={() => move(index, index + 1)}
              />
              <Quiet name={`${title}: remove`} icon="close" act={() => remove(index)} />
            </span>
            {parted && <Fields store={store} slots={slots} field={own} />}
          </div>
        );
      })}
      <button type="button" class="vc-chip vc-add" disabled={full} onClick={add}>
        <Icon name="add" />
        <span>
          Add {one.toLowerCase()}
          {field.most_items !== null && ` (${items.length} of ${field.most_items})`}
        </span>
      </button>
    </div>
  );
}
