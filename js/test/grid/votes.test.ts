import { afterEach, expect, test } from "vitest";
import { placed } from "../../src/grid/scores";
import { until } from "../model";
import { axis, closeAll, draw, FOUR } from "./grid";

afterEach(closeAll);

const scored = (values: readonly number[], flags: Record<number, string[]> = {}) => ({
  metrics: [
    { name: "motion", unit: "% of height / s", about: "How fast.", misleads: "Rain." },
  ],
  cells: Object.fromEntries(
    values.map((value, index) => [
      index,
      {
        values: { motion: value },
        places: { motion: [index + 1, values.length] },
        flags: flags[index] ?? [],
      },
    ]),
  ),
  done: 0,
  total: 0,
  missing: 0,
  trouble: "",
});

const shown = (view: ReturnType<typeof draw>) =>
  view.all(".vg-cell").map((one) => Number(one.dataset.cell));

test("a vote by key is the vote by button, and undo takes back what was given here", async () => {
  const view = draw(FOUR, { focused: 1 });
  await until(() => view.all(".vg-cell").length === 4, "cells");
  const votes = () => view.model.sent.filter((one) => one.type === "vote_on");
  for (const [key, extra] of [
    ["x", {}],
    ["X", { shiftKey: true }],
    ["+", { shiftKey: true }],
    ["-", {}],
    ["$", { code: "Digit4", shiftKey: true }],
  ] as const) {
    view.key(key, extra);
  }
  view.find("[data-cell='1'] [aria-label='Drop']")?.click();
  expect(votes().map(({ index, kind, answer }) => [index, kind, answer])).toEqual([
    [1, "keep", "drop"],
    [1, "keep", "keep"],
    [1, "thumb", "up"],
    [1, "thumb", "down"],
    [1, "score", "4"],
    [1, "keep", "drop"],
  ]);
  for (let press = 0; press < 8; press += 1) view.key("u");
  expect(view.model.sent.filter((one) => one.type === "undo_vote_on")).toHaveLength(6);
});

test("dropped cells are hidden until they are asked for", async () => {
  const drop = { keep: "drop", thumb: "", score: 0, comments: [] };
  const view = draw(FOUR, { marks: { 2: drop } });
  await until(() => view.all(".vg-cell").length === 3, "three");
  view.button("1 dropped · show")?.click();
  await until(() => view.all(".vg-cell").length === 4, "four");
  expect(view.model.get("dropped_shown")).toBe(true);
});

test("by a score the grid is sorted and filtered, and a place is shown, no total", async () => {
  const view = draw(FOUR, {
    scores_known: scored([1, 4, 2, 3], { 3: ["frozen", "cut off"] }),
    score: "motion",
    order: "highest",
  });
  await until(() => view.all(".vg-cell").length === 4, "cells");
  expect(shown(view)).toEqual([1, 3, 2, 0]);
  expect(view.find("[data-cell='1'] .vg-place")?.textContent).toBe("2nd of 4");
  const flags = view.find("[data-cell='3'] .vg-flags");
  expect(flags?.title).toBe("frozen · cut off");
  expect(flags?.querySelector("span")?.checkVisibility()).toBe(false);
  view.find("[data-cell='3']")?.focus();
  await until(() => flags?.querySelector("span")?.checkVisibility(), "its words");
  view.model.kernel("order", "lowest");
  await until(() => shown(view)[0] === 0, "the least first");
  view.model.kernel("score_filter", { least: 2, most: 3, flagged: "any" });
  await until(() => view.all(".vg-cell").length === 2, "a range");
  view.model.kernel("score_filter", { least: null, most: null, flagged: "without" });
  await until(() => view.all(".vg-cell").length === 3, "no defects");
  view.button("Show all")?.click();
  await until(() => view.all(".vg-cell").length === 4, "all");
});

test("places are said as people do", () => {
  const words = [1, 2, 3, 4, 11, 12, 13, 21, 22, 112].map((n) => placed([n, 200]));
  expect(words.map((each) => each.split(" ")[0])).toEqual(
    "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 112th".split(" "),
  );
});

test("nothing is measured until it is pressed, and it can be stopped", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-cell").length === 4, "cells");
  view.button("Scores")?.click();
  const button = await until(() => view.button("Measure 4 clips"), "the button");
  const measures = () => view.model.sent.filter((one) => one.type === "measure").length;
  expect(measures()).toBe(0);
  button.click();
  expect(measures()).toBe(1);
  view.model.kernel("scores_known", { ...scored([1]), done: 1, total: 4 });
  const stop = await until(() => view.button("1 of 4 · stop"), "progress");
  expect(view.button("Scores")?.textContent).toContain("1/4");
  stop.click();
  expect(measures()).toBe(2);
});

test("while pairs are judged blind nothing of a cell is in the page", async () => {
  const view = draw(FOUR, { mode: "one", focused: 0 });
  await until(() => view.find(".vg-stage"), "the stage");
  const state = { cells: [], axes: [], blind: true, blind_pairs: "" };
  for (const [name, value] of Object.entries(state)) view.model.kernel(name, value);
  const box = await until(() => view.find(".vg-blind"), "shut");
  for (const word of ["veo", "seed", "panda", "fox", "$", "cell", "<video", "<img"]) {
    expect(box.outerHTML).not.toContain(word);
  }
  view.find(".vg-shut button")?.click();
  expect(view.model.sent.at(-1)).toEqual({ type: "judge_blind" });
  view.model.kernel("axes", [
    axis("model", ["veo-3-fast", "veo-2"]),
    axis("seed", ["1", "2"]),
  ]);
  view.model.kernel("cells", FOUR);
  view.model.kernel("blind", false);
  await until(() => view.find(".vg-stage") && view.find("video"), "as before");
});

test("what is typed right after C is the comment's, and no key of the grid's", async () => {
  const view = draw(FOUR, { focused: 1 });
  await until(() => view.all(".vg-cell").length === 4, "cells");
  view.key("c");
  // No frame passes: as much as there is between two keys of a quick hand.
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  expect(view.find(".vw-writing")).toBe(document.activeElement);
});
