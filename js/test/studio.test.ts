import { afterEach, expect, test, vi } from "vitest";
import { painted } from "../src/lib/painted";
import { Haste } from "../src/studio/haste";
import { studio } from "../src/widgets";
import { HASTE_S } from "../src/wire.gen";
import { checkedAs } from "./form";
import { show, until } from "./model";
import { draw, generate, MONEY, named, open, presses, tidy } from "./studio";

afterEach(() => {
  tidy();
  vi.restoreAllMocks();
});

test("three clicks while the kernel is busy are one press", async () => {
  const { el, model } = draw({ slow: true });
  for (let click = 0; click < 3; click += 1) generate(el).click();
  await until(() => generate(el).disabled, "off at once");
  generate(el).click();
  expect(presses(model)).toHaveLength(1);
  expect(presses(model)[0]).toMatchObject({ ticket: "t1", count: 1 });
  expect(generate(el).textContent).toContain("Sending");
  model.say({
    type: "pressed",
    id: presses(model)[0]?.id,
    jobs: [],
    reused: 0,
    ask: false,
  });
  await until(() => !generate(el).disabled, "on again");
});

test("Enter twice with Ctrl is one press, of what stands in the field", async () => {
  const { el, model } = draw({ slow: true });
  const area = el.querySelector("textarea");
  if (!area) throw new Error("no prompt");
  area.value = "a frozen lake";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  for (let press = 0; press < 2; press += 1) {
    area.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }),
    );
  }
  expect(presses(model)).toHaveLength(1);
  expect(presses(model)[0]?.form).toMatchObject({ values: { prompt: "a frozen lake" } });
});

test("Generate waits for what another model takes over, and sends that", async () => {
  const { el, model } = draw({ slow: true });
  const picker = el.querySelector<HTMLSelectElement>("select.vc-model");
  if (!picker) throw new Error("no picker");
  picker.value = [...picker.options].find((one) => !one.selected)?.value ?? "";
  picker.dispatchEvent(new Event("change", { bubbles: true }));
  for (let click = 0; click < 2; click += 1) generate(el).click();
  await until(() => generate(el).disabled, "off at once");
  const asked = await until(
    () => model.sent.find(({ type }) => type === "ask_carry"),
    "the kernel was asked",
  );
  expect(presses(model)).toHaveLength(0);
  model.say({ type: "carried", id: asked.id, values: { n: 96 }, kept: {}, said: [] });
  const press = await until(() => presses(model)[0], "a press");
  expect(press.form).toMatchObject({ model: picker.value, values: { n: 96 } });
  expect(presses(model)).toHaveLength(1);
});

test("a hand that presses twice wishes once, also when the kernel answered between", async () => {
  const { el, model } = draw();
  const now = vi.spyOn(performance, "now").mockReturnValue(1000);
  generate(el).click();
  await painted();
  expect([generate(el).disabled, generate(el).textContent]).toEqual([
    false,
    expect.stringContaining("Generate"),
  ]);
  now.mockReturnValue(1000 + HASTE_S * 900);
  model.kernel("ticket", "t2");
  generate(el).click();
  expect(presses(model)).toHaveLength(1);
  const area = el.querySelector("textarea");
  if (!area) throw new Error("no prompt");
  area.value = "another lake";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  generate(el).click();
  expect(presses(model)).toHaveLength(2);
});

test("what the kernel could not do may be wished again at once", () => {
  const haste = new Haste();
  expect(haste.again(["a lake", 1], 0)).toBe(false);
  expect(haste.again(["a lake", 1], HASTE_S * 900)).toBe(true);
  expect(haste.again(["a lake", 1], HASTE_S * 1100)).toBe(false);
  haste.forget();
  expect(haste.again(["a lake", 1], HASTE_S * 1101)).toBe(false);
});

test("two views press with the same ticket", async () => {
  const { el, model } = draw({ slow: true });
  const other = show(studio, model);
  open.push(other);
  generate(el).click();
  generate(other.el).click();
  expect(presses(model).map((one) => one.ticket)).toEqual(["t1", "t1"]);
  expect(presses(model)[0]?.form).toEqual(presses(model)[1]?.form);
});

test("an empty prompt sends nothing, and the field is marked and focused", async () => {
  const { el, model } = draw();
  const area = el.querySelector("textarea");
  if (!area) throw new Error("no prompt");
  area.value = " ";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => model.sent.find((one) => one.type === "edit"), "told");
  const { by, revision } = Object(model.sent.find((one) => one.type === "edit")?.form);
  const problems = [{ field: "prompt", text: "prompt is required", source: "", fix: {} }];
  model.kernel("checked", { ...checkedAs(by, revision), problems });
  generate(el).click();
  await until(() => document.activeElement === area, "focused");
  expect(area.getAttribute("aria-invalid")).toBe("true");
  area.blur();
  generate(el).click();
  await until(() => document.activeElement === area, "focused at each press");
  expect(presses(model)).toEqual([]);
});

