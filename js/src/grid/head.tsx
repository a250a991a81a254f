/** What is said of all cells together. */
import { dollars, price, span } from "../lib/format";
import { useValue } from "../lib/signals";
import type { CellView } from "../wire.gen";
import type { Parts } from "./store";

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

export function Head({ cells, host }: Pick<Parts, "cells" | "host">) {
  const offline = useValue(host.offline);
  const head = useValue(cells.summary);
  const launch = useValue(cells.pending);
  const stopped = useValue(cells.stopReason);
  const all = useValue(cells.all);
  const own = all.filter((cell) => cell.into === null);
  const groups = sums(all);
  const spent = own.reduce((sum, cell) => sum + (cell.live.cost ?? 0), 0);
  const failed = own.filter((cell) => cell.live.actions.includes("retry"));
  const again = failed.reduce((sum, cell) => sum + (cell.high ?? 0), 0);
  const money = head.play_money ? " play money" : "";
  const words = groups.map((sum) => `${sum.count} ${sum.word}`).join(" · ");
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
        {groups.map((sum) => (
          <i
            key={sum.word}
            class={`vw-tone-${sum.tone}`}
            style={{ flexGrow: sum.count, background: "var(--tone)" }}
          />
        ))}
      </div>
      <div
        class="vg-line"
        data-part={all.some((cell) => cell.high !== 0) ? "do" : "none"}
      >
        {launch && (
          <button
            type="button"
            class="vg-launch"
            onClick={() => host.send({ type: "launch" })}
          >
            Generate {launch.count} {launch.count === 1 ? "clip" : "clips"} ·{" "}
            {price(launch.low, launch.high)}
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
            onClick={() => host.send({ type: "retry_failed" })}
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
