/** A form of fields that a test tells, or of a model of the tests' data. */
import type { FieldView, ModelForm } from "../src/wire.gen";
import { draw, edits } from "./controls";
import { checkedAs, field } from "./form";
import { until } from "./model";
import models from "./models.json";

export type Row = Partial<Omit<FieldView, "fields">> & { fields?: readonly Row[] };

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

const few = (...values: unknown[]) =>
  values.map((value) => ({ value, label: String(value) }));
const MOVES = ["pan", "tilt", "zoom", "orbit", "crane", "dolly", "roll", "static"];
const shot: Row = {
  name: "shots",
  kind: "object",
  fields: [
    { name: "prompt", title: "Prompt", tall: true, required: true },
    { name: "length", title: "Length", kind: "number", default: 5 },
    { name: "frame", title: "Frame", kind: "file" },
  ],
};

/** A field of each kind. */
export const KINDS: readonly Row[] = [
  { name: "prompt", kind: "prompt", title: "Prompt", required: true },
  { name: "still", kind: "file", title: "Still", required: true },
  { name: "voice", kind: "file", medium: "sound", title: "Voice" },
  { name: "films", kind: "files", medium: "video", title: "Films" },
  { name: "size", kind: "choice", title: "Size", options: few("720x1280", "1280x720") },
  { name: "move", kind: "choice", title: "Move", options: few(...MOVES) },
  { name: "loop", kind: "switch", title: "Loop", nullable: true },
  { name: "width", kind: "number", title: "Width", whole: true, least: 256, most: 1280 },
  {
    name: "height",
    kind: "number",
    title: "Height",
    whole: true,
    least: 256,
    most: 1280,
  },
  { name: "frames", kind: "number", title: "Frames", unit: "frames", default: 121 },
  { name: "lora", kind: "number", title: "LoRA", least: 0, most: 2, nullable: true },
  { name: "moves", kind: "choices", title: "Moves", options: few(...MOVES) },
  { name: "tags", kind: "choices", title: "Tags", options: few("a", "b", "c") },
  { name: "shots", kind: "list", title: "Shots", most_items: 5, fields: [shot] },
  { name: "words", kind: "list", title: "Words", fields: [{ name: "words" }] },
  { ...shot, name: "camera", title: "Camera" },
  { name: "free", kind: "json", title: "Free" },
  { name: "seed", kind: "seed", title: "Seed", whole: true, least: 1, most: 99 },
];

export const GIVEN = {
  move: "orbit",
  moves: ["pan", "zoom"],
  tags: ["a"],
  lora: 0.5,
  shots: [{ prompt: "a" }, { prompt: "b", frame: "https://a.example/b.png" }],
  words: ["red", "blue"],
};

/** A form with one field, and what it holds after something was done. */
export function drawOne(row: Row, held?: unknown, more: readonly Row[] = []) {
  const given = held === undefined ? {} : { [row.name ?? ""]: held };
  const drawn = drawForm(formOf([row, ...more]), given);
  const told = (wanted: unknown) =>
    until(
      () => {
        const now = Object(edits(drawn.model).at(-1)?.form).values?.[row.name ?? ""];
        return JSON.stringify(now) === JSON.stringify(wanted);
      },
      `${JSON.stringify(wanted)}, not ${JSON.stringify(edits(drawn.model).at(-1)?.form)}`,
    );
  return { ...drawn, told };
}
