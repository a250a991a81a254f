import { options as preact } from "preact";
import { afterEach, expect, test } from "vitest";
import { Field } from "../src/controls/field";
import { partsOf } from "../src/controls/path";
import { drawnFrom } from "../src/controls/seed";
import { painted } from "../src/lib/painted";
import type { FieldView } from "../src/wire.gen";
import { edits, press, tidy, type } from "./controls";
import { field } from "./form";
import { all, drawForm, formOf, KINDS, named, one } from "./form-of";
import { until } from "./model";

afterEach(tidy);

type Row = Parameters<typeof formOf>[0][number];
const text = { name: "text", title: "Text" } as const;
const shot = KINDS.find((each) => each.name === "camera") as Row;
const options = (...values: unknown[]) =>
  values.map((value) => ({ value, label: String(value) }));
const MOVES = KINDS.find((each) => each.name === "moves")?.options ?? [];

/** A form with one field, and what it holds after something was done. */
function drawOne(row: Row, held?: unknown, more: readonly Row[] = []) {
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

interface Case {
  kind: string;
  row: Row;
  held?: unknown;
  more?: readonly Row[];
  act: (el: Element) => unknown;
  gives: unknown;
}

const CASES: Case[] = [
  {
    kind: "a number's arrows, within its range",
    row: { name: "cfg", kind: "number", least: 0, most: 1, default: 0.98 },
    act: (el) => {
      const box = one(el, "[data-field=cfg] input[type=text]");
      for (const _ of [1, 2, 3]) press(box, "ArrowUp");
    },
    gives: 1,
  },
  {
    kind: "a slider",
    row: { name: "steps", kind: "number", whole: true, least: 1, most: 50, default: 20 },
    act: (el) => {
      const range = one<HTMLInputElement>(el, "input[type=range]");
      range.value = "30";
      range.dispatchEvent(new Event("input", { bubbles: true }));
    },
    gives: 30,
  },
  {
    kind: "a length in frames",
    row: { name: "frames", kind: "number", whole: true, unit: "frames", default: 121 },
    act: (el) => {
      expect(el.textContent).toContain("121 frames = 5.0 s");
      press(one(el, "[data-field=frames] input"), "ArrowDown", { shiftKey: true });
    },
    gives: 111,
  },
  {
    kind: "a list with a search",
    row: { name: "move", kind: "choice", title: "Move", options: MOVES },
    act: async (el) => {
      one(el, "[data-field=move] .vw-combo").click();
      const search = await until(
        () => el.querySelector<HTMLInputElement>("[role=combobox]"),
        "open",
      );
      type(search, "orb");
      await until(() => all(el, "[role=option]").length === 1, "one left");
      press(search, "Enter");
    },
    gives: "orbit",
  },
  {
    kind: "several of many",
    row: { name: "moves", kind: "choices", title: "Moves", options: MOVES },
    held: ["pan"],
    act: async (el) => {
      one(el, "[data-field=moves] .vw-combo").click();
      await until(() => all(el, "[role=option]").length === 8, "all");
      all(el, "[role=option]")[2]?.click();
    },
    gives: ["pan", "zoom"],
  },
  {
    kind: "several of few",
    row: { name: "tags", kind: "choices", options: options("a", "b", "c") },
    held: ["a", "b"],
    act: (el) => all(el, "[role=checkbox]")[0]?.click(),
    gives: ["b"],
  },
  {
    kind: "a switch that may be left out",
    row: { name: "loop", kind: "switch", nullable: true, default: true },
    act: (el) => all(el, "[data-field=loop] [role=radio]")[0]?.click(),
    gives: undefined,
  },
  {
    kind: "a number that may be left out",
    row: { name: "scale", kind: "number", title: "Scale", nullable: true, default: 3 },
    act: (el) => named(el, "Scale: do not send it").click(),
    gives: undefined,
  },
  {
    kind: "a size as text, by its shape",
    row: {
      name: "size",
      kind: "choice",
      options: [
        { value: "720x1280", label: "Portrait" },
        { value: "1280x720", label: "Landscape" },
      ],
      default: "720x1280",
    },
    act: (el) => {
      expect(one(el, "[data-field=size]").textContent).toContain("9:16720 × 1280");
      all(el, "[data-field=size] [role=radio]")[1]?.click();
    },
    gives: "1280x720",
  },
  {
    kind: "both sides by a shape",
    row: { name: "width", kind: "number", whole: true, least: 256, most: 1280 },
    more: [{ name: "height", kind: "number", whole: true, least: 256, most: 1280 }],
    held: 1280,
    act: (el) => {
      expect(all(el, ".vc-sides input").length).toBe(2);
      named(el, "960 × 960").click();
    },
    gives: 960,
  },
  {
    kind: "an object, folded",
    row: shot,
    act: async (el) => {
      one(el, ".vc-fold").click();
      const box = await until(
        () => el.querySelector<HTMLInputElement>('[data-field="camera.length"] input'),
        "open",
      );
      type(box, "7");
    },
    gives: { length: 7 },
  },
  {
    kind: "a list of objects grows",
    row: { name: "shots", kind: "list", title: "Shots", fields: [shot], most_items: 2 },
    act: async (el) => {
      one(el, ".vc-add").click();
      const area = await until(() => el.querySelector("textarea"), "a shot");
      type(area, "a fox");
    },
    gives: [{ length: 5, prompt: "a fox" }],
  },
  {
    kind: "a list of objects in another order",
    row: { name: "shots", kind: "list", title: "Shots", fields: [shot], most_items: 2 },
    held: [{ prompt: "a" }, { prompt: "b" }],
    act: (el) => {
      expect(one<HTMLButtonElement>(el, ".vc-add").disabled).toBe(true);
      named(el, "Shot 2: earlier").click();
    },
    gives: [{ prompt: "b" }, { prompt: "a" }],
  },
  {
    kind: "a list of texts shrinks",
    row: { name: "words", kind: "list", title: "Words", fields: [text] },
    held: ["a", "b"],
    act: (el) => named(el, "Word 1: remove").click(),
    gives: ["b"],
  },
  {
    kind: "JSON",
    row: { name: "free", kind: "json" },
    act: async (el) => {
      const area = one<HTMLTextAreaElement>(el, "textarea");
      type(area, "{");
      await until(() => el.textContent?.includes("Not JSON"), "said");
      type(area, '{"a": [1]}');
    },
    gives: { a: [1] },
  },
  {
    kind: "an address of a sound",
    row: { name: "voice", kind: "file", medium: "sound", title: "Voice" },
    act: async (el) => {
      one(el, "[data-slot='voice:0'] > button").click();
      const box = await until(
        () => el.querySelector<HTMLInputElement>(".vc-address"),
        "open",
      );
      type(box, "https://a.example/a.mp3");
      press(box, "Enter");
    },
    gives: "https://a.example/a.mp3",
  },
  {
    kind: "a parameter that is called model",
    row: { name: "model", role: "version", title: "Model version" },
    act: (el) => type(one<HTMLInputElement>(el, "[data-field=model] input"), "lite"),
    gives: "lite",
  },
];

test.each(CASES)("drawn and changed: $kind", async ({ row, held, more, act, gives }) => {
  const { el, told } = drawOne(row, held, more);
  await act(el);
  await told(gives);
});

test("a file in a list of objects goes to its own place", async () => {
  const row: Row = { name: "shots", kind: "list", fields: [shot] };
  const { el, model, told } = drawOne(row, [{ prompt: "a" }, { prompt: "b" }]);
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(9)], "b.png", { type: "image/png" }));
  const drop = { dataTransfer: data, bubbles: true, cancelable: true };
  one(el, "[data-slot='shots[1].frame:0']").dispatchEvent(new DragEvent("drop", drop));
  const begun = await until(
    () => model.sent.find((each) => each.type === "begin_input"),
    "sent",
  );
  expect(begun.place).toBe("shots[1].frame");
  const image = {
    value: "image:b",
    name: "b.png",
    medium: "image",
    thumbnail: "",
    width: 9,
    height: 9,
    seconds: 0,
  };
  model.say({ type: "image_taken", id: begun.id, image });
  await told([{ prompt: "a" }, { prompt: "b", frame: "image:b" }]);
});

