/** Which cell stands where: rows and columns from axes, filters, order. */
import { type AxisView, type CellView, NOT_MADE, WENT_WRONG } from "../wire.gen";

export type Order = "plan" | "cheapest" | "dearest" | "fastest" | "state";
export type Show = "all" | "ready" | "running" | "failed" | "not made";

export interface View {
  rows: readonly string[];
  columns: readonly string[];
  /** The one value shown of an axis that runs neither way. */
  slices: Readonly<Record<string, number>>;
  show: Show;
  order: Order;
  hidden: ReadonlySet<string>;
  baseline: number;
}

export interface Header {
  key: string;
  label: string;
}

export interface Table {
  columns: Header[];
  rows: { head: Header; cells: (CellView | null)[] }[];
  /** Every cell that is shown, in reading order. */
  flat: CellView[];
  hidden: number;
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

const RANK: Record<Exclude<Order, "plan">, (cell: CellView) => number> = {
  cheapest: (cell) => cell.live.cost ?? cell.high ?? Number.POSITIVE_INFINITY,
  dearest: (cell) => -(cell.live.cost ?? cell.high ?? Number.POSITIVE_INFINITY),
  fastest: (cell) => took(cell) ?? Number.POSITIVE_INFINITY,
  state: (cell) => (cell.clip ? 0 : WENT_WRONG.has(cell.live.state) ? 2 : 1),
};

export function took(cell: CellView): number | null {
  const { began, ended } = cell.live;
  return began !== null && ended !== null ? ended - began : null;
}

function combinations(axes: readonly AxisView[]): number[][] {
  return axes.reduce<number[][]>(
    (places, axis) => places.flatMap((at) => axis.values.map((_, n) => [...at, n])),
    [[]],
  );
}

/** A value that says little by itself goes with its axis' name. */
function worded(axis: AxisView, n: number): string {
  const value = axis.values[n] ?? "";
  return /^(-?[\d.]+|yes|no)$/.test(value) ? `${axis.name} ${value}` : value;
}

function header(axes: readonly AxisView[], at: readonly number[]): Header {
  const parts = axes.map((axis, n) => worded(axis, at[n] ?? 0));
  const key = axes.map((axis, n) => `${axis.name}=${at[n]}`).join("|");
  return { key, label: parts.join(" · ") };
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
  if (view.order !== "plan") {
    const rank = RANK[view.order];
    const flat = sliced
      .filter((cell) => shows(view.show, cell) && cell.into === null)
      .sort((a, b) => rank(a) - rank(b) || a.index - b.index)
      .sort(
        (a, b) => Number(b.index === view.baseline) - Number(a.index === view.baseline),
      );
    return { columns: [], rows: [], flat, hidden: 0 };
  }
  const across = named(axes, view.columns);
  const down = named(axes, view.rows);
  const places = new Map<string, CellView>();
  const place = (at: readonly number[], on: readonly AxisView[]) =>
    on.map((axis) => at[axes.indexOf(axis)]).join(",");
  for (const cell of sliced) {
    places.set(`${place(cell.at, down)}/${place(cell.at, across)}`, cell);
  }
  const columns = combinations(across).map((at) => ({ at, head: header(across, at) }));
  const lines = combinations(down).map((at) => ({ at, head: header(down, at) }));
  const shownColumns = columns.filter(
    ({ head }) => !view.hidden.has(`column ${head.key}`),
  );
  const rows = lines
    .filter(({ head }) => !view.hidden.has(`row ${head.key}`))
    .map(({ at, head }) => ({
      head,
      cells: shownColumns.map((column) => {
        const cell = places.get(`${at.join(",")}/${column.at.join(",")}`);
        return cell && shows(view.show, cell) ? cell : null;
      }),
    }))
    .filter((row) => view.show === "all" || row.cells.some(Boolean));
  return {
    columns: shownColumns.map(({ head }) => head),
    rows,
    flat: rows.flatMap((row) => row.cells.filter((cell) => cell !== null)),
    hidden: view.hidden.size,
  };
}
