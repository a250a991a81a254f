/** One parameter: its label, its control by kind, what is said of it. */
import type { ComponentChildren } from "preact";
import { Quiet } from "../lib/button";
import { Icon } from "../lib/icons";
import { useComputed, useValue } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { isText, word } from "./carry";
import { Choice, Choices, Switch } from "./choice";
import type { ImageSlots } from "./image-slots";
import { Chips } from "./images";
import { Messages, useIds } from "./messages";
import { Group, Rows } from "./nested";
import { Numbered, Seconds } from "./number";
import { Seed } from "./seed";
import type { FormStore } from "./store";
import { Json, Text } from "./text";

interface Props {
  store: FormStore;
  slots: ImageSlots;
  field: FieldView;
  tabIndex?: number;
  /** Whether its label is only for those who do not see it. */
  bare?: boolean;
}

export type Inner = Props & ReturnType<typeof useIds>;

/** The values of a control that takes several at once, and the way back to one. */
export function Several({ store, field }: { store: FormStore; field: FieldView | null }) {
  const name = field?.name ?? "model";
  const axis = useComputed(() => store.state.value.axes[name], [store, name]);
  const forms = useValue(store.forms);
  // A parameter of that name takes one value: the axis is that of the models.
  if (!axis || field?.name === "model") return null;
  const texts = field && isText(field) ? `${axis.length} wordings` : "";
  const words = axis.map((value) =>
    field ? word(field, value) : (forms.find((form) => form.slug === value)?.title ?? ""),
  );
  return (
    <span class="vc-several">
      <Icon name="stack" /> {texts || words.join(", ")}
      <Quiet
        name={`${field?.title ?? "Model"}: one value again`}
        title="One value again"
        icon="close"
        tabIndex={-1}
        act={() => store.spread(name, null)}
      />
    </span>
  );
}

/** Kinds whose control is more than one element: the label names their group. */
const GROUPED = new Set<FieldView["kind"]>(["list", "files"]);

const CONTROLS: Record<FieldView["kind"], (inner: Inner) => ComponentChildren> = {
  choice: (inner) => <Choice {...inner} />,
  choices: (inner) => <Choices {...inner} />,
  switch: (inner) => <Switch {...inner} />,
  number: (inner) => <Numbered {...inner} />,
  text: (inner) => <Text {...inner} />,
  prompt: (inner) => <Text {...inner} />,
  json: (inner) => <Json {...inner} />,
  seed: ({ control, ...inner }) => <Seed {...inner} id={control} />,
  file: (inner) => <Chips {...inner} />,
  files: (inner) => <Chips {...inner} />,
  object: (inner) => <Group {...inner} />,
  list: (inner) => <Rows {...inner} />,
};

export function Field(props: Props) {
  const { store, field, bare } = props;
  const ids = useIds(store, field);
  const label = {
    id: ids.label,
    title: field.help,
    class: bare ? "vw-hidden" : "vc-label",
  };
  const words = (
    <>
      {field.title}
      {field.required && <span class="vw-quiet">{"\u00a0*"}</span>}
    </>
  );
  return (
    <div
      class={`vc-field ${bare ? "vc-bare" : ""}`}
      data-field={field.name}
      data-kind={field.kind}
    >
      {GROUPED.has(field.kind) ? (
        <span {...label}>{words}</span>
      ) : (
        <label {...label} for={ids.control}>
          {words}
        </label>
      )}
      <div class="vc-control">
        {CONTROLS[field.kind]({ ...props, ...ids })}
        {field.unit === "frames" && <Seconds store={store} field={field} />}
        {field.kind !== "seed" && <Several store={store} field={field} />}
        <Messages store={store} field={field} />
      </div>
    </div>
  );
}
