import { afterEach, expect, test } from "vitest";
import {
  dayOf,
  itemOf,
  laid,
  passes,
  rowAt,
  sinceOf,
  sweptItem,
} from "../src/studio/items";
import { countsOf, linesOf, reasonsOf, shortOf, sumsOf } from "../src/studio/matrix";
import { wordsOf } from "../src/studio/sweep-tile";
import type { PlanCell, PlanReply } from "../src/wire.gen";
import { until } from "./model";
import { ALL, draw, generate, NOW, named, sweepOf, takeOf, tidy } from "./studio";

afterEach(tidy);

const noon = new Date(2026, 10, 26, 12).getTime() / 1000;
const DAY = 86_400;

test("days are the reader's own, and a filter's days are whole ones", () => {
  expect(dayOf(noon, noon)).toBe("Today");
  expect(dayOf(noon - DAY, noon)).toBe("Yesterday");
  expect(dayOf(noon - 14 * DAY, noon)).toBe("12 November");
  expect(dayOf(noon - 400 * DAY, noon)).toMatch(/2025$/);
  expect(sinceOf("any", noon)).toBe(0);
  expect(sinceOf("today", noon)).toBe(noon - DAY / 2);
  const old = takeOf(1, { created: noon - 8 * DAY });
  expect(passes(old, { ...ALL, when: "week" }, noon)).toBe(false);
  expect(passes(old, { ...ALL, when: "month" }, noon)).toBe(true);
});

test("a day begins a line of its own, and an open sweep flows on in its place", () => {
  const at = (number: number, days: number) =>
    itemOf(takeOf(number, { created: noon - days * DAY }));
  const swept = sweptItem(sweepOf({ created: noon }));
  const inside = new Map([["panda", [takeOf(7), takeOf(8)]]]);
  const items = [swept, at(1, 0), at(2, 1)];
  const { rows, height } = laid(items, inside, { columns: 3, tall: 100, now: noon });
  expect(rows.map((row) => row.cells.map((cell) => cell.key))).toEqual([
    [],
    ["sweep panda", "job7", "job8"],
    ["job1"],
    [],
    ["job2"],
  ]);
  expect(height).toBe(300 + 2 * 28);
  expect(rows[rowAt(rows, 27)]?.day).toBe("Today");
  expect(rowAt(rows, 28)).toBe(1);
  expect(rowAt(rows, 1e9)).toBe(4);
});

test("what a sweep's tile says", () => {
  expect(wordsOf(sweepOf())).toBe("7 of 12 · $2.80 of $4.80");
  expect(wordsOf(sweepOf({ live: 0, ready: 12, spent: 4.8 }))).toBe("12 clips · $4.80");
  expect(wordsOf(sweepOf({ planned: true, ready: 0, live: 0, high: null }))).toBe(
    "12 planned · price unknown",
  );
  const part = { ready: 7, unknown: 2 };
  expect(wordsOf(sweepOf(part))).toBe("7 of 12 · $2.80 of $4.80 and 2 of 7 unknown");
  expect(wordsOf(sweepOf({ ...part, spent: 0, unknown: 7 }))).toBe(
    "7 of 12 · cost not told",
  );
  expect(wordsOf(sweepOf({ high: null }))).toBe("7 of 12 · $2.80");
});

test("a sweep is one tile, unfolds to its takes and folds again", async () => {
  const takes = [takeOf(1), takeOf(2, { sweep: "panda" }), takeOf(3, { sweep: "panda" })];
  const { el, model } = draw({ takes, sweeps: [sweepOf()] });
  const tile = await until(
    () => el.querySelector("[data-sweep=panda] .vs-open"),
    "the tile",
  );
  expect(el.querySelectorAll("[data-job]:not(.vs-stage)")).toHaveLength(1);
  expect(tile.getAttribute("aria-expanded")).toBe("false");
  (tile as HTMLElement).click();
  await until(() => el.querySelectorAll(".vs-of").length === 2, "unfolded");
  const moved = takeOf(2, { sweep: "panda", state: "failed", trouble: "no luck" });
  model.say({
    type: "take",
    take: moved,
    sweep: sweepOf({ failed: 1, live: 4 }),
    now: NOW,
  });
  await until(() => el.querySelector(".vs-of .vs-bad"), "it moved inside");
  const swept = () => el.querySelector("[data-sweep=panda]")?.textContent;
  await until(() => swept()?.includes("1 failed"), "it is counted");
  el.querySelector<HTMLElement>("[data-sweep=panda] .vs-open")?.click();
  await until(() => !el.querySelector(".vs-of"), "folded");
  named(el, "Grid")?.click();
  const grid = { type: "compare", jobs: [], sweep: "panda", blind: false };
  expect(model.sent.at(-1)).toMatchObject(grid);
  el.querySelector<HTMLElement>("[aria-label='Judge panda blind']")?.click();
  expect(model.sent.at(-1)).toMatchObject({ ...grid, blind: true });
});

