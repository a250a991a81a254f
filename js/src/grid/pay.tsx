/** What a grid's buttons pay for: new cells, failed ones again, and one cell's own step. */
import { useRef } from "preact/hooks";
import { Ask, mostOf, mustAsk, Pay, paid } from "../lib/ask";
import { dollars, price, soon, total, totalOf } from "../lib/format";
import { useValue } from "../lib/signals";
import type { CellView, JobAction } from "../wire.gen";
import { repeatable } from "./money";
import type { Acting, Parts } from "./store";

type Head = Pick<Parts, "cells" | "host">;

function Again({ cells, host }: Head) {
  const { ask_above } = useValue(cells.summary);
  const failed = useValue(cells.all).filter(repeatable);
  const sent = failed.filter(({ live }) => live.retry === "send");
  const again = totalOf(sent.map(({ high }) => ({ low: high, high })));
  const cost = again.unknown ? total(again) : `up to ${dollars(again.high)}`;
  if (!failed.length) return null;
  return (
    <Pay
      price={cost}
      must={mustAsk(ask_above, again.unknown ? null : again.high)}
      send={(agreed) => {
        const numbers = failed.map((cell) => cell.index);
        return paid(host, { type: "retry_failed", cells: numbers, agreed });
      }}
    >
      {(press, sending) => (
        <button
          type="button"
          class="vg-again"
          title="Those that failed or expired; blocked prompts are not sent again unchanged"
          disabled={sending}
          onClick={press}
        >
          Retry {failed.length} failed · {sent.length ? cost : "free"}
        </button>
      )}
    </Pay>
  );
}

function Launch({ cells, host }: Head) {
  const { ask_above, expected_s } = useValue(cells.summary);
  const launch = useValue(cells.pending);
  if (!launch) return null;
  const { count, high, most, unpriced } = launch;
  const cost = total({ ...launch, unknown: unpriced });
  return (
    <>
      <span class="vw-quiet vg-soon">{soon(expected_s)}</span>
      <Pay
        price={most === null || most === high ? cost : `up to ${dollars(most)}`}
        must={mustAsk(ask_above, most)}
        send={(agreed) => paid(host, { type: "launch", count, high, unpriced, agreed })}
      >
        {(press, sending) => (
          <button
            type="button"
            class="vw-primary vg-launch"
            disabled={sending}
            onClick={press}
          >
            Generate {count} {count === 1 ? "clip" : "clips"} · {cost}
          </button>
        )}
      </Pay>
    </>
  );
}

export function Actions({ cells, host }: Parts) {
  const launch = useValue(cells.pending);
  const failed = useValue(cells.all).some(repeatable);
  if (!launch && !failed) return null;
  return (
    <span class="vg-do">
      <Again cells={cells} host={host} />
      <Launch cells={cells} host={host} />
    </span>
  );
}

/** Do what a cell's button says; what is above the limit asks in the cell's place first. */
export async function act(
  { cells, host, panels }: Acting,
  index: number,
  action: JobAction,
  agreed = false,
): Promise<void> {
  const cell = cells.at(index);
  if (!cell) return;
  const step = { index, action };
  const dear = mostOf({ retry: cell.live.retry, high: cell.high }, action);
  if (!agreed && mustAsk(cells.summary.peek().ask_above, dear)) {
    cells.asking.value = step;
    return;
  }
  cells.asking.value = null;
  try {
    const { ask, most } = await paid(host, { type: "act_on", ...step, agreed });
    if (ask) cells.asking.value = { ...step, most };
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== "AbortError") panels.say(message);
  }
}

/** In the place of a cell whose step waits for a person's word. */
export function Asking({ cell, ...parts }: Acting & { cell: CellView }) {
  const { cells } = parts;
  const step = useValue(cells.asking);
  const place = useRef<HTMLDivElement>(null);
  if (!step) return null;
  const { index, action, most } = step;
  const then = (go: () => void) => () => {
    place.current?.closest<HTMLElement>("[data-cell]")?.focus({ preventScroll: true });
    go();
  };
  return (
    <div ref={place} class="vg-empty">
      <Ask
        price={most === undefined ? price(cell.low, cell.high) : price(most, most)}
        pay={then(() => void act(parts, index, action, true))}
        leave={then(() => {
          cells.asking.value = null;
        })}
      />
    </div>
  );
}