test("an arrow on what is no number starts where the control does", async () => {
  const row: Row = { name: "steps", kind: "number", least: 4, most: 50, whole: true };
  const { el, told } = drawOne(row);
  const box = one<HTMLInputElement>(el, "[data-field=steps] input[type=text]");
  type(box, "many");
  await told("many");
  press(box, "ArrowUp");
  await told(5);
});

test("a picture of no size is not turned, and both sides are one act", async () => {
  const side: Row = { name: "width", kind: "number", whole: true, least: 256 };
  const { el, told, model } = drawOne(side, undefined, [{ ...side, name: "height" }]);
  const turn = named(el, "Turn the picture") as HTMLButtonElement;
  expect(turn.disabled).toBe(true);
  named(el, "960 × 960").click();
  await told(960);
  expect(Object(edits(model).at(-1)?.form).revision).toBe(1);
  await until(() => !turn.disabled, "both sides are known");
});

test("of names with dots the longest that fits is meant", () => {
  const fields = ["a", "a.b", "a.b.c"].map((name) => field({ name, options: [] }));
  for (const order of [fields, fields.toReversed()]) {
    expect(partsOf("a.b", order)).toEqual(["a.b"]);
    expect(partsOf("a.b[1].d", order)).toEqual(["a.b", 1, "d"]);
    expect(partsOf("a.c", order)).toEqual(["a", "c"]);
  }
});

