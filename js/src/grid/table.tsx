/** Rows and columns, of which only those in view are drawn. */
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useComputed, useSignal, useValue } from "../lib/signals";
import { Cell, LINE } from "./cell";
import { heightOf } from "./checks";
import { ColumnHead, Hide, Nothing } from "./heads";
import { fitted, GAP, type Line, ratioOf, sideOf, stacked } from "./layout";
import { usePieces } from "./pieces";
import { PlannedCell } from "./planned";
import type { Parts } from "./store";
import { useWindow } from "./window";

const CAPTION = 30;
const PROMPT = 40;
const PLANNED = 28;
/** Prices stand close, as in a table. */
const PLANNED_WIDTH = 200;
const HEADS = 28;
const LONG_HEADS = 48;
const LETTER = 7.6;
const GROUPED = 20;
const SHARE = 0.58;
/** What stands beside a title in a caption. */
const FIGURES = 130;
const TITLE_LINES = 4;

/** What all cells have in common that decides how they are drawn. */
function useForm({ arrangement, cells, compare }: Parts, width: number) {
  const table = useValue(arrangement.table);
  const perRow = useValue(arrangement.now.per_row);
  const down = useValue(arrangement.now.rows);
  const ratio = useComputed(
    () => ratioOf(cells.all.value.flatMap((cell) => (cell.clip ? [shapeOf(cell)] : []))),
    [cells],
  );
  /** Nothing of it was sent: a matrix of prices. */
  const planned = useComputed(
    () => cells.all.value.every((cell) => !cell.clip && cell.live.job === null),
    [cells],
  );
  const worded = useComputed(
    () => cells.baseline.value >= 0 && cells.summary.value.prompts.length > 1,
    [cells],
  );
  const headed = table.rows.length > 0 && down.length > 0;
  const labels = headed ? table.rows.map((row) => row.head.label) : [];
  const side = headed && labels.some(Boolean) ? sideOf(labels, width) : 0;
  const lead = side ? side + GAP : 0;
  const space = {
    width: width - lead,
    height: Math.max(240, innerHeight * SHARE),
    ratio,
    perRow,
  };
  const { each, width: fit } = fitted(
    space,
    table.flat.length,
    headed ? table.columns.length : null,
  );
  const size = { each, width: planned && headed ? Math.min(PLANNED_WIDTH, fit) : fit };
  const longest = headed
    ? 0
    : Math.max(0, ...table.flat.map((index) => cells.at(index)?.title.length ?? 0));
  /** Lines that titles need of their own: one that is cut does not tell two clips apart. */
  const titled =
    longest * LETTER <= size.width - FIGURES
      ? 0
      : Math.min(TITLE_LINES, Math.ceil((longest * LETTER) / size.width));
  const checks = useComputed(
    () => (compare.verified.value ? heightOf(cells.all.value, size.width) : 0),
    [cells, compare, size.width],
  );
  const words = CAPTION + (worded ? PROMPT : 0) + checks;
  const picture = Math.round(size.width * ratio);
  const height = (planned ? PLANNED : picture + words) + titled * LINE + GAP;
  const lines = useMemo(
    () =>
      stacked(table, {
        headed,
        above: headed && !side,
        each: size.each,
        height,
      }),
    [table, headed, side, size.each, height],
  );
  arrangement.perLine = size.each;
  const columns = headed ? table.columns : [];
  const form = { table, headed, side, lead, planned, worded, titled, lines, columns };
  return { ...form, checks, picture, ...size };
}

function shapeOf(cell: { clip: { width: number; height: number } | null }): number[] {
  return [cell.clip?.width ?? 16, cell.clip?.height ?? 9];
}

