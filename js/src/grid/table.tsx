/** Rows and columns, of which only those in view are drawn. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useSignal, useValue } from "../lib/signals";
import type { Header } from "./arrange";
import type { Arrangement } from "./arrangement";
import { Cell } from "./cell";
import type { Parts } from "./store";
import { useWindow } from "./window";

const GAP = 8;
const WORDS = 58;
const EDGES = 10;
const SIDE = 100;
const HEADS = 26;
const PROMPT = 40;

interface Line {
  key: string;
  head: Header | null;
  cells: readonly (number | null)[];
}

/** The height of a line: all panes are as high as a wide clip of the cell's width. */
function lineHeight(width: number, prompts: number): number {
  const extra = prompts > 1 ? PROMPT : 0;
  return Math.round(((width - EDGES) * 9) / 16) + WORDS + extra + GAP;
}

function linesOf(arrangement: Arrangement, width: number): Line[] {
  const { rows, flat } = arrangement.table.value;
  const headed = rows.length > 0 && arrangement.rows.value.length > 0;
  if (headed) {
    return rows.map(({ head, cells }) => ({ key: head.key, head, cells }));
  }
  const each = Math.max(1, Math.floor((width + GAP) / (arrangement.width.value + GAP)));
  arrangement.perLine = each;
  const lines: Line[] = [];
  for (let start = 0; start < flat.length; start += each) {
    const cells = flat.slice(start, start + each);
    lines.push({ key: `line ${cells[0]}`, head: null, cells });
  }
  return lines;
}

export function Table(parts: Parts) {
  const { arrangement, cells } = parts;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useSignal(600);
  const table = useValue(arrangement.table);
  const cellWidth = useValue(arrangement.width);
  useValue(arrangement.rows);
  const head = useValue(cells.summary);
  const all = linesOf(arrangement, width.value);
  const height = lineHeight(cellWidth, head.prompts.length);
  const focused = useValue(cells.focused);
  const headed = all.some((line) => line.head !== null);
  const columns = useWindow(scroller, {
    way: "across",
    count: headed ? table.columns.length : 0,
    each: cellWidth + GAP,
    lead: SIDE,
  });
  const rows = useWindow(scroller, {
    way: "down",
    count: all.length,
    each: height,
    lead: headed ? HEADS : 0,
  });
  const kept = all.findIndex((line) => line.cells.includes(focused));

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const seen = new ResizeObserver(() => {
      width.value = element.clientWidth - 4;
    });
    seen.observe(element);
    width.value = element.clientWidth - 4;
    return () => seen.disconnect();
  }, []);
  useEffect(() => {
    if (kept < 0) return;
    rows.show(kept);
    const column = headed ? (all[kept]?.cells.indexOf(focused) ?? 0) : 0;
    columns.show(column);
    const shown = scroller.current?.querySelector<HTMLElement>(
      `[data-cell="${focused}"]`,
    );
    const root = scroller.current?.getRootNode() as Document | ShadowRoot | undefined;
    if (shown && scroller.current?.contains(root?.activeElement ?? null)) {
      if (!shown.contains(root?.activeElement ?? null))
        shown.focus({ preventScroll: true });
    }
  }, [focused]);

  const part = <T,>(items: readonly T[]) =>
    headed ? items.slice(columns.from, columns.to) : items;
  const drawn = all
    .map((line, n) => ({ line, n }))
    .filter(({ n }) => (n >= rows.from && n < rows.to) || n === kept);
  const space = (width: number) =>
    headed &&
    width > 0 && (
      <div class="vg-none" aria-hidden="true" style={{ width: `${width - GAP}px` }} />
    );
  return (
    <div
      ref={scroller}
      class="vg-scroll"
      role="grid"
      aria-label={head.title}
      aria-rowcount={all.length}
      aria-colcount={headed ? table.columns.length + 1 : undefined}
    >
      {headed && (
        <div class="vg-row vg-heads" role="row">
          <div class="vg-corner" role="columnheader" aria-label="rows" />
          {space(columns.before)}
          {part(table.columns).map((column, n) => (
            <div
              key={column.key}
              class="vg-head"
              role="columnheader"
              aria-colindex={columns.from + n + 2}
              title={column.label}
              style={{ width: `${cellWidth}px` }}
            >
              <span>{column.label || "all"}</span>
              <Hide
                arrangement={arrangement}
                name={`column ${column.key}`}
                label={column.label}
              />
            </div>
          ))}
          {space(columns.after)}
        </div>
      )}
      <div class="vg-lines" style={{ height: `${all.length * height}px` }}>
        {drawn.map(({ line, n }) => {
          return (
            <div
              key={line.key}
              class="vg-row"
              role="row"
              aria-rowindex={n + 1}
              style={{
                transform: `translateY(${n * height}px)`,
                height: `${height - GAP}px`,
              }}
            >
              {line.head && (
                <div class="vg-side" role="rowheader" title={line.head.label}>
                  <span>{line.head.label}</span>
                  <Hide
                    arrangement={arrangement}
                    name={`row ${line.head.key}`}
                    label={line.head.label}
                  />
                </div>
              )}
              {space(columns.before)}
              {part(line.cells).map((index, at) => {
                const source = index === null ? undefined : cells.source(index);
                return source ? (
                  <Cell
                    key={index}
                    {...parts}
                    source={source}
                    column={headed ? columns.from + at + 2 : at + 1}
                    labelled={line.head === null}
                  />
                ) : (
                  <div
                    key={`none ${at}`}
                    class="vg-none"
                    role="gridcell"
                    style={{ width: `${cellWidth}px` }}
                  />
                );
              })}
              {space(columns.after)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HideProps extends Pick<Parts, "arrangement"> {
  name: string;
  label: string;
}

function Hide({ arrangement, name, label }: HideProps) {
  return (
    <button
      type="button"
      class="vg-hide"
      tabIndex={-1}
      aria-label={`Hide ${label}`}
      onClick={() => arrangement.hide(name)}
    >
      ×
    </button>
  );
}
