/** Why a cell has no clip, whole; and the one thing that is right to do about it. */
import { labelOf } from "../badge/words";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { type CellView, ERROR_LABELS, STATE_LABELS } from "../wire.gen";
import { repeatable } from "./money";
import type { Acting, Parts } from "./store";

interface Step {
  label: string;
  act: () => void;
}

export function rightStep(
  parts: Acting & Pick<Parts, "more">,
  cell: CellView,
): Step | null {
  const { more, panels } = parts;
  const { index, live } = cell;
  const act = (action: (typeof live.actions)[number]) => () =>
    void more.act?.(parts, index, action);
  if (live.state === "blocked") {
    return {
      label: "Edit prompt",
      act: () =>
        void panels.ask(index, "settings", "Change the prompt of these settings", 0),
    };
  }
  const priced = { retry: live.retry, price_low: cell.low, price_high: cell.high };
  const step = (action: (typeof live.actions)[number]) => ({
    label: labelOf(priced, action),
    act: act(action),
  });
  if (live.flags.includes("unwatched") || repeatable(cell)) return step("retry");
  return live.actions.includes("resubmit") ? step("resubmit") : null;
}

/** All that is known of it, as text to paste into a letter. */
export function report(cell: CellView): string {
  const { trouble, job, note } = cell.live;
  const rows = [
    `${cell.title} (${cell.model}): ${STATE_LABELS[cell.live.state]}`,
    trouble ? `${trouble.kind}: ${trouble.message}` : note,
    trouble?.next_step,
    trouble?.detail && `The service said: ${trouble.detail}`,
    trouble?.request_id && `Request ${trouble.request_id}`,
    job && `Job ${job}`,
  ];
  return rows.filter(Boolean).join("\n");
}

type Props = Acting & Pick<Parts, "more"> & { cell: CellView };

export function Trouble({ cell, ...parts }: Props) {
  const { host, panels } = parts;
  const { trouble, note, job, state } = cell.live;
  const step = host.live ? rightStep(parts, cell) : null;
  const message = trouble?.message || note || STATE_LABELS[state];
  return (
    <div class="vg-empty vg-trouble">
      <b>
        <Icon name={state === "blocked" ? "blocked" : "warning"} />
        {STATE_LABELS[state]}
      </b>
      <p class="vw-clamp" title={message}>
        {message}
      </p>
      <span class="vg-steps">
        {step && (
          <button type="button" onClick={step.act}>
            {step.label}
          </button>
        )}
        <Popover name={`Why ${cell.title} has no clip`} class="vw-link" face="Why?">
          {() => (
            <div class="vg-why">
              <b>{trouble ? ERROR_LABELS[trouble.kind] : STATE_LABELS[state]}</b>
              <p>{message}</p>
              {trouble?.next_step && <p class="vg-next">{trouble.next_step}</p>}
              {trouble?.detail && <pre>{trouble.detail}</pre>}
              <p class="vw-quiet">
                {trouble && (trouble.charged ? "Charged. " : "Not charged. ")}
                {trouble && `${trouble.kind}. `}
                {trouble?.request_id && `Request ${trouble.request_id}. `}
                {job && `Job ${job}.`}
              </p>
              <button type="button" onClick={() => void panels.copy(report(cell))}>
                <Icon name="copy" />
                Copy all of it
              </button>
            </div>
          )}
        </Popover>
      </span>
    </div>
  );
}
