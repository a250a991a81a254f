import { afterEach, expect, test } from "vitest";
import { drawnFrom } from "../src/controls/seed";
import type { FieldView } from "../src/wire.gen";
import { edits, press, tidy, type } from "./controls";
import { field } from "./form";
import { all, drawOne, KINDS, named, one, type Row } from "./form-of";
import { until } from "./model";

afterEach(tidy);

const text = { name: "text", title: "Text" } as const;
const shot = KINDS.find((each) => each.name === "camera") as Row;
const options = (...values: unknown[]) =>
  values.map((value) => ({ value, label: String(value) }));
const MOVES = KINDS.find((each) => each.name === "moves")?.options ?? [];

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

test("a seed is drawn within its range, never the one that means random", () => {
  const seed = (given: Partial<FieldView>) => drawnFrom(field({ ...given, options: [] }));
  expect(seed({ least: 1, most: 99_999 })).toEqual([1, 99_999]);
  expect(seed({ least: -1, most: 1e15, random: -1 })).toEqual([1, 2 ** 31 - 1]);
  expect(seed({ least: 0, most: 9, random: 0 })).toEqual([1, 9]);
  expect(seed({ least: 1, most: 9, random: 1 })).toEqual([2, 8]);
});
