/** Fields inside fields, lists of them, and what is written as JSON. */
import { options as preact } from "preact";
import { afterEach, expect, test } from "vitest";
import { Field } from "../src/controls/field";
import { partsOf } from "../src/controls/path";
import { painted } from "../src/lib/painted";
import { tidy, type } from "./controls";
import { field } from "./form";
import { drawOne, KINDS, named, one, type Row } from "./form-of";
import { until } from "./model";

afterEach(tidy);

const text = { name: "text", title: "Text" } as const;
const shot = KINDS.find((each) => each.name === "camera") as Row;

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
