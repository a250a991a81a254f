/** What was asked beside what came: alike is quiet, what differs comes first and is never cut. */
import type { CellView, FactView } from "../wire.gen";

const LINE = 20;
const LETTER = 7;
const GAP = 10;
const MOST_LINES = 4;

function listed(cell: CellView | undefined): readonly FactView[] {
  const all = cell?.clip?.checks ?? [];
  const differing = all.filter(({ differs }) => differs);
  const alike = all.filter(({ differs, name }) => !differs && name !== "rate");
  return [...differing, ...alike];
}

function said({ name, asked, got, differs }: FactView): string {
  if (differs) return `${name} ${asked} → ${got}`;
  return name === "sound" ? `sound ${got}` : `${got}`;
}

/** Lines that texts beside each other take up, as they break in a width in pixels. */
export function linesOf(texts: readonly string[], width: number): number {
  let [lines, room] = [1, width];
  for (const text of texts) {
    const needs = text.length * LETTER;
    if (needs > room && room < width) [lines, room] = [lines + 1, width];
    const over = Math.max(0, Math.ceil(needs / width) - 1);
    [lines, room] = [lines + over, room - (needs - over * width) - GAP];
  }
  return lines;
}

/** How high the checks of cells are, in pixels, so that all rows are as high as the fullest. */
export function heightOf(cells: readonly CellView[], width: number): number {
  const lines = cells.map((cell) => linesOf(listed(cell).map(said), width));
  return LINE * Math.min(MOST_LINES, Math.max(1, ...lines)) + 4;
}

export function Checks({ cell, height }: { cell: CellView; height: number }) {
  return (
    <p class="vg-checks" style={{ height: `${height}px` }}>
      {listed(cell).map((check) => (
        <span
          key={check.name}
          data-differs={check.differs}
          title={`${check.name}: asked ${check.asked ?? "for nothing"}, got ${check.got}`}
        >
          {said(check)}
        </span>
      ))}
    </p>
  );
}
