/** A job's state at a glance, with what can be done about it. */
import { useMemo } from "preact/hooks";
import type { Host } from "../host";
import { KernelClock, useNow } from "../lib/clock";
import { clock, dollars, range, span } from "../lib/format";
import type { Component } from "../lib/mount";
import { effect, useValue } from "../lib/signals";
import { FLAGS, LOOKS } from "../lib/states";
import { follow, until } from "../lib/traits";
import {
  ACTION_LABELS,
  type BadgeModel,
  FLAG_LABELS,
  type JobView,
  STATE_LABELS,
  type StatusBadgeFromPython,
  type StatusBadgeToPython,
  TERMINAL,
} from "../wire.gen";
import css from "./badge.css";

type BadgeHost = Host<BadgeModel, StatusBadgeToPython, StatusBadgeFromPython>;

/** The job, and the kernel's clock as each change of it tells. */
function heard(host: BadgeHost) {
  const job = follow<BadgeModel, "job">(host, "job");
  const first = job.peek();
  const kernel = new KernelClock();
  until(
    host.signal,
    effect(() => {
      if (job.value && job.value !== first) kernel.heard(job.value.now);
    }),
  );
  return { job, kernel };
}

function times(job: JobView, now: number): string {
  const start = job.submitted ?? job.created;
  if (job.ended) return `took ${span(job.ended - start)}`;
  if (job.state === "queued" || job.state === "processing" || job.state === "sending") {
    const usual = `usual ${Math.round(job.usual_low)}–${Math.round(job.usual_high)} s`;
    return now - start > job.usual_high
      ? `${span(now - start)} · slower than usual (${usual})`
      : `${span(now - start)} · ${usual}`;
  }
  return span(now - job.created);
}

function money(job: JobView): string {
  const play = job.play_money ? " play money" : "";
  if (job.reused_at) return `free: made ${clock(job.reused_at)}`;
  if (job.cost !== null) return `${dollars(job.cost)}${play}`;
  if (TERMINAL.has(job.state))
    return job.state === "ready" ? "cost not told" : "not charged";
  return job.price_known
    ? `est. ${range(job.price_low, job.price_high)}${play}`
    : "price unknown";
}

function View({ host }: { host: BadgeHost }) {
  const { job, kernel } = useMemo(() => heard(host), [host]);
  const value = useValue(job);
  const now = useNow(kernel, value !== null && !TERMINAL.has(value.state));
  if (!value) {
    return <div class="vw-badge vw-tone-grey vw-quiet">No job yet</div>;
  }
  const look = LOOKS[value.state];
  const start = value.submitted ?? value.created;
  const share = Math.min(1, (now - start) / value.usual_high);
  return (
    <div
      class={`vw-badge vw-tone-${look.tone}`}
      data-state={value.state}
      data-job={value.id}
      data-lm-suppress-shortcuts="true"
    >
      <span class="vw-state">
        {look.busy ? (
          <span class="vw-spin" aria-hidden="true" />
        ) : (
          <span class="vw-icon" aria-hidden="true">
            {look.icon}
          </span>
        )}
        {STATE_LABELS[value.state]}
      </span>
      {value.flags.map((flag) => (
        <span key={flag} class={`vw-flag vw-tone-${FLAGS[flag].tone}`} data-flag={flag}>
          <span aria-hidden="true">{FLAGS[flag].icon}</span>
          {FLAG_LABELS[flag]}
        </span>
      ))}
      <span class="vw-what">{value.title}</span>
      <span class="vw-quiet">{times(value, now)}</span>
      <span class="vw-quiet">{money(value)}</span>
      <div class="vw-line">
        {value.state === "processing" && (
          <span class="vw-bar" aria-hidden="true">
            <i style={{ width: `${(share * 100).toFixed(1)}%` }} />
          </span>
        )}
        <span class="vw-quiet">{value.error ? value.error.message : value.reason}</span>
        {value.expires_at !== null && value.flags.includes("at risk") && (
          <span class="vw-quiet">
            the service forgets it at {clock(value.expires_at)}
          </span>
        )}
        <span class="vw-push">
          {value.actions.map((action) => (
            <button
              key={action}
              type="button"
              onClick={() => host.send({ type: "act", action })}
            >
              {ACTION_LABELS[action]}
            </button>
          ))}
        </span>
      </div>
      {value.error && (
        <details>
          <summary>
            {value.error.next_step} {value.error.charged ? "It was charged." : ""}
          </summary>
          <pre>
            {[
              value.error.kind,
              value.error.detail,
              `request ${value.request_id ?? "not sent"}`,
            ]
              .filter(Boolean)
              .join("\n")}
          </pre>
        </details>
      )}
      <span class="vw-hidden" role="status" aria-live="polite">
        {`${value.title}: ${STATE_LABELS[value.state]}`}
      </span>
    </div>
  );
}

export const Badge: Component<BadgeModel, StatusBadgeToPython, StatusBadgeFromPython> = {
  css,
  View,
};
