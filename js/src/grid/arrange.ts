/** Which cell stands where: rows and columns from axes, filters, order. */
import {
  type AxisView,
  type CellView,
  type GridFilter,
  NOT_MADE,
  type Order,
  type Show,
  WENT_WRONG,
} from "../wire.gen";

export const EVERYTHING: GridFilter = { show: "all", values: {}, most: null };

export interface View {
  rows: readonly string[];
  columns: readonly string[];
  /** The one value shown of an axis that runs neither way. */
  slices: Readonly<Record<string, number>>;
  filter: GridFilter;
  order: Order;
  hidden: ReadonlySet<string>;
  baseline: number;
  /** A cell's value of the score that is looked at. */
  score?: (cell: CellView) => number | undefined;
}

/** The name of a row or column: what varies within its group, the group, and all of it. */
export interface Header {
  key: string;
  label: string;
  group: string;
  whole: string;
}

export interface Table {
  columns: Header[];
  rows: { head: Header; cells: (CellView | null)[] }[];
  /** Every cell that is shown, in reading order. */
  flat: CellView[];
}

export function shows(show: Show, cell: CellView): boolean {
  const { state } = cell.live;
  if (show === "all") return true;
  if (show === "ready") return cell.clip !== null;
  if (show === "failed") return WENT_WRONG.has(state);
  const unsent = NOT_MADE.has(state);
  if (show === "not made") return unsent || cell.fate === "refused";
  return !unsent && cell.clip === null && !WENT_WRONG.has(state);
}

export function costOf(cell: CellView): number | null {
  return cell.live.cost ?? cell.high;
}

/** Whether a cell passes every facet of the filter. */
export function passes(
  filter: GridFilter,
  axes: readonly AxisView[],
  cell: CellView,
): boolean {
  const cost = costOf(cell);
  return (
    shows(filter.show, cell) &&
    (filter.most === null || (cost !== null && cost <= filter.most)) &&
    axes.every((axis, n) => {
      const wanted = filter.values[axis.name];
      return !wanted?.length || wanted.includes(cell.at[n] ?? 0);
    })
  );
}

export function filters(filter: GridFilter): boolean {
  return (
    filter.show !== "all" ||
    filter.most !== null ||
    Object.values(filter.values).some((wanted) => wanted.length > 0)
  );
}

type Rank = (cell: CellView, score: NonNullable<View["score"]>) => number;
const RANK: Record<Exclude<Order, "plan">, Rank> = {
  cheapest: (cell) => costOf(cell) ?? Number.POSITIVE_INFINITY,
  dearest: (cell) => -(costOf(cell) ?? Number.NEGATIVE_INFINITY),
  fastest: (cell) => took(cell) ?? Number.POSITIVE_INFINITY,
  highest: (cell, score) => -(score(cell) ?? Number.NEGATIVE_INFINITY),
  lowest: (cell, score) => score(cell) ?? Number.POSITIVE_INFINITY,
  state: (cell) => (cell.clip ? 0 : WENT_WRONG.has(cell.live.state) ? 2 : 1),
};

export function took(cell: CellView): number | null {
  const { created, ended, submitted } = cell.live;
  const from = submitted ?? created;
  return from !== null && ended !== null ? ended - from : null;
}

function combinations(axes: readonly AxisView[]): number[][] {
  return axes.reduce<number[][]>(
    (places, axis) => places.flatMap((at) => axis.values.map((_, n) => [...at, n])),
    [[]],
  );
}

/** A value that says little by itself goes with its axis' name. */
export function worded(axis: AxisView, n: number, texts = axis.labels): string {
  const value = texts[n] ?? "";
  const bare = /^(-?[\d.]+|yes|no|–)$/.test(value);
  return bare ? `${axis.name.replaceAll("_", " ")} ${value}` : value;
}

function header(axes: readonly AxisView[], at: readonly number[]): Header {
  const names = axes.flatMap((axis, n) =>
    axis.values.length > 1 ? worded(axis, at[n] ?? 0) : [],
  );
  return {
    key: axes.map((axis, n) => `${axis.name}=${at[n]}`).join("|"),
    label: names.at(-1) ?? "",
    group: names.slice(0, -1).join(" · "),
    whole: axes.map((axis, n) => worded(axis, at[n] ?? 0, axis.values)).join(" · "),
  };
}

function named(axes: readonly AxisView[], names: readonly string[]): AxisView[] {
  return names.flatMap((name) => axes.filter((axis) => axis.name === name));
}

/** The one value that is shown of an axis; none for one that runs down or across. */
export function sliceOf(
  axis: AxisView,
  view: Pick<View, "rows" | "columns" | "slices">,
): number | undefined {
  if (view.rows.includes(axis.name) || view.columns.includes(axis.name)) return undefined;
  return Math.min(view.slices[axis.name] ?? 0, axis.values.length - 1);
}

/** Cells by rows and columns; in another order than the plan's, one after another. */
export function arrange(
  axes: readonly AxisView[],
  cells: readonly CellView[],
  view: View,
): Table {
  const sliced = cells.filter((cell) =>
    axes.every((axis, n) => {
      const slice = sliceOf(axis, view);
      return slice === undefined || cell.at[n] === slice;
    }),
  );
  const shown = (cell: CellView) => passes(view.filter, axes, cell);
  if (view.order !== "plan") {
    const score = view.score ?? (() => undefined);
    const rank = (cell: CellView) =>
      RANK[view.order as Exclude<Order, "plan">](cell, score);
    const flat = sliced
      .filter((cell) => shown(cell) && cell.into === null)
      .sort((a, b) => rank(a) - rank(b) || a.index - b.index)
      .sort(
        (a, b) => Number(b.index === view.baseline) - Number(a.index === view.baseline),
      );
    return { columns: [], rows: [], flat };
  }
  const across = named(axes, view.columns);
  const down = named(axes, view.rows);
  const places = new Map<string, CellView>();
  const place = (at: readonly number[], on: readonly AxisView[]) =>
    on.map((axis) => at[axes.indexOf(axis)]).join(",");
  for (const cell of sliced) {
    places.set(`${place(cell.at, down)}/${place(cell.at, across)}`, cell);
  }
  const lines = (on: readonly AxisView[], kind: "row" | "column") =>
    combinations(on)
      .map((at) => ({ at: at.join(","), head: header(on, at) }))
      .filter(({ head }) => !view.hidden.has(`${kind} ${head.key}`));
  const columns = lines(across, "column");
  const rows = lines(down, "row").map(({ at, head }) => ({
    head,
    cells: columns.map((column) => {
      const cell = places.get(`${at}/${column.at}`);
      return cell && shown(cell) ? cell : null;
    }),
  }));
  const all = !filters(view.filter);
  const kept = rows.filter((row) => all || row.cells.some(Boolean));
  const used = columns.map((_, n) => all || kept.some((row) => row.cells[n]));
  const drawn = kept.map((row) => ({
    ...row,
    cells: row.cells.filter((_, n) => used[n]),
  }));
  return {
    columns: columns.filter((_, n) => used[n]).map(({ head }) => head),
    rows: drawn,
    flat: drawn.flatMap((row) => row.cells.filter((cell) => cell !== null)),
  };
}
