/** The wall of takes: searched, filtered, by day, and drawn as far as one can see. */
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useSignal, useValue } from "../lib/signals";
import type { TakeView } from "../wire.gen";
import { type Item, laid, type Row, rowAt } from "./items";
import type { StudioStore } from "./store";
import { SweepTile } from "./sweep-tile";
import { Take } from "./take";
import { EVERYTHING, Ticked, Tools } from "./tools";

const GAP = 12;
const LEAST = 156;
const WORDS = 60;
/** A letter's width, on the wide side. */
const LETTER = 7.4;
const MOST = 60;
/** Rows that may be drawn beyond those. */
const SPARE = 2;

/** An element's width, and which of its rows are in its window, with one more on each side. */
function useRows(
  element: { current: HTMLElement | null },
  lay: (width: number) => ReturnType<typeof laid>,
  inputs: readonly unknown[],
) {
  const width = useSignal(0);
  const from = useSignal(0);
  const to = useSignal(0);
  const wall = useMemo(() => lay(width.value), [width.value, ...inputs]);
  const rows = useRef(wall.rows);
  rows.current = wall.rows;
  const held = useRef({ key: "", into: 0 });
  const look = () => {
    const own = element.current;
    // What is out of the page for a moment keeps its rows: nobody tells when it is back.
    if (!own?.clientWidth) return;
    if (width.value && width.value !== own.clientWidth) {
      const row = rows.current[rowAt(rows.current, own.scrollTop)];
      const key = (own.scrollTop && row?.cells[0]?.key) || "";
      held.current = { key, into: own.scrollTop - (row?.top ?? 0) };
    }
    const first = Math.max(0, rowAt(rows.current, own.scrollTop) - 1);
    const last = rowAt(rows.current, own.scrollTop + own.clientHeight) + 2;
    width.value = own.clientWidth;
    // Rows go as others come: what leaves the window alone draws nothing anew.
    if (first >= from.value && last <= to.value && last > to.value - SPARE) return;
    from.value = first;
    to.value = last;
  };
  useLayoutEffect(() => {
    const { key, into } = held.current;
    held.current.key = "";
    // Rows of another length: what was seen first stays so.
    const row =
      key && wall.rows.find(({ cells }) => cells.some((one) => one.key === key));
    if (row && element.current) element.current.scrollTop = row.top + into;
    look();
  }, [wall]);
  useLayoutEffect(() => {
    const own = element.current;
    if (!own) return;
    const life = new AbortController();
    own.addEventListener("scroll", look, { signal: life.signal, passive: true });
    const seen = new ResizeObserver(() => requestAnimationFrame(look));
    seen.observe(own);
    return () => {
      life.abort();
      seen.disconnect();
    };
  }, []);
  return { ...wall, width: width.value, from: from.value, to: to.value };
}

function measures(width: number) {
  const columns = Math.max(2, Math.floor((width + GAP) / (LEAST + GAP)));
  const each = (width - GAP * (columns - 1)) / columns;
  const line = Math.floor(each / LETTER);
  return { columns, line, tall: Math.round((each * 9) / 16) + WORDS + GAP };
}

function Nothing({ studio }: { studio: StudioStore }) {
  const { takes } = studio;
  const trouble = useValue(takes.trouble);
  const loaded = useValue(takes.loaded);
  const filter = useValue(takes.filter);
  if (trouble) return <p class="vw-problem">{trouble}</p>;
  if (!loaded) return <p class="vw-quiet">Looking…</p>;
  return Object.entries(EVERYTHING).some(
    ([name, value]) => filter[name as keyof typeof EVERYTHING] !== value,
  ) ? (
    <p class="vw-quiet">
      No take is like that.{" "}
      <button type="button" class="vw-link" onClick={() => takes.choose(EVERYTHING)}>
        Show all
      </button>
    </p>
  ) : (
    <p class="vw-quiet">Nothing was made here yet.</p>
  );
}

/** Focus a tile, at once if it is drawn; tell whether it was. */
function focus(wall: HTMLElement, key: string): boolean {
  const tile = `[data-tile="${CSS.escape(key)}"] .vs-open`;
  const open = wall.querySelector<HTMLElement>(tile);
  open?.focus({ preventScroll: true });
  return open !== null;
}

const LEADING = new Set([
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
  "Home",
  "End",
]);

/** Where an arrow, Home or End leads from a tile. */
function next(rows: readonly Row[], from: string, key: string): Item | undefined {
  const lines = rows.filter((row) => row.cells.length);
  const line = lines.findIndex((row) => row.cells.some((cell) => cell.key === from));
  const cells = lines[line]?.cells ?? [];
  const column = cells.findIndex((cell) => cell.key === from);
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  const all = lines.flatMap((row) => row.cells);
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (step) {
    return all[all.findIndex((cell) => cell.key === from) + step];
  }
  const there = lines[line + (key === "ArrowDown" ? 1 : -1)]?.cells;
  return there?.[Math.min(column, there.length - 1)];
}

