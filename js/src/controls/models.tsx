/** Which model, how it is known, and what is kept for another one. */
import { Combo, type Row } from "../lib/combo";
import { Icon } from "../lib/icons";
import { useComputed, useValue } from "../lib/signals";
import type { FieldView, ModelForm } from "../wire.gen";
import { word } from "./carry";
import { Several } from "./field";
import type { FormStore } from "./store";

const LISTED = 6;
/** The row that lists more models or fewer; no slug has a star. */
const MORE = "*";
const RETIRED = "Retired: the service serves it no more";

function rowOf(form: ModelForm): Row {
  const notes = [form.retired && "retired", !form.priced && "price unknown"];
  return {
    key: form.slug,
    label: form.title,
    note: notes.filter(Boolean).join(", "),
    group: form.status ? "Not confirmed" : "Models",
  };
}

export function ModelPicker({ store }: { store: FormStore }) {
  const forms = useValue(store.forms);
  const model = useValue(store.model);
  const everything = useValue(store.everything);
  const id = `vc-${store.me}-model`;
  const rows = [...forms].sort(
    (one, other) => Number(!!one.status) - Number(!!other.status),
  );
  const more = everything ? "Only confirmed models" : "Show all models…";
  const choose = (slug: string) =>
    slug === MORE
      ? store.host.send({ type: "show_models", everything: !everything })
      : store.chooseModel(slug);
  return (
    <div class="vc-field">
      <label class="vc-label" for={id}>
        Model
      </label>
      <div class="vc-control">
        <div class="vc-models">
          {forms.length > LISTED ? (
            <Combo
              id={id}
              class="vc-model"
              title="Model"
              face={model.title}
              rows={[...rows.map(rowOf), { key: MORE, label: more, note: "", group: "" }]}
              chosen={[model.slug]}
              choose={choose}
            />
          ) : (
            <select
              id={id}
              class="vc-model"
              value={model.slug}
              title={model.summary}
              onChange={(event) => {
                const slug = event.currentTarget.value;
                event.currentTarget.value = model.slug;
                choose(slug);
              }}
            >
              {forms.map((form) => (
                <option key={form.slug} value={form.slug}>
                  {form.title}
                  {form.retired && " (retired)"}
                </option>
              ))}
              <hr />
              <option value={MORE}>{more}</option>
            </select>
          )}
        </div>
        {model.retired && (
          <p class="vw-warning">
            <Icon name="warning" /> {RETIRED}
          </p>
        )}
        {model.status && (
          <p class="vc-kept">
            {model.status[0]?.toUpperCase()}
            {model.status.slice(1)}
          </p>
        )}
        <Several store={store} field={null} />
      </div>
    </div>
  );
}

export function Kept({ store }: { store: FormStore }) {
  const kept = useComputed(() => store.state.value.kept, [store]);
  const forms = useValue(store.forms);
  const names = Object.entries(kept);
  if (!names.length) return null;
  const said = names.map(([role, value]) => {
    const field = forms
      .flatMap((form) => form.fields)
      .find((each) => each.role === role || each.name === role);
    return field
      ? `${field.title} ${shorten(worded(field, value))}`
      : `${role.replaceAll("_", " ")} ${shorten(value)}`;
  });
  return <p class="vc-kept">Kept for a model that has it: {said.join(", ")}</p>;
}

/** A list is counted; all else is said as the field's own control says it. */
function worded(field: FieldView, value: unknown): unknown {
  return Array.isArray(value) ? value : word(field, value);
}

function shorten(value: unknown): string {
  const text = Array.isArray(value) ? `(${value.length})` : String(value);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
