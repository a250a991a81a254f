/** Synced: which axes run down and across. In the view only: slices, filter, order, size. */
import {
  computed,
  type ReadonlySignal,
  type Signal,
  signal,
  steady,
} from "../lib/signals";
import { follow, share } from "../lib/traits";
import type { AxisView } from "../wire.gen";
import { arrange, type Header, type Order, type Show } from "./arrange";
import type { Cells, GridHost } from "./cells";

export const SIZES = { small: 176, medium: 248, large: 368 } as const;
export type Size = keyof typeof SIZES;
export const SIZE_NAMES: readonly Size[] = ["small", "medium", "large"];

const FEW = 4;

/** Cells by their numbers, so that it stays the same while only their contents change. */
export interface Table {
  columns: readonly Header[];
  rows: readonly { head: Header; cells: readonly (number | null)[] }[];
  /** Every cell that is shown, in reading order. */
  flat: readonly number[];
}

export class Arrangement {
  readonly axes: ReadonlySignal<readonly AxisView[]>;
  readonly rows: Signal<readonly string[]>;
  readonly columns: Signal<readonly string[]>;
  readonly slices = signal<Readonly<Record<string, number>>>({});
  readonly show = signal<Show>("all");
  readonly order = signal<Order>("plan");
  readonly hidden = signal<ReadonlySet<string>>(new Set());
  readonly size = signal<Size>("medium");
  readonly width = computed(() => SIZES[this.size.value]);
  readonly table: ReadonlySignal<Table>;
  /** Cells in a line where there are no rows; the table says it. */
  perLine = 1;

  constructor(host: GridHost, cells: Cells) {
    this.axes = follow(host, "axes");
    this.rows = share(host, "rows");
    this.columns = share(host, "columns");
    if (cells.all.peek().length <= FEW) this.size.value = "large";
    this.table = steady(
      () => this.arranged(cells),
      (one, other) => JSON.stringify(one) === JSON.stringify(other),
    );
  }

  private arranged(cells: Cells): Table {
    const table = arrange(this.axes.value, cells.all.value, {
      rows: this.rows.value,
      columns: this.columns.value,
      slices: this.slices.value,
      show: this.show.value,
      order: this.order.value,
      hidden: this.hidden.value,
      baseline: cells.baseline.value,
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

  hide(key: string): void {
    this.hidden.value = new Set([...this.hidden.peek(), key]);
  }

  swap(): void {
    const rows = this.rows.peek();
    this.rows.value = this.columns.peek();
    this.columns.value = rows;
  }

  /** Put an axis where it is wanted: down, across, or one value of it. */
  place(axis: AxisView, where: "rows" | "columns" | number): void {
    const without = (names: readonly string[]) =>
      names.filter((name) => name !== axis.name);
    const { [axis.name]: _, ...slices } = this.slices.peek();
    const [rows, columns] = [without(this.rows.peek()), without(this.columns.peek())];
    this.rows.value = where === "rows" ? [...rows, axis.name] : rows;
    this.columns.value = where === "columns" ? [...columns, axis.name] : columns;
    this.slices.value =
      typeof where === "number" ? { ...slices, [axis.name]: where } : slices;
  }
}
