/** A plan as a table of prices: one axis across, the others down, and what they add up to. */
import { worded } from "../grid/arrange";
import { dollars, price, total, totalOf } from "../lib/format";
import type { AxisView, PlanCell, PlanReply } from "../wire.gen";

const WIDEST = 12;

/** The axis that runs across: the one with most values that still fits. */
export function acrossOf(axes: readonly AxisView[]): number {
  let best = -1;
  for (const [index, axis] of axes.entries()) {
    const most = best < 0 ? 1 : (axes[best]?.values.length ?? 1);
    if (axis.values.length <= WIDEST && axis.values.length > most) best = index;
  }
  return best;
}

/** Whether a cell is not made at all: its model refuses it, or it was blocked before. */
const isOut = (fate: PlanCell["fate"]) => fate === "refused" || fate === "ended";

export interface Line {
  head: string;
  cells: (PlanCell | undefined)[];
}

const all = (line: Line) => line.cells.filter((cell) => cell !== undefined);

function headsOf(axis: AxisView | undefined): readonly string[] {
  return axis ? axis.values.map((_, at) => worded(axis, at, axis.values)) : [""];
}

export function linesOf(plan: PlanReply) {
  const across = acrossOf(plan.axes);
  const columns = headsOf(plan.axes[across]);
  const lines = new Map<string, Line>();
  for (const cell of plan.cells) {
    const others = cell.at.flatMap((at, index) => {
      const axis = plan.axes[index];
      const varies = (axis?.values.length ?? 0) > 1;
      return index === across || !varies ? [] : [headsOf(axis)[at] ?? ""];
    });
    const head = others.join(" · ");
    const line = lines.get(head) ?? { head, cells: [] };
    line.cells[across < 0 ? 0 : (cell.at[across] ?? 0)] = cell;
    lines.set(head, line);
  }
  const varied = plan.axes.filter((axis, at) => at === across || axis.values.length > 1);
  const corner = varied.map((axis) => axis.name.replaceAll("_", " ")).join(" × ");
  return { columns, corner, lines: [...lines.values()] };
}

/** What a cell costs; what is there, is another's clip or is refused costs nothing. */
export function priceOf({ fate, low, high }: PlanCell): string {
  if (fate === "reuse") return "free";
  if (fate === "merged") return "same clip";
  if (isOut(fate)) return "n/a";
  return price(low, high).replace("price ", "");
}

/** What cells add up to, and for how many of them nobody knows it. */
export function sumOf(cells: readonly PlanCell[]): string {
  const sum = totalOf(cells.filter((cell) => cell.fate === "send"));
  if (!sum.count) return cells.some((cell) => !isOut(cell.fate)) ? "free" : "–";
  return total(sum, "unknown");
}

export function sumsOf(lines: readonly Line[], columns: number) {
  const places = Array.from({ length: columns }, (_, at) => at);
  return {
    rows: lines.map((line) => sumOf(all(line))),
    columns: places.map((at) => sumOf(lines.flatMap((line) => line.cells[at] ?? []))),
  };
}

/** Why cells are not made, each reason once with how many it is. */
export function reasonsOf(cells: readonly PlanCell[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { fate, reason } of cells) {
    if (isOut(fate)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts];
}

/** "6 cells · 3 to make · 2 made before, free · 1 not possible". */
export function countsOf({ cells, new: fresh }: PlanReply): string {
  const count = (...fates: PlanCell["fate"][]) =>
    cells.filter((cell) => fates.includes(cell.fate)).length;
  const words = [
    [count("reuse"), "made before, free"],
    [count("merged"), "the same clip as another"],
    [count("refused", "ended"), "not possible"],
  ] as const;
  return [
    `${cells.length} cells`,
    `${fresh} to make`,
    ...words.filter(([number]) => number).map((parts) => parts.join(" ")),
  ].join(" · ");
}

/** A budget that does not hold all, said before one presses. */
export function shortOf(
  { high, unpriced }: PlanReply,
  budget: number | null,
  unknown: number | null,
): string {
  if (budget === null) return "";
  if (unpriced && unknown === null) {
    return `A budget sends no clip of unknown price: say what ${unpriced === 1 ? "it" : "each of them"} may cost at most.`;
  }
  return high + unpriced * (unknown ?? 0) > budget
    ? `${dollars(budget)} does not hold all: what is beyond it is not sent.`
    : "";
}
