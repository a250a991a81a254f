/** A form's state for tests, and a kernel that answers when the test lets it. */
import type { FieldView, ModelForm } from "../src/wire.gen";
import type { FakeModel } from "./model";

export type Kernel = (answer: () => void) => unknown;
type Loose = Omit<Partial<FieldView>, "options"> & { options?: readonly unknown[] };

export function field(given: Loose): FieldView {
  const name = given.name ?? "x";
  return {
    name,
    role: name,
    kind: "text",
    title: name,
    unit: "",
    help: "",
    required: false,
    default: null,
    whole: false,
    least: null,
    most: null,
    auto: "",
    example: "",
    random: null,
    step: null,
    nullable: false,
    tall: false,
    fields: [],
    most_items: null,
    medium: "image",
    accept: [],
    most_bytes: 20_000_000,
    most_seconds: null,
    ...given,
    options: (given.options ?? []).map((value) => ({ value, label: String(value) })),
  };
}

const duration = {
  name: "duration",
  title: "Duration",
  kind: "choice",
  unit: "s",
} as const;
const resolution = { name: "resolution", title: "Resolution", kind: "choice" } as const;
const common = [
  field({ name: "prompt", title: "Prompt", kind: "prompt", required: true }),
  field({ name: "seed", title: "Seed", kind: "seed", whole: true }),
];

const KNOWN = { status: "", retired: false, priced: true, fps: 24 };

const FORMS: ModelForm[] = [
  {
    slug: "full",
    title: "Full",
    summary: "",
    ...KNOWN,
    example: { prompt: "an example" },
    fields: [
      ...common,
      field({ name: "image", role: "start_image", title: "Start image", kind: "file" }),
      field({ ...duration, options: [4, 6, 8], default: 8 }),
      field({ ...resolution, options: ["720p", "1080p"], default: "1080p" }),
      field({ name: "generate_audio", title: "Sound", kind: "switch", default: true }),
    ],
  },
  {
    slug: "auto",
    title: "Auto",
    summary: "",
    ...KNOWN,
    example: {},
    fields: [
      ...common,
      field({ ...duration, options: [4, 6, 8], auto: "8" }),
      field({ ...resolution, options: ["720p", "1080p"], auto: "720p" }),
      field({ name: "cfg", title: "Strength", kind: "number", least: 0, most: 1 }),
      field({ name: "shots", title: "Shots", kind: "json" }),
    ],
  },
  {
    slug: "pictures",
    title: "Pictures",
    summary: "",
    ...KNOWN,
    example: {},
    fields: [
      ...common,
      field({ name: "start", role: "start_image", title: "Start image", kind: "file" }),
      field({ name: "last", role: "last_frame", title: "Last frame", kind: "file" }),
      field({
        name: "references",
        role: "reference_images",
        title: "References",
        kind: "files",
      }),
      field({
        name: "ratio",
        role: "aspect_ratio",
        title: "Shape",
        kind: "choice",
        options: ["16:9", "9:16"],
        default: "16:9",
      }),
    ],
  },
  {
    slug: "small",
    title: "Small",
    summary: "",
    ...KNOWN,
    example: {},
    fields: [...common, field({ ...duration, options: [5], default: 5 })],
  },
];

export function checkedAs(by: string, revision: number) {
  return {
    by,
    revision,
    problems: [],
    warnings: [],
    price_low: 0.4,
    price_high: 0.8,
    price_note: "rate of 2026-01-01, not confirmed",
    usual_low: 4,
    usual_high: 9,
  };
}

export function formState(model = "full"): Record<string, unknown> {
  const known = FORMS.find((form) => form.slug === model);
  const given = (known?.fields ?? []).filter((one) => one.default !== null);
  const values = Object.fromEntries(given.map((one) => [one.name, one.default]));
  return {
    forms: FORMS,
    form: { model, values, kept: {}, axes: {}, by: "", revision: 0 },
    checked: checkedAs("", 0),
    pictures: [],
    presets: [],
    everything: false,
  };
}

/** Let the model's kernel take each edit, when `answer` says. */
export function kernelOf(model: FakeModel, when: Kernel): void {
  const send = model.send.bind(model);
  model.send = (message) => {
    send(message);
    if (message.type !== "edit") return;
    when(() => {
      const form = message.form as { by: string; revision: number };
      model.kernel("form", form);
      model.kernel("checked", checkedAs(form.by, form.revision));
    });
  };
}
