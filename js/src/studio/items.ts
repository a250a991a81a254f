/** What stands on the wall: takes and sweeps by day, laid out in rows. */
import {
  FAILED,
  type FilterView,
  type Group,
  type SweepView,
  type TakeView,
  TERMINAL,
  type When,
} from "../wire.gen";

export type Item =
  | { key: string; at: number; take: TakeView; sweep?: undefined; of?: string }
  | { key: string; at: number; sweep: SweepView; take?: undefined; of?: undefined };

const GROUPS: Record<Group, (take: TakeView) => boolean> = {
  all: () => true,
  hidden: () => true,
  running: (take) => !TERMINAL.has(take.state),
  ready: (take) => take.state === "ready",
  failed: (take) => FAILED.has(take.state),
};
const DAYS: Record<When, number> = { any: 0, today: 1, week: 7, month: 30 };
export const HEAD = 28;

function midnight(seconds: number, days = 0): Date {
  const at = new Date(seconds * 1000);
  at.setHours(0, 0, 0, 0);
  at.setDate(at.getDate() - days);
  return at;
}

/** When what is looked for was made at the earliest: whole days of the reader's own. */
export function sinceOf(when: When, now: number): number {
  const days = DAYS[when];
  return days && midnight(now, days - 1).getTime() / 1000;
}

/** From when on it is the day of a moment, and until when. */
function boundsOf(seconds: number): readonly [number, number] {
  return [midnight(seconds).getTime() / 1000, midnight(seconds, -1).getTime() / 1000];
}

/** "Today", "Yesterday", "12 November". */
export function dayOf(seconds: number, now: number): string {
  const day = midnight(seconds).getTime();
  if (day >= midnight(now).getTime()) return "Today";
  if (day === midnight(now, 1).getTime()) return "Yesterday";
  const [at, today] = [new Date(day), new Date(now * 1000)];
  const year = at.getFullYear() === today.getFullYear() ? "" : ` ${at.getFullYear()}`;
  return `${at.getDate()} ${at.toLocaleDateString("en", { month: "long" })}${year}`;
}

/** Whether a sweep's takes are one tile; the kernel has the same rule. */
export function folds({ state, starred, sweep }: FilterView): boolean {
  return (state === "all" || state === "running") && !starred && !sweep;
}

export function passes(take: TakeView, filter: FilterView, now = 0): boolean {
  const text = `${take.prompt} ${take.model}`.toLowerCase();
  return (
    GROUPS[filter.state](take) &&
    take.hidden === (filter.state === "hidden") &&
    (filter.dropped || filter.state === "hidden" || take.votes.keep !== "drop") &&
    (!filter.model || take.model === filter.model) &&
    (!filter.starred || take.starred) &&
    (!filter.sweep || take.sweep === filter.sweep) &&
    take.created >= sinceOf(filter.when, now) &&
    filter.search
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}

export function itemOf(take: TakeView, of?: string): Item {
  const item = { key: take.id, at: take.created, take };
  return of === undefined ? item : { ...item, of };
}

export function sweptItem(sweep: SweepView): Item {
  return { key: `sweep ${sweep.name}`, at: sweep.created, sweep };
}

export interface Row {
  key: string;
  top: number;
  day: string;
  /** None on the line of a day. */
  cells: readonly Item[];
}

/** Rows of so many columns; a day begins a line of its own, and an open sweep flows on. */
export function laid(
  items: readonly Item[],
  inside: ReadonlyMap<string, readonly TakeView[]>,
  { columns, tall, now }: { columns: number; tall: number; now: number },
): { rows: readonly Row[]; height: number } {
  const rows: Row[] = [];
  let [top, day, cells] = [0, "", [] as Item[]];
  let [from, to] = [0, 0];
  const add = (key: string, of: readonly Item[]) => {
    rows.push({ key, top, day, cells: of });
    top += of.length ? tall : HEAD;
  };
  const put = (item: Item) => {
    if (cells.length === columns) {
      cells = [];
    }
    cells.push(item);
    if (cells.length === 1) add(item.key, cells);
  };
  for (const item of items) {
    if (item.at < from || item.at >= to) {
      [from, to] = boundsOf(item.at);
      const own = dayOf(item.at, now);
      if (own !== day) {
        day = own;
        cells = [];
        add(day, []);
      }
    }
    put(item);
    const { sweep } = item;
    for (const take of (sweep && inside.get(sweep.name)) ?? [])
      put(itemOf(take, sweep?.name));
  }
  return { rows, height: top };
}

/** The first row that ends past a height. */
export function rowAt(rows: readonly Row[], height: number): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rows[middle + 1]?.top ?? Number.POSITIVE_INFINITY) <= height) from = middle + 1;
    else to = middle;
  }
  return from;
}