export function Table(parts: Parts) {
  const { arrangement, cells } = parts;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  const form = useForm(parts, width.value || 600);
  const { lines, headed, side } = form;
  const focused = useValue(cells.focused);
  const { title } = useValue(cells.summary);
  const grouped = form.columns.some((head) => head.group);
  const heads = headed && form.columns.some((head) => head.label);
  const long = form.columns.some(({ label }) => label.length * LETTER > form.width);
  const columns = useWindow(scroller, {
    way: "across",
    count: form.columns.length,
    each: form.width + GAP,
    lead: form.lead,
  });
  const rows = usePieces(scroller, {
    pieces: lines,
    lead: heads ? (long ? LONG_HEADS : HEADS) + (grouped ? GROUPED : 0) : 0,
  });
  const kept = lines.findIndex((line) => line.cells.includes(focused));

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let drawn = 0;
    const measure = () => {
      // A page that does not show it yet says nothing of its width.
      if (element.clientWidth) width.value = element.clientWidth - 4;
    };
    const seen = new ResizeObserver(() => {
      cancelAnimationFrame(drawn);
      drawn = requestAnimationFrame(measure);
    });
    seen.observe(element);
    measure();
    return () => {
      cancelAnimationFrame(drawn);
      seen.disconnect();
    };
  }, []);
  useEffect(() => {
    if (kept < 0) return;
    rows.show(kept);
    if (headed) columns.show(lines[kept]?.cells.indexOf(focused) ?? 0);
    const own = scroller.current;
    const shown = own?.querySelector<HTMLElement>(`[data-cell="${focused}"]`);
    const active = (own?.getRootNode() as Document | ShadowRoot | undefined)
      ?.activeElement;
    if (shown && own?.contains(active ?? null) && !shown.contains(active ?? null)) {
      shown.focus({ preventScroll: true });
    }
  }, [focused]);

  const last = lines.at(-1);
  const drawn = (width.value ? lines : [])
    .map((line, n) => ({ line, n }))
    .filter(({ n }) => (n >= rows.from && n < rows.to) || n === kept);
  const part = <T,>(items: readonly T[]) =>
    headed ? items.slice(columns.from, columns.to) : items;
  const space = (pixels: number) =>
    headed &&
    pixels > 0 && (
      <div class="vg-none" aria-hidden="true" style={{ width: `${pixels - GAP}px` }} />
    );
  const at = (line: Line, n: number) => {
    const index = line.cells[n];
    const source = index === null || index === undefined ? null : cells.source(index);
    const column = headed ? n + 2 : n + 1;
    if (!source) {
      return (
        <div
          key={`none ${n}`}
          class="vg-none"
          role="gridcell"
          style={{ width: `${form.width}px` }}
        />
      );
    }
    const { titled, width } = form;
    const own = { ...parts, source, column, width, titled };
    return form.planned ? (
      <PlannedCell key={index} {...own} labelled={!headed} />
    ) : (
      <Cell
        key={index}
        {...own}
        labelled={!headed}
        worded={form.worded}
        checks={form.checks}
        picture={form.picture}
      />
    );
  };
  return (
    <div
      ref={scroller}
      class="vg-scroll"
      role="grid"
      aria-label={title}
      aria-rowcount={lines.length}
      aria-colcount={headed ? form.columns.length + 1 : undefined}
    >
      {heads && (
        <div class="vg-row vg-heads" role="row">
          {side > 0 && (
            <div
              class="vg-corner"
              role="columnheader"
              aria-label="rows"
              style={{ width: `${side}px` }}
            />
          )}
          {space(columns.before)}
          {part(form.columns).map((head, n) => {
            const before = form.columns[columns.from + n - 1]?.group;
            return (
              <ColumnHead
                key={head.key}
                parts={parts}
                head={head}
                group={n > 0 && head.group === before ? "" : head.group}
                grouped={grouped}
                width={form.width}
                column={columns.from + n + 2}
              />
            );
          })}
          {space(columns.after)}
        </div>
      )}
      <div
        class="vg-lines"
        style={{ height: `${last ? last.top + last.height - GAP : 0}px` }}
      >
        {drawn.map(({ line, n }) => (
          <div
            key={line.key}
            class={`vg-row ${line.band ? "vg-band" : ""}`}
            role="row"
            aria-rowindex={n + 1}
            style={{
              transform: `translateY(${line.top}px)`,
              height: `${line.height - GAP}px`,
            }}
          >
            {line.band ? (
              <span role="rowheader" title={line.head?.whole}>
                {line.band}
              </span>
            ) : (
              <>
                {line.head && side > 0 && (
                  <div
                    class="vg-side"
                    role="rowheader"
                    title={line.head.whole}
                    style={{ width: `${side}px` }}
                  >
                    <span>{line.head.label}</span>
                    <Hide
                      arrangement={arrangement}
                      name={`row ${line.head.key}`}
                      label={line.head.whole}
                    />
                  </div>
                )}
                {space(columns.before)}
                {headed
                  ? part(line.cells).map((_, m) => at(line, columns.from + m))
                  : line.cells.map((_, m) => at(line, m))}
                {space(columns.after)}
              </>
            )}
          </div>
        ))}
      </div>
      {!form.table.flat.length && <Nothing arrangement={arrangement} />}
    </div>
  );
}
