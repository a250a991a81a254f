/** Rows and columns, of which only those in view are drawn. */
import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  Virtualizer,
} from "@tanstack/virtual-core";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useSignal, useValue } from "../lib/signals";
import type { CellView } from "../wire.gen";
import type { Header } from "./arrange";
import { Cell } from "./cell";
import { SIZES, type Store } from "./store";

const GAP = 8;
const WORDS = 58;
const EDGES = 10;
const SIDE = 100;
const WIDE = 12;
const PROMPT = 40;

interface Line {
  key: string;
  head: Header | null;
  cells: (CellView | null)[];
}

/** The height of a line: all panes are as high as a wide clip of the cell's width. */
export function lineHeight(store: Store): number {
  const width = SIZES[store.size.value];
  const prompts = store.model.get("summary").prompts.length > 1 ? PROMPT : 0;
  return Math.round(((width - EDGES) * 9) / 16) + WORDS + prompts + GAP;
}

function lines(store: Store, width: number): Line[] {
  const { rows, flat } = store.table.value;
  const headed = rows.length > 0 && store.rows.value.length > 0;
  if (headed) {
    return rows.map(({ head, cells }) => ({ key: head.key, head, cells }));
  }
  const each = Math.max(1, Math.floor((width + GAP) / (SIZES[store.size.value] + GAP)));
  store.perLine = each;
  const found: Line[] = [];
  for (let start = 0; start < flat.length; start += each) {
    const cells = flat.slice(start, start + each);
    found.push({ key: `line ${cells[0]?.index}`, head: null, cells });
  }
  return found;
}

/** The columns in view, and one more on each side. */
function useColumns(
  store: Store,
  count: number,
  scroller: { current: HTMLElement | null },
) {
  const from = useSignal(0);
  const to = useSignal(WIDE);
  const each = SIZES[store.size.value] + GAP;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const life = new AbortController();
    const update = () => {
      const left = Math.max(0, element.scrollLeft - SIDE);
      from.value = Math.max(0, Math.floor(left / each) - 1);
      to.value = Math.ceil((left + element.clientWidth) / each) + 1;
    };
    element.addEventListener("scroll", update, { signal: life.signal, passive: true });
    const seen = new ResizeObserver(update);
    seen.observe(element);
    return () => {
      life.abort();
      seen.disconnect();
    };
  }, [each]);
  const last = Math.min(count, to.value);
  return {
    from: from.value,
    to: last,
    show: (column: number) => {
      const element = scroller.current;
      if (!element) return;
      const [left, right] = [column * each, (column + 1) * each + SIDE];
      if (left < element.scrollLeft) element.scrollLeft = left;
      else if (right > element.scrollLeft + element.clientWidth) {
        element.scrollLeft = right - element.clientWidth;
      }
    },
    before: from.value * each,
    after: (count - last) * each,
  };
}

export function Table({ store }: { store: Store }) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useSignal(600);
  const turn = useSignal(0);
  const made = useRef<Virtualizer<HTMLDivElement, HTMLDivElement> | null>(null);
  const table = useValue(store.table);
  useValue(store.size);
  useValue(store.rows);
  const all = lines(store, width.value);
  const height = lineHeight(store);
  const focused = useValue(store.focused);
  const headed = all.some((line) => line.head !== null);
  const columns = useColumns(store, headed ? table.columns.length : 0, scroller);

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
  const options = {
    count: all.length,
    estimateSize: () => height,
    overscan: 1,
    rangeExtractor: (range: Range) => {
      const lines = defaultRangeExtractor(range);
      return kept < 0 || lines.includes(kept) ? lines : [...lines, kept];
    },
    getScrollElement: () => scroller.current,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => {
      turn.value += 1;
    },
  };
  const kept = all.findIndex((one) => one.cells.some((c) => c?.index === focused));
  made.current ??= new Virtualizer(options);
  made.current.setOptions(options);
  useLayoutEffect(() => made.current?._didMount(), []);
  useLayoutEffect(() => made.current?._willUpdate());
  useEffect(() => made.current?.measure(), [height, all.length]);

  useEffect(() => {
    if (kept < 0) return;
    made.current?.scrollToIndex(kept, { align: "auto" });
    const column = headed
      ? (all[kept]?.cells.findIndex((c) => c?.index === focused) ?? 0)
      : 0;
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

  const part = <T,>(cells: readonly T[]) =>
    headed ? cells.slice(columns.from, columns.to) : cells;
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
      aria-label={store.model.get("summary").title}
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
              style={{ width: `${SIZES[store.size.value]}px` }}
            >
              <span>{column.label || "all"}</span>
              <Hide store={store} name={`column ${column.key}`} label={column.label} />
            </div>
          ))}
          {space(columns.after)}
        </div>
      )}
      <div class="vg-lines" style={{ height: `${made.current.getTotalSize()}px` }}>
        {made.current.getVirtualItems().map((item) => {
          const line = all[item.index];
          if (!line) return null;
          return (
            <div
              key={line.key}
              class="vg-row"
              role="row"
              aria-rowindex={item.index + 1}
              style={{
                transform: `translateY(${item.start}px)`,
                height: `${height - GAP}px`,
              }}
            >
              {line.head && (
                <div class="vg-side" role="rowheader" title={line.head.label}>
                  <span>{line.head.label}</span>
                  <Hide
                    store={store}
                    name={`row ${line.head.key}`}
                    label={line.head.label}
                  />
                </div>
              )}
              {space(columns.before)}
              {part(line.cells).map((cell, n) => {
                const source = cell && store.cells.get(cell.index);
                return source ? (
                  <Cell
                    key={cell.index}
                    store={store}
                    source={source}
                    column={headed ? columns.from + n + 2 : n + 1}
                    labelled={line.head === null}
                  />
                ) : (
                  <div
                    key={`none ${n}`}
                    class="vg-none"
                    role="gridcell"
                    style={{ width: `${SIZES[store.size.value]}px` }}
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

function Hide({ store, name, label }: { store: Store; name: string; label: string }) {
  return (
    <button
      type="button"
      class="vg-hide"
      tabIndex={-1}
      aria-label={`Hide ${label}`}
      onClick={() => store.hide(name)}
    >
      ×
    </button>
  );
}
