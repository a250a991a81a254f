/** What was asked beside what came: alike is quiet, what differs comes first and is never cut. */
import type { CellView, FactView } from "../wire.gen";

const LINE = 20;
/** As wide as letters are where they are bold. */
const LETTER = 8;
const GAP = 10;
/** So high what is alike makes a cell at most. */
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

/** Lines that texts beside each other take up, as their words break in a width in pixels. */
export function linesOf(texts: readonly string[], width: number): number {
  let [lines, room] = [0, 0];
  for (const text of texts) {
    const needs = text.length * LETTER;
    if (needs > room) room = 0;
    for (const word of text.split(" ")) {
      const own = word.length * LETTER;
      if (own > room) [lines, room] = [lines + 1, width];
      room -= own + LETTER;
    }
    // Beside a text that breaks there is no room.
    room = needs > width ? 0 : room - GAP + LETTER;
  }
  return Math.max(1, lines);
}

/** How high the checks of cells are, in pixels, so that all rows are as high as the fullest. */
export function heightOf(cells: readonly CellView[], width: number): number {
  const lines = cells.map((cell) => {
    const all = listed(cell);
    const of = (facts: readonly FactView[]) => linesOf(facts.map(said), width);
    const differing = all.filter(({ differs }) => differs);
    return Math.max(of(differing), Math.min(MOST_LINES, of(all)));
  });
  return LINE * Math.max(1, ...lines) + 4;
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
