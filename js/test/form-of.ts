/** A form of fields that a test tells, or of a model of the tests' data. */
import type { FieldView, ModelForm } from "../src/wire.gen";
import { draw } from "./controls";
import { checkedAs, field } from "./form";
import models from "./models.json";

type Row = Partial<Omit<FieldView, "fields">> & { fields?: readonly Row[] };

function whole({ fields = [], ...row }: Row): FieldView {
  const { options = [], ...rest } = row;
  return { ...field(rest), options, fields: fields.map(whole) };
}

export const MODELS: readonly ModelForm[] = models.map((model) => ({
  ...model,
  fields: (model.fields as unknown as Row[]).map(whole),
}));

const KNOWN = { summary: "", status: "", retired: false, priced: true, fps: 24 };

export function formOf(fields: readonly Row[]): ModelForm {
  return { ...KNOWN, slug: "odd", title: "Odd", fields: fields.map(whole), example: {} };
}

/** The controls of a form, with a kernel that finds nothing wrong. */
export function drawForm(
  form: ModelForm,
  given: Record<string, unknown> = {},
  more: readonly ModelForm[] = [],
) {
  const own = form.fields.filter((each) => each.default !== null);
  const defaults = Object.fromEntries(own.map((each) => [each.name, each.default]));
  const values = { ...defaults, ...given };
  return draw((answer) => answer(), {
    forms: [form, ...more],
    form: { model: form.slug, values, kept: {}, axes: {}, by: "", revision: 0 },
    checked: checkedAs("", 0),
  });
}

export const all = <T extends HTMLElement>(el: Element, selector: string) => [
  ...el.querySelectorAll<T>(selector),
];

export function one<T extends HTMLElement>(el: Element, selector: string): T {
  const found = el.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

export const named = (el: Element, name: string) =>
  one<HTMLElement>(
    el,
    `:is([aria-label="${name}"], [aria-label^="${name}:"], [title="${name}"])`,
  );