const key = (target: Element | null, name: string) =>
  target?.dispatchEvent(
    new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }),
  );

test("the keyboard ticks takes and compares two of them", async () => {
  const takes = [1, 2, 3].map((number) =>
    takeOf(number, { sha256: `${number}`.repeat(64), state: "ready" }),
  );
  const { el, model } = draw({ takes });
  await until(() => el.querySelectorAll(".vs-take").length === 3, "drawn");
  const open = (job: string) =>
    el.querySelector<HTMLElement>(`[data-tile=${job}] .vs-open`);
  expect(el.querySelectorAll(".vs-wall .vs-open[tabindex='0']")).toHaveLength(1);
  open("job1")?.focus();
  key(open("job1"), "e");
  await until(() => el.querySelector(".vs-ticked"), "the bar");
  expect(named(el, "Compare")?.disabled ?? false).toBe(true);
  key(open("job1"), "ArrowRight");
  expect(document.activeElement).toBe(open("job2"));
  key(open("job2"), " ");
  const bar = () => el.querySelector(".vs-ticked");
  await until(() => bar()?.textContent?.includes("2 ticked"), "two");
  [...(bar()?.querySelectorAll("button") ?? [])]
    .find((button) => button.textContent?.includes("Compare"))
    ?.click();
  expect(model.sent.at(-1)).toMatchObject({ type: "compare", jobs: ["job1", "job2"] });
  await until(() => !bar(), "done");
  expect(model.sent.some((message) => message.type === "act_on_take")).toBe(false);
  key(open("job2"), "End");
  expect(document.activeElement).toBe(open("job3"));
  let leaked = 0;
  el.addEventListener("keydown", () => {
    leaked += 1;
  });
  for (const name of ["ArrowDown", "ArrowRight"]) key(open("job3"), name);
  expect([document.activeElement, leaked]).toEqual([open("job3"), 0]);
});

test("ticked takes are put away together, and that is undone", async () => {
  const { el, model } = draw({ takes: [takeOf(1), takeOf(2)] });
  await until(() => el.querySelectorAll(".vs-take").length === 2, "drawn");
  for (const box of el.querySelectorAll<HTMLInputElement>(".vs-tick")) box.click();
  (await until(() => named(el, "Hide"), "the bar")).click();
  const mark = { type: "mark", jobs: ["job1", "job2"], starred: null, note: null };
  expect(model.sent.at(-1)).toEqual({ ...mark, hidden: true });
  for (const number of [1, 2]) {
    model.say({
      type: "take",
      take: takeOf(number, { hidden: true }),
      sweep: null,
      now: NOW,
    });
  }
  await until(() => !el.querySelector(".vs-take"), "away");
  (await until(() => named(el, "Undo"), "undo")).click();
  expect(model.sent.at(-1)).toEqual({ ...mark, hidden: false });
  for (const number of [2, 1]) {
    model.say({ type: "take", take: takeOf(number), sweep: null, now: NOW });
  }
  await until(() => el.querySelectorAll(".vs-take").length === 2, "back");
  const jobs = [...el.querySelectorAll<HTMLElement>(".vs-take")].map(
    (tile) => tile.dataset.job,
  );
  expect(jobs).toEqual(["job1", "job2"]);
});

const cell = (at: number[], change: Partial<PlanCell> = {}): PlanCell => ({
  at,
  fate: "send",
  reason: "",
  low: 1,
  high: 1,
  ...change,
});
const PLAN: PlanReply = {
  type: "plan",
  id: "",
  axes: [
    { name: "model", values: ["a", "b"], labels: ["a", "b"] },
    { name: "seed", values: ["1", "2", "3"], labels: ["1", "2", "3"] },
  ],
  cells: [
    cell([0, 0]),
    cell([0, 1], { high: 2 }),
    cell([0, 2], { fate: "reuse", low: 0, high: 0 }),
    cell([1, 0], { low: null, high: null }),
    cell([1, 1], { fate: "refused", reason: "b has no 1080p" }),
    cell([1, 2], { fate: "ended", low: 0, high: 0, reason: "blocked before" }),
  ],
  new: 3,
  low: 2,
  high: 3,
  unpriced: 1,
  expected_s: 9,
  warnings: [],
};