test("what is typed in one item of a list draws no other field again", async () => {
  const drawn: string[] = [];
  const diffed = preact.diffed ?? (() => {});
  const inner = field({ name: "shot", kind: "object", fields: [field({ ...text })] });
  const row: Row = { name: "shots", kind: "list", fields: [inner] };
  const { el, told } = drawOne(row, [{ text: "a" }, { text: "b" }]);
  preact.diffed = (vnode) => {
    const given = Object(vnode.props).field?.name;
    if (vnode.type === Field) drawn.push(String(given));
    diffed(vnode);
  };
  type(one<HTMLInputElement>(el, "[data-field='shots[1].text'] input"), "c");
  await told([{ text: "a" }, { text: "c" }]);
  preact.diffed = diffed;
  expect(drawn.filter((name) => name.endsWith(".text"))).toEqual([]);
});

test("what is written in a JSON field stays as it is written", async () => {
  const { el, told } = drawOne({ name: "free", kind: "json" });
  const area = one<HTMLTextAreaElement>(el, "textarea");
  for (const [text, value] of [
    ["{}", {}],
    ["[ ]", []],
    ['{"a b": "x  y" }', { "a b": "x  y" }],
    ["[1.0]", [1]],
  ] as const) {
    type(area, text);
    await told(value);
    await painted();
    expect(area.value).toBe(text);
  }
});

test("a list that was emptied is not sent", async () => {
  const row: Row = { name: "words", kind: "list", title: "Words", fields: [text] };
  const { el, told } = drawOne(row, ["a"]);
  named(el, "Word 1: remove").click();
  await told(undefined);
});

test("a problem inside is said under its own field", async () => {
  const row: Row = { name: "shots", kind: "list", fields: [shot] };
  const { el, model } = drawOne(row, [{ prompt: "a" }, { prompt: "b", length: 99 }]);
  const problem = { source: "", fix: {} };
  model.kernel("checked", {
    ...Object(model.get("checked")),
    problems: [
      { ...problem, field: "shots[1].length", text: "shots[1].length is 99." },
      { ...problem, field: "", text: "These do not go together." },
    ],
  });
  const own = one(el, '[data-field="shots[1].length"]');
  await until(() => own.textContent?.includes("is 99"), "said there");
  expect(one(own, "input").ariaInvalid).toBe("true");
  expect(el.textContent?.split("is 99.").length).toBe(2);
  expect(one(el, ".vc-settings").textContent).toContain("do not go together");
});

test("a seed is drawn within its range, never the one that means random", () => {
  const seed = (given: Partial<FieldView>) => drawnFrom(field({ ...given, options: [] }));
  expect(seed({ least: 1, most: 99_999 })).toEqual([1, 99_999]);
  expect(seed({ least: -1, most: 1e15, random: -1 })).toEqual([1, 2 ** 31 - 1]);
  expect(seed({ least: 0, most: 9, random: 0 })).toEqual([1, 9]);
  expect(seed({ least: 1, most: 9, random: 1 })).toEqual([2, 8]);
});
