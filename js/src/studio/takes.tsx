/** The wall of takes: searched, filtered, and drawn as far as one can see. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useWindow } from "../grid/window";
import { Icon } from "../lib/icons";
import { useSignal, useValue } from "../lib/signals";
import type { Group, TakeView } from "../wire.gen";
import type { StudioStore } from "./store";
import { Take } from "./take";

const GAP = 12;
const LEAST = 156;
const WORDS = 44;
const QUIET_MS = 250;
const MOST = 60;

const STATES: readonly (readonly [Group, string])[] = [
  ["all", "All"],
  ["running", "Running"],
  ["ready", "Ready"],
  ["failed", "Failed"],
];

function useWidth(element: { current: HTMLElement | null }): number {
  const width = useSignal(0);
  useLayoutEffect(() => {
    const own = element.current;
    if (!own) return;
    width.value = own.clientWidth;
    const seen = new ResizeObserver(() => {
      width.value = own.clientWidth;
    });
    seen.observe(own);
    return () => seen.disconnect();
  }, []);
  return width.value;
}

function Tools({ studio }: { studio: StudioStore }) {
  const { takes } = studio;
  const filter = useValue(takes.filter);
  const forms = useValue(studio.form.forms);
  const total = useValue(takes.total);
  const typed = useSignal(filter.search);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.value !== takes.filter.peek().search)
        takes.choose({ search: typed.value });
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [typed.value]);
  return (
    <div class="vs-tools">
      <h3>
        Takes <span class="vw-quiet">{total}</span>
      </h3>
      <label class="vs-search">
        <Icon name="search" />
        <input
          type="search"
          placeholder="Search"
          aria-label="Search takes"
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
      </label>
      <select
        aria-label="Model of the takes"
        value={filter.model}
        onChange={(event) => takes.choose({ model: event.currentTarget.value })}
      >
        <option value="">Any model</option>
        {forms.map((form) => (
          <option key={form.slug} value={form.slug}>
            {form.title}
          </option>
        ))}
      </select>
      <select
        aria-label="State of the takes"
        value={filter.state}
        onChange={(event) => {
          const state = STATES[event.currentTarget.selectedIndex]?.[0];
          if (state) takes.choose({ state });
        }}
      >
        {STATES.map(([state, label]) => (
          <option key={state} value={state}>
            {label}
          </option>
        ))}
      </select>
      {filter.sweep && (
        <button type="button" class="vw-chip" onClick={() => takes.choose({ sweep: "" })}>
          {filter.sweep} <Icon name="close" />
        </button>
      )}
      <button
        type="button"
        class="vw-quiet-button"
        aria-label="Starred only"
        title="Starred only"
        aria-pressed={filter.starred}
        onClick={() => takes.choose({ starred: !filter.starred })}
      >
        <Icon name="star" filled={filter.starred} />
      </button>
    </div>
  );
}

function Nothing({ studio }: { studio: StudioStore }) {
  const { takes } = studio;
  const trouble = useValue(takes.trouble);
  const loaded = useValue(takes.loaded);
  const { search, model, state, starred, sweep } = useValue(takes.filter);
  const filtered = search || model || starred || sweep || state !== "all";
  if (trouble) return <p class="vw-problem">{trouble}</p>;
  if (!loaded) return <p class="vw-quiet">Looking…</p>;
  return filtered ? (
    <p class="vw-quiet">
      No take is like that.{" "}
      <button
        type="button"
        class="vw-link"
        onClick={() =>
          takes.choose({ search: "", model: "", state: "all", starred: false, sweep: "" })
        }
      >
        Show all
      </button>
    </p>
  ) : (
    <p class="vw-quiet">Nothing was made here yet.</p>
  );
}

export function Takes({ studio }: { studio: StudioStore }) {
  const scroller = useRef<HTMLDivElement>(null);
  const takes = useValue(studio.takes.takes);
  const staged = useValue(studio.opened)?.take.id;
  const width = useWidth(scroller);
  const columns = Math.max(2, Math.floor((width + GAP) / (LEAST + GAP)));
  const each = (width - GAP * (columns - 1)) / columns;
  const tall = Math.round((each * 9) / 16) + WORDS + GAP;
  const rows = Math.ceil(takes.length / columns);
  const seen = useWindow(scroller, { way: "down", count: rows, each: tall, lead: 0 });
  const last = Math.min(seen.to, seen.from + Math.floor(MOST / columns));
  const shown: readonly TakeView[] = width
    ? takes.slice(seen.from * columns, last * columns)
    : [];
  useEffect(() => {
    if (seen.to >= rows - 1) studio.takes.more();
  }, [seen.to, rows]);
  return (
    <section class="vs-takes" aria-label="Takes">
      <Tools studio={studio} />
      <div ref={scroller} class="vs-wall">
        {takes.length === 0 && <Nothing studio={studio} />}
        <div style={{ height: `${rows * tall}px` }}>
          <div
            class="vs-tiles"
            style={{
              transform: `translateY(${seen.before}px)`,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              gridAutoRows: `${tall - GAP}px`,
            }}
          >
            {shown.map((take) => (
              <Take
                key={take.id}
                studio={studio}
                take={take}
                staged={take.id === staged}
              />
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}