test("a plan's rows and columns are added up, and what is unknown stays unknown", () => {
  const { columns, lines } = linesOf(PLAN);
  expect(sumsOf(lines, columns.length)).toEqual({
    rows: ["$2.00–3.00", "unknown"],
    columns: ["$1.00 and 1 of 2 unknown", "$1.00–2.00", "free"],
  });
  expect(reasonsOf(PLAN.cells)).toEqual([
    ["b has no 1080p", 1],
    ["blocked before", 1],
  ]);
  expect(countsOf(PLAN)).toBe(
    "6 cells · 3 to make · 1 made before, free · 2 not possible",
  );
  expect(shortOf(PLAN, 5, null)).toContain("no clip of unknown price");
  expect(shortOf(PLAN, 5, 1)).toBe("");
  expect(shortOf(PLAN, 5, 2.5)).toContain("$5.00 does not hold all");
  expect(shortOf({ ...PLAN, unpriced: 0 }, 2, null)).toContain("$2.00 does not hold all");
  expect(shortOf({ ...PLAN, unpriced: 0 }, 3, null)).toBe("");
});

test("a plan tells its unknown prices, and its budget goes with the press", async () => {
  const { el, model } = draw();
  const form = { ...Object(model.get("form")), axes: { model: ["full", "auto"] } };
  model.kernel("form", { ...form, by: "", revision: 9 });
  await until(() => generate(el).textContent?.includes("Plan 2 clips"), "the button");
  generate(el).click();
  const ask = await until(
    () => model.sent.find((one) => one.type === "ask_plan"),
    "asked",
  );
  model.say({ ...PLAN, id: ask.id });
  const plan = await until(
    () => el.querySelector(".vs-matrix")?.parentElement,
    "the plan",
  );
  expect(plan.textContent).toContain("$2.00–3.00 and 1 of 3 unknown");
  expect(plan.textContent).toContain("n/a × 1 blocked before");
  const type = (text: string, at = 0) => {
    const field = plan.querySelectorAll<HTMLInputElement>(".vs-run input")[at];
    if (!field) throw new Error("no such field");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  type("much");
  await until(() => named(el, "Generate 3 clips")?.disabled, "refused");
  type("2.5");
  await until(() => !named(el, "Generate 3 clips")?.disabled, "taken");
  await until(() => plan.textContent?.includes("may cost at most"), "what is missing");
  type("1.2", 1);
  await until(() => plan.textContent?.includes("does not hold all"), "the worst case");
  named(el, "Generate 3 clips")?.click();
  const run = await until(() => model.sent.find((one) => one.type === "run_plan"), "run");
  expect(run).toMatchObject({ new: 3, high: 3, budget: 2.5, unknown: 1.2 });
});

test("what a plan was saved as stays said while it is true", async () => {
  const { el, model } = draw();
  const form = { ...Object(model.get("form")), axes: { model: ["full", "auto"] } };
  const asked = (type: string, from: number) =>
    until(() => model.sent.filter((one) => one.type === type)[from], type);
  const wrote = () => el.querySelector(".vs-plan-file [role=status]")?.textContent;
  model.kernel("form", { ...form, by: "", revision: 9 });
  await until(() => generate(el).textContent?.includes("Plan 2 clips"), "the button");
  generate(el).click();
  model.say({ ...PLAN, id: (await asked("ask_plan", 0)).id });
  (await until(() => named(el, "Save YAML"), "a plan")).click();
  const { id } = await asked("ask_yaml", 0);
  model.say({ type: "text_reply", id, text: "Saved as a.yaml" });
  await until(() => wrote() === "Saved as a.yaml", "said");

  const asks = model.sent.filter((one) => one.type === "ask_plan").length;
  generate(el).click();
  model.say({ ...PLAN, id: (await asked("ask_plan", asks)).id, new: 2 });
  await until(() => named(el, "Generate 2 clips"), "the plan again");
  expect(wrote()).toBe("Saved as a.yaml");
  model.kernel("form", { ...form, axes: { seed: [1, 2] }, by: "", revision: 10 });
  model.say({ ...PLAN, id: (await asked("ask_plan", asks + 1)).id });
  await until(() => wrote() === "", "no longer true");
});

test("a control that became an axis is one value again with Undo", async () => {
  const { el } = draw({ width: 500 });
  el.querySelector<HTMLElement>(".vs-more")?.click();
  const pick = await until(
    () => [...el.querySelectorAll<HTMLElement>(".vs-pick[aria-pressed=false]")][0],
    "the menu",
  );
  pick.click();
  await until(
    () => el.querySelector(".vc-notice")?.textContent?.includes("several"),
    "said, though the settings are folded",
  );
  await until(() => generate(el).textContent?.includes("Plan 2"), "an axis");
  expect(el.querySelector(".vc-notice")?.checkVisibility()).toBe(true);
  [...(el.querySelector(".vc-notice")?.querySelectorAll("button") ?? [])][0]?.click();
  await until(() => generate(el).textContent?.startsWith("Generate"), "undone");
});