export function Takes({ studio }: { studio: StudioStore }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ballot, takes, ticks } = studio;
  const items = useValue(takes.items);
  const inside = useValue(takes.inside);
  const ticked = useValue(ticks.jobs);
  const staged = useValue(studio.opened)?.take.id;
  const lay = (width: number) =>
    laid(items, inside, { ...measures(width), now: takes.clock.now });
  const wall = useRows(scroller, lay, [items, inside]);
  const { width, from, to } = wall;
  const { columns, line, tall } = measures(width);
  const at = useSignal("");
  const moved = useRef(false);
  const filter = useValue(takes.filter);
  useLayoutEffect(() => {
    // What is found stands from its beginning on.
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [filter]);
  const shown = width ? wall.rows.slice(from, to) : [];
  let drawn = 0;
  const rows = shown.filter((row) => {
    drawn += row.cells.length;
    return drawn <= MOST;
  });
  const cells = rows.flatMap((row) => row.cells);
  const stop = cells.some((cell) => cell.key === at.value) ? at.value : cells[0]?.key;
  useEffect(() => {
    if (to >= wall.rows.length - 1) takes.more();
  }, [to, wall.rows.length]);
  useEffect(() => {
    const own = scroller.current;
    if (own && moved.current) moved.current = !focus(own, at.value);
  });
  const vote = (event: KeyboardEvent, take: TakeView | undefined) =>
    Boolean(take?.sha256) &&
    event.key !== "c" &&
    ballot.press(event, take?.id ?? "", take?.votes, () => 0);
  const go = (own: HTMLElement, item: Item) => {
    const row = wall.rows.find((each) => each.cells.includes(item));
    if (!row) return;
    at.value = item.key;
    if (row.top < own.scrollTop) own.scrollTop = row.top;
    else if (row.top + tall > own.scrollTop + own.clientHeight) {
      own.scrollTop = row.top + tall - own.clientHeight;
    }
    moved.current = !focus(own, item.key);
  };
  const lead = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const key = target.closest<HTMLElement>("[data-tile]")?.dataset.tile;
    const own = scroller.current;
    if (!own || key === undefined || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const item = cells.find((cell) => cell.key === key);
    if (LEADING.has(event.key)) {
      const found = next(wall.rows, key, event.key);
      // Where it leads nowhere, the notebook does not get the key either.
      if (found) go(own, found);
    } else if (event.key === "Escape" && ticked.size) ticks.clear();
    else if (
      item?.take &&
      (event.key === "e" || (event.key === " " && target.matches(".vs-open")))
    ) {
      ticks.flip(item.take.id);
    } else if (!(event.key === "u" ? ballot.undo() : vote(event, item?.take))) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section class="vs-takes" aria-label="Takes">
      <Tools studio={studio} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between its tiles */}
      <div
        ref={scroller}
        class={`vs-wall ${ticked.size ? "vs-ticking" : ""}`}
        onKeyDown={lead}
        onFocusIn={(event) => {
          const tile = (event.target as HTMLElement).closest<HTMLElement>("[data-tile]");
          moved.current = false;
          if (tile) at.value = tile.dataset.tile ?? "";
        }}
      >
        {items.length === 0 && <Nothing studio={studio} />}
        <div class="vs-rows" style={{ height: `${wall.height}px` }}>
          {rows.map((row) =>
            row.cells.length ? (
              <div
                key={row.key}
                class="vs-tiles"
                style={{
                  top: `${row.top}px`,
                  height: `${tall - GAP}px`,
                  gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
                }}
              >
                {row.cells.map((cell) =>
                  cell.sweep ? (
                    <SweepTile
                      key={cell.key}
                      studio={studio}
                      sweep={cell.sweep}
                      line={line}
                      open={inside.has(cell.sweep.name)}
                      stop={cell.key === stop}
                    />
                  ) : (
                    <Take
                      key={cell.key}
                      studio={studio}
                      take={cell.take}
                      of={cell.of}
                      line={line}
                      ticked={ticked.has(cell.key)}
                      staged={cell.key === staged}
                      stop={cell.key === stop}
                    />
                  ),
                )}
              </div>
            ) : (
              <h4 key={`day ${row.key}`} class="vs-day" style={{ top: `${row.top}px` }}>
                {row.day}
              </h4>
            ),
          )}
        </div>
      </div>
      <Ticked studio={studio} />
    </section>
  );
}
