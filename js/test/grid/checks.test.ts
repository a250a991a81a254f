/** What was asked against what came, in the room that a cell has for it. */
import { afterEach, expect, test } from "vitest";
import { heightOf } from "../../src/grid/checks";
import { until } from "../model";
import { CLIP, cell, closeAll, draw, FOUR } from "./grid";

afterEach(closeAll);

const [LINE, ROOM] = [20, 4];
const DIFFERING = [
  ["size", "1920×1080", "1280×720"],
  ["length", "8 s", "5.9 s"],
  ["sound", "on", "none"],
  ["frames", "24 a second", "29.97 a second"],
].map(([name = "", asked = "", got = ""]) => ({ name, asked, got, differs: true }));
const ALIKE = DIFFERING.map((fact) => ({ ...fact, differs: false }));
const checked = (checks: typeof DIFFERING) =>
  cell(0, [0, 0], { clip: { ...CLIP, checks, sha256: "9".repeat(64) } });

test.each([90, 110, 150, 230, 400])("what differs is not cut in %i px", async (width) => {
  const odd = checked(DIFFERING);
  const view = draw([odd, ...FOUR.slice(1)]);
  const first = await until(() => view.find("[data-cell='0']"), "a cell");
  view.key("v");
  const told = await until(() => first.querySelector("p.vg-checks"), "told");
  const height = heightOf([odd], width);
  told.setAttribute("style", `width: ${width}px; height: ${height}px`);
  expect(told.clientWidth).toBe(width);
  expect(told.scrollHeight).toBeLessThanOrEqual(height);
});

test("what is alike makes no cell higher than four lines, what differs does", () => {
  const linesAt = (width: number, ...cells: ReturnType<typeof checked>[]) =>
    (heightOf(cells, width) - ROOM) / LINE;
  expect(linesAt(60, checked([...ALIKE, ...ALIKE]))).toBe(4);
  expect(linesAt(110, checked(DIFFERING.slice(0, 3)))).toBe(7);
  expect(linesAt(110, checked([...DIFFERING.slice(0, 3), ...ALIKE]))).toBe(7);
  expect(linesAt(110, checked([]), checked(DIFFERING.slice(1, 2)))).toBe(2);
  expect(linesAt(110)).toBe(1);
});
