/** How wide cells are and where lines stand: from the width there is, and what is shown. */
import type { Header } from "./arrange";

export const GAP = 8;
const NARROW = 560;
const LEAST = 120;
const LEAST_CHOSEN = 88;
const USUAL = 280;
const USUAL_TALL = 190;
export const MOST_PER_ROW = 8;
export const BAND = 30;

export interface Space {
  width: number;
  /** The most that a picture's height may be. */
  height: number;
  /** Height by width of the clips. */
  ratio: number;
  /** Chosen by hand, or 0. */
  perRow: number;
}

/** The width of row heads, as their words and the button that hides them need; on narrow pages they stand above. */
export function sideOf(labels: readonly string[], width: number): number {
  if (width < NARROW) return 0;
  const longest = Math.max(0, ...labels.map((label) => label.length));
  return Math.min(172, Math.max(64, Math.round(longest * 7 + 42)));
}

/** The height by width of most clips, within what a cell can be. */
export function ratioOf(shapes: readonly (readonly number[])[]): number {
  const ratios = shapes
    .map(([width = 16, height = 9]) => height / width)
    .sort((a, b) => a - b);
  const middle = ratios[Math.floor((ratios.length - 1) / 2)] ?? 9 / 16;
  return Math.min(16 / 9, Math.max(9 / 16, middle));
}

/** Cells in a row and the width of each; of a table's columns, or of a list. */
export function fitted(
  space: Space,
  count: number,
  columns: number | null,
): { each: number; width: number } {
  const most = Math.max(1, columns ?? count);
  const of = (each: number) => Math.floor((space.width - GAP * (each - 1)) / each);
  const usual = space.ratio > 1 ? USUAL_TALL : USUAL;
  const asked = columns ?? Math.min(MOST_PER_ROW, Math.round(space.width / usual) || 1);
  let each = Math.min(most, space.perRow || asked);
  while (!space.perRow && each > 1 && of(each) < LEAST) each -= 1;
  const highest = Math.floor(space.height / space.ratio);
  const width = Math.max(LEAST_CHOSEN, of(each));
  return { each, width: Math.min(width, Math.max(LEAST, highest)) };
}

export interface Line {
  key: string;
  /** A line of words, for a group of rows; else of cells. */
  band: string;
  head: Header | null;
  cells: readonly (number | null)[];
  top: number;
  height: number;
}

interface Rows {
  rows: readonly { head: Header; cells: readonly (number | null)[] }[];
  flat: readonly number[];
}

/** Lines one below the other: rows in their groups, or a list broken into lines. */
export function stacked(
  { rows, flat }: Rows,
  {
    headed,
    above,
    each,
    height,
  }: {
    headed: boolean;
    /** Whether row heads stand above their rows. */
    above: boolean;
    each: number;
    height: number;
  },
): Line[] {
  const lines: Line[] = [];
  let top = 0;
  const push = (line: Omit<Line, "top">) => {
    lines.push({ ...line, top });
    top += line.height;
  };
  if (!headed) {
    for (let start = 0; start < flat.length; start += each) {
      const cells = flat.slice(start, start + each);
      push({ key: `line ${cells[0]}`, band: "", head: null, cells, height });
    }
    return lines;
  }
  let group = "";
  for (const { head, cells } of rows) {
    const full = [head.group, head.label].filter(Boolean).join(" · ");
    const words = above ? full : head.group;
    if (words && (above || words !== group)) {
      const { key } = head;
      push({ key: `band ${key}`, band: words, head, cells: [], height: BAND });
    }
    group = words;
    push({ key: head.key, band: "", head, cells, height });
  }
  return lines;
}

/** The lines from one edge to another, one more on each side. */
export function within(
  lines: readonly Pick<Line, "top" | "height">[],
  from: number,
  to: number,
): readonly [number, number] {
  const first = lines.findIndex((line) => line.top + line.height > from);
  if (first < 0) return [0, 0];
  const after = lines.findIndex((line) => line.top >= to);
  const last = after < 0 ? lines.length : after;
  return [Math.max(0, first - 1), Math.min(lines.length, last + 1)];
}
