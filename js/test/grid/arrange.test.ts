import { expect, test } from "vitest";
import { arrange, EVERYTHING, shows, took, type View } from "../../src/grid/arrange";
import type { AxisView, CellLive, CellView } from "../../src/wire.gen";
import { axis } from "./grid";

const AXES: AxisView[] = [
  axis("model", ["veo-3-fast", "veo-2"]),
  axis("seed", ["1", "2", "3"]),
];

const LIVE: CellLive = {
  job: null,
  state: "planned",
  flags: [],
  actions: [],
  retry: "send",
  note: "",
  trouble: null,
  cost: null,
  charged: 0,
  created: null,
  submitted: null,
  began: null,
  usual: 0,
  ended: null,
};

function cell(index: number, at: number[], change: Partial<CellView> = {}): CellView {
  return {
    index,
    at,
    title: `cell ${index}`,
    model: "veo-2",
    prompt: 0,
    fate: "send",
    reason: "",
    into: null,
    low: 1,
    high: 1,
    shape: [16, 9],
    live: LIVE,
    clip: null,
    ...change,
  };
}

const CELLS = [0, 1].flatMap((m) => [0, 1, 2].map((s) => cell(m * 3 + s, [m, s])));
const VIEW: View = {
  rows: ["seed"],
  columns: ["model"],
  slices: {},
  filter: EVERYTHING,
  order: "plan",
  hidden: new Set(),
  baseline: -1,
};
const numbers = (table: ReturnType<typeof arrange>) =>
  table.rows.map((row) => row.cells.map((one) => one?.index ?? null));

test("cells stand where their values say", () => {
  const table = arrange(AXES, CELLS, VIEW);
  expect(table.columns.map((one) => one.label)).toEqual(["veo-3-fast", "veo-2"]);
  expect(table.rows.map((one) => one.head.label)).toEqual(["seed 1", "seed 2", "seed 3"]);
  expect(numbers(table)).toEqual([
    [0, 3],
    [1, 4],
    [2, 5],
  ]);
});

test("axes are swapped, stacked and sliced", () => {
  const swapped = arrange(AXES, CELLS, { ...VIEW, rows: ["model"], columns: ["seed"] });
  expect(numbers(swapped)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  const stacked = arrange(AXES, CELLS, { ...VIEW, rows: [], columns: ["model", "seed"] });
  expect(stacked.columns[4]).toMatchObject({ group: "veo-2", label: "seed 2" });
  const nowhere = arrange(AXES, CELLS, { ...VIEW, rows: [] });
  expect(numbers(nowhere)).toEqual([[0, 3]]);
  const sliced = arrange(AXES, CELLS, { ...VIEW, rows: [], slices: { seed: 1 } });
  expect(numbers(sliced)).toEqual([[1, 4]]);
});

test("lines are hidden and counted", () => {
  const hidden = new Set(["row seed=1", "column model=0"]);
  const table = arrange(AXES, CELLS, { ...VIEW, hidden });
  expect(numbers(table)).toEqual([[3], [5]]);
});

test("what is not shown leaves its place empty, and empty rows go", () => {
  const cells = CELLS.map((one) =>
    one.index === 4 ? cell(4, [...one.at], { live: { ...LIVE, state: "failed" } }) : one,
  );
  const table = arrange(AXES, cells, {
    ...VIEW,
    filter: { ...EVERYTHING, show: "failed" },
  });
  expect(numbers(table)).toEqual([[4]]);
  expect(table.flat.map((one) => one.index)).toEqual([4]);
});

test("another order is a list, the baseline first", () => {
  const cells = CELLS.map((one) => ({ ...one, high: 10 - one.index }));
  const table = arrange(AXES, cells, { ...VIEW, order: "cheapest", baseline: 1 });
  expect(table.rows).toEqual([]);
  expect(table.flat.map((one) => one.index)).toEqual([1, 5, 4, 3, 2, 0]);
});

test("a cell that shares its clip stands in the table but not in a list", () => {
  const cells = [...CELLS.slice(0, 5), cell(5, [1, 2], { fate: "merged", into: 4 })];
  expect(arrange(AXES, cells, VIEW).flat).toHaveLength(6);
  expect(arrange(AXES, cells, { ...VIEW, order: "state" }).flat).toHaveLength(5);
});

test("the filters part the cells", () => {
  const of = (state: CellLive["state"], change: Partial<CellView> = {}) =>
    cell(0, [0, 0], { live: { ...LIVE, state }, ...change });
  expect(shows("running", of("processing"))).toBe(true);
  expect(shows("running", of("planned"))).toBe(false);
  expect(shows("failed", of("unknown"))).toBe(true);
  expect(shows("not made", of("cancelled"))).toBe(true);
  expect(shows("not made", of("queued", { fate: "refused" }))).toBe(true);
  expect(shows("ready", of("ready"))).toBe(false);
  expect(
    took(cell(0, [0], { live: { ...LIVE, created: 2, submitted: 10, ended: 52.5 } })),
  ).toBe(42.5);
});
