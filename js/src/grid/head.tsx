/** What is said of all cells together, and how they are arranged. */
import { dollars, range, span } from "../lib/format";
import { useValue } from "../lib/signals";
import type { AxisView, CellView } from "../wire.gen";
import { type Order, type Show, sliceOf } from "./arrange";
import { SIZES, type Store } from "./store";

const SHOWS: readonly Show[] = ["all", "ready", "running", "failed", "not made"];
const ORDERS: readonly Order[] = ["plan", "cheapest", "dearest", "fastest", "state"];

interface Sum {
  word: string;
  tone: string;
  count: number;
}

function sums(cells: readonly CellView[]): Sum[] {
  const own = cells.filter((cell) => cell.into === null);
  const count = (test: (cell: CellView) => boolean) => own.filter(test).length;
  const ready = count((cell) => cell.live.state === "ready");
  const failed = count((cell) => ["failed", "expired"].includes(cell.live.state));
  const blocked = count((cell) => cell.live.state === "blocked");
  const unknown = count((cell) => cell.live.state === "unknown");
  const refused = count((cell) => cell.fate === "refused");
  const idle = (cell: CellView) => ["planned", "cancelled"].includes(cell.live.state);
  const planned = count((cell) => idle(cell) && cell.fate !== "refused");
  const running = own.length - ready - failed - blocked - unknown - refused - planned;
  return [
    { word: "ready", tone: "green", count: ready },
    { word: "running", tone: "blue", count: running },
    { word: "unknown", tone: "amber", count: unknown },
    { word: "failed", tone: "red", count: failed },
    { word: "blocked", tone: "purple", count: blocked },
    { word: "planned", tone: "grey", count: planned },
    { word: "n/a", tone: "grey", count: refused },
  ].filter((sum) => sum.count > 0);
}

export function Head({ store }: { store: Store }) {
  useValue(store.version);
  const offline = useValue(store.offline);
  const head = store.model.get("summary");
  const launch = store.model.get("pending");
  const stopped = store.model.get("stop_reason");
  const cells = store.all();
  const own = cells.filter((cell) => cell.into === null);
  const told = sums(cells);
  const spent = own.reduce((sum, cell) => sum + (cell.live.cost ?? 0), 0);
  const failed = own.filter((cell) => cell.live.actions.includes("retry"));
  const again = failed.reduce((sum, cell) => sum + cell.high, 0);
  const money = head.play_money ? " play money" : "";
  const words = told.map((sum) => `${sum.count} ${sum.word}`).join(" · ");
  return (
    <header class="vg-top">
      <div class="vg-line">
        <b class="vg-name">{head.title}</b>
        {offline && <span class="vg-stopped">The kernel does not answer.</span>}
        <span class="vw-quiet" data-part="summary">
          {words}
          {spent > 0 && ` · ${dollars(spent)} spent${money}`}
        </span>
      </div>
      <div class="vg-bar" aria-hidden="true">
        {told.map((sum) => (
          <i
            key={sum.word}
            class={`vw-tone-${sum.tone}`}
            style={{ flexGrow: sum.count, background: "var(--tone)" }}
          />
        ))}
      </div>
      <div
        class="vg-line"
        data-part={cells.some((cell) => cell.high > 0) ? "do" : "none"}
      >
        {launch && (
          <button
            type="button"
            class="vg-launch"
            onClick={() => store.send({ type: "launch" })}
          >
            Generate {launch.count} {launch.count === 1 ? "clip" : "clips"} ·{" "}
            {range(launch.low, launch.high)}
            {money}
          </button>
        )}
        {launch && head.expected_s > 0 && (
          <span class="vw-quiet">about {span(head.expected_s)}</span>
        )}
        {failed.length > 0 && (
          <button
            type="button"
            class="vg-again"
            onClick={() => store.send({ type: "retry_failed" })}
          >
            Retry {failed.length} failed · up to {dollars(again)}
          </button>
        )}
        {stopped && <span class="vg-stopped">Stopped: {stopped}</span>}
      </div>
      {(head.shared.length > 0 || head.warnings.length > 0) && (
        <details class="vg-shared">
          <summary>
            {head.shared.length > 0 && "Same in all cells"}
            {head.warnings.length > 0 && ` · ${head.warnings.length} to know`}
          </summary>
          <div class="vg-facts">
            {head.shared.map((one) => (
              <div key={one.name}>
                <b>{one.name}</b>
                <span>{one.text}</span>
              </div>
            ))}
          </div>
          {head.warnings.map((text) => (
            <p key={text}>⚠ {text}</p>
          ))}
        </details>
      )}
      <span class="vw-hidden" role="status" aria-live="polite">
        {words}
      </span>
    </header>
  );
}

/** Put an axis where it is wanted: down, across, or one value of it. */
function place(store: Store, axis: AxisView, where: string): void {
  const without = (names: readonly string[]) => names.filter((one) => one !== axis.name);
  const { [axis.name]: _, ...slices } = store.slices.peek();
  let [rows, columns] = [without(store.rows.peek()), without(store.columns.peek())];
  if (where === "rows") rows = [...rows, axis.name];
  if (where === "columns") columns = [...columns, axis.name];
  store.rows.value = rows;
  store.columns.value = columns;
  store.slices.value = where.startsWith("=")
    ? { ...slices, [axis.name]: Number(where.slice(1)) }
    : slices;
}

export function Arrange({ store }: { store: Store }) {
  const axes = store.model.get("axes").filter((axis) => axis.values.length > 1);
  const rows = useValue(store.rows);
  const columns = useValue(store.columns);
  const slices = useValue(store.slices);
  const hidden = useValue(store.hidden);
  const swap = () => {
    store.rows.value = columns;
    store.columns.value = rows;
  };
  const where = (axis: AxisView) => {
    const only = sliceOf(axis, { rows, columns, slices });
    if (only !== undefined) return `=${only}`;
    return rows.includes(axis.name) ? "rows" : "columns";
  };
  return (
    <div class="vg-line vg-arrange">
      {axes.length > 1 &&
        axes.map((axis) => (
          <label key={axis.name}>
            {axis.name}{" "}
            <select
              value={where(axis)}
              onChange={(event) => place(store, axis, event.currentTarget.value)}
            >
              <option value="rows">in rows</option>
              <option value="columns">in columns</option>
              {axis.values.map((value, n) => (
                <option key={value} value={`=${n}`}>
                  only {value}
                </option>
              ))}
            </select>
          </label>
        ))}
      {axes.length > 1 && (
        <button type="button" onClick={swap}>
          Swap
        </button>
      )}
      <Choice name="Show" value={store.show} options={SHOWS} />
      <Choice name="Order" value={store.order} options={ORDERS} />
      <Choice
        name="Size"
        value={store.size}
        options={Object.keys(SIZES) as (keyof typeof SIZES)[]}
      />
      {hidden.size > 0 && (
        <button
          type="button"
          onClick={() => {
            store.hidden.value = new Set();
          }}
        >
          Show {hidden.size} hidden
        </button>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  value: { value: T; peek(): T } & Parameters<typeof useValue<T>>[0];
  options: readonly T[];
}

export function Choice<T extends string>({ name, value, options }: ChoiceProps<T>) {
  const now = useValue(value);
  return (
    <label>
      {name}{" "}
      <select
        value={now}
        onChange={(event) => {
          value.value = event.currentTarget.value as T;
        }}
      >
        {options.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