test("what the kernel found wrong is not sent; the first such field is focused", async () => {
  const { el, model } = draw();
  const problems = [{ field: "duration", text: "duration: 9", source: "", fix: {} }];
  model.kernel("checked", { ...checkedAs("", 0), problems });
  generate(el).click();
  const group = "[data-field=duration] [role=radiogroup]";
  await until(() => document.activeElement === el.querySelector(group), "focused");
  expect(el.querySelector(".vs-send [role=alert]")?.textContent).toContain("duration: 9");
  expect(presses(model)).toEqual([]);
  const area = el.querySelector("textarea");
  if (!area) throw new Error("no prompt");
  area.value = "a lake at dawn";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => !el.querySelector(".vs-send [role=alert]"), "said of that form only");
});

test("real money is said, and above the limit it is asked for in place", async () => {
  const money = {
    ...MONEY,
    endpoint: "segmind",
    real: true,
    balance: 41.2,
    ask_above: 0.5,
  };
  const { el, model } = draw({ state: { money } });
  expect(el.querySelector(".vs-real")?.textContent).toContain("real money · $41.20 left");
  generate(el).click();
  await until(() => el.querySelector("[role=alertdialog]"), "asked");
  expect(presses(model)).toEqual([]);
  named(el, "Cancel")?.click();
  await until(() => el.querySelector(".vs-generate"), "back");
  generate(el).focus();
  generate(el).click();
  const ask = await until(() => el.querySelector("[role=alertdialog]"), "asked again");
  expect(document.activeElement).toBe(ask);
  named(el, "Pay")?.dispatchEvent(new MouseEvent("click", { detail: 2, bubbles: true }));
  expect(presses(model)).toEqual([]);
  ask.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  const back = () => el.querySelector(".vs-generate") === document.activeElement;
  await until(back, "left");
  generate(el).click();
  await until(() => named(el, "Pay"), "asked once more");
  named(el, "Pay")?.click();
  await until(() => presses(model).length === 1, "sent");
});

test("several models are planned, and the plan says what it costs", async () => {
  const { el, model } = draw();
  const form = { ...Object(model.get("form")), axes: { model: ["full", "auto"] } };
  model.kernel("form", { ...form, by: "", revision: 9 });
  await until(() => generate(el).textContent?.includes("Plan 2 clips"), "the button");
  generate(el).click();
  const ask = await until(
    () => model.sent.find((one) => one.type === "ask_plan"),
    "asked",
  );
  const cell = { fate: "send", reason: "", low: 0.4, high: 0.4 };
  const cells = [0, 1].map((at) => ({ ...cell, at: [at] }));
  const axes = [{ name: "model", values: ["full", "auto"] }];
  const more = { new: 2, low: 0.8, high: 0.8, unpriced: 0, expected_s: 9, warnings: [] };
  model.say({ type: "plan", id: ask.id, axes, cells, ...more });
  await until(
    () => el.querySelectorAll(".vs-plan td.vs-send").length === 2,
    "the matrix",
  );
  named(el, "Generate 2 clips")?.click();
  const run = await until(() => model.sent.find((one) => one.type === "run_plan"), "run");
  expect(run).toMatchObject({
    ticket: "t1",
    new: 2,
    high: 0.8,
    unpriced: 0,
    budget: null,
  });
  expect(presses(model)).toEqual([]);
});

test("an unknown price is no 0: on the button, below it, in the header, in the limits", async () => {
  const { el, model } = draw();
  const money = { ...MONEY, real: true, endpoint: "segmind", today: 0, today_unknown: 2 };
  model.kernel("money", { ...money, budget: 9 });
  const unknown = { price_low: null, price_high: null, price_note: "no price is known" };
  model.kernel("checked", { ...checkedAs("", 0), ...unknown });
  await until(() => generate(el).textContent?.includes("price unknown"), "the button");
  expect(el.querySelector(".vs-below")?.textContent).toContain("no price is known");
  expect(el.querySelector(".vs-today")?.textContent).toContain("2 unknown today");
  expect(el.querySelector(".vs-today")?.textContent).not.toContain("$0.00");
  generate(el).click();
  await until(() => el.textContent?.includes("Price unknown. Pay?"), "asked first");
  expect(presses(model)).toHaveLength(0);
  named(el, "Cancel")?.click();
  el.querySelector<HTMLElement>(".vs-header .vw-quiet-button")?.click();
  const field = await until(
    () => el.querySelectorAll<HTMLInputElement>(".vs-limits input")[1],
    "the worst case",
  );
  expect(field.placeholder).toBe("refused");
  field.value = "2.5";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  named(el, "Keep")?.click();
  const kept = await until(
    () => model.sent.find(({ type }) => type === "set_money"),
    "kept",
  );
  expect(kept).toMatchObject({ budget: 9, unknown: 2.5, ask_above: 5 });
});
