/** Synced: which axes run down and across, slices, filter, order, what is hidden, size. */
import { type ReadonlySignal, type Signal, signal, steady } from "../lib/signals";
import { follow, same, share } from "../lib/traits";
import type { AxisView, GridFilter, Order } from "../wire.gen";
import { arrange, EVERYTHING, type Header } from "./arrange";
import type { Cells, GridHost } from "./cells";
import type { Marks } from "./marks";
import { ANY_SCORE, type Scores } from "./scores";

const MOST_UNDONE = 50;

/** Cells by their numbers, so that it stays the same while only their contents change. */
export interface Table {
  columns: readonly Header[];
  rows: readonly { head: Header; cells: readonly (number | null)[] }[];
  /** Every cell that is shown, in reading order. */
  flat: readonly number[];
}

/** What a person arranges, and may take back. */
export interface Arranged {
  rows: readonly string[];
  columns: readonly string[];
  slices: Readonly<Record<string, number>>;
  filter: GridFilter;
  order: Order;
  hidden: readonly string[];
  per_row: number;
}
type Parts = { [K in keyof Arranged]: Signal<Arranged[K]> };

/** The arrangement as text without what a slider turns; nothing where none was turned. */
function besides(next: Partial<Arranged>, { filter }: Arranged) {
  const [name = "", more] = Object.keys(next);
  const price = same({ ...filter, most: next.filter?.most }, next.filter);
  if (more || !(price || name === "per_row" || name === "slices")) return null;
  const off = (of: Arranged) =>
    price ? { filter: { ...of.filter, most: null } } : { [name]: 0 };
  return (of: Arranged) => JSON.stringify({ ...of, ...off(of) });
}

export class Arrangement {
  readonly axes: ReadonlySignal<readonly AxisView[]>;
  readonly now: Parts;
  readonly table: ReadonlySignal<Table>;
  readonly past = signal<readonly Arranged[]>([]);
  /** Cells in a line where there are no rows; the table says it. */
  perLine = 1;

  constructor(
    host: GridHost,
    cells: Cells,
    private readonly marks: Marks,
    private readonly scores: Scores,
  ) {
    this.axes = follow(host, "axes");
    this.now = {
      rows: share(host, "rows"),
      columns: share(host, "columns"),
      slices: share(host, "slices"),
      filter: share(host, "filter"),
      order: share(host, "order"),
      hidden: share(host, "hidden"),
      per_row: share(host, "per_row"),
    };
    this.table = steady(() => this.arranged(cells), same);
  }

  private arranged(cells: Cells): Table {
    const { marks, now, scores } = this;
    const kept = cells.all.value.filter(
      (cell) => !marks.hides(cell.index) && scores.passes(cell),
    );
    const table = arrange(this.axes.value, kept, {
      rows: now.rows.value,
      columns: now.columns.value,
      slices: now.slices.value,
      filter: now.filter.value,
      order: now.order.value,
      hidden: new Set(now.hidden.value),
      baseline: cells.baseline.value,
      score: (cell) => scores.value(cell.index),
    });
    return {
      columns: table.columns,
      rows: table.rows.map((row) => ({
        head: row.head,
        cells: row.cells.map((cell) => cell?.index ?? null),
      })),
      flat: table.flat.map((cell) => cell.index),
    };
  }

  private taken(): Arranged {
    const { now } = this;
    return {
      rows: now.rows.peek(),
      columns: now.columns.peek(),
      slices: now.slices.peek(),
      filter: now.filter.peek(),
      order: now.order.peek(),
      hidden: now.hidden.peek(),
      per_row: now.per_row.peek(),
    };
  }

  private put(next: Partial<Arranged>): void {
    for (const name of Object.keys(next) as (keyof Arranged)[]) {
      (this.now[name] as Signal<unknown>).value = next[name];
    }
  }

  /** Arrange anew; a turn of one slider counts once. */
  set(next: Partial<Arranged>): void {
    const [before, last] = [this.taken(), this.past.peek().at(-1)];
    const rest = besides(next, before);
    const turning = rest && last && rest(last) === rest(before);
    if (!turning) this.past.value = [...this.past.peek(), before].slice(-MOST_UNDONE);
    this.put(next);
  }

  undo(): void {
    const last = this.past.peek().at(-1);
    if (!last) return;
    this.past.value = this.past.peek().slice(0, -1);
    this.put(last);
  }

  hide(key: string): void {
    this.set({ hidden: [...this.now.hidden.peek(), key] });
  }

  facet(change: Partial<GridFilter>): void {
    this.set({ filter: { ...this.now.filter.peek(), ...change } });
  }

  /** Show one more value of an axis, or one less; none chosen means all. */
  toggleValue(axis: AxisView, value: number): void {
    const { values } = this.now.filter.peek();
    const chosen = values[axis.name] ?? [];
    const next = chosen.includes(value)
      ? chosen.filter((other) => other !== value)
      : [...chosen, value].sort((a, b) => a - b);
    const all = next.length === axis.values.length;
    this.facet({ values: { ...values, [axis.name]: all ? [] : next } });
  }

  showAll(): void {
    this.set({ filter: EVERYTHING, hidden: [] });
    this.scores.filter.value = ANY_SCORE;
  }

  swap(): void {
    this.set({ rows: this.now.columns.peek(), columns: this.now.rows.peek() });
  }

  /** Put an axis where it is wanted: down or across, before another or last; or one value of it. */
  place(axis: AxisView, where: "rows" | "columns" | number, before = ""): void {
    const others = (names: readonly string[]) =>
      names.filter((name) => name !== axis.name);
    const { [axis.name]: _, ...rest } = this.now.slices.peek();
    const slices: Record<string, number> = rest;
    const lines = {
      rows: others(this.now.rows.peek()),
      columns: others(this.now.columns.peek()),
    };
    if (typeof where === "number") slices[axis.name] = where;
    else {
      const at = lines[where].indexOf(before);
      lines[where].splice(at < 0 ? lines[where].length : at, 0, axis.name);
    }
    this.set({ slices, ...lines });
  }
}
