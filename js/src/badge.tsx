import type { AnyModel, Render } from "@anywidget/types";
import { useEffect } from "preact/hooks";
import { clock, dollars, range, span } from "./lib/format";
import { follow, mount } from "./lib/mount";
import { type Signal, useSignal, useValue } from "./lib/signals";
import { ended, FLAGS, LOOKS } from "./lib/states";
import badge from "./styles/badge.css";
import base from "./styles/base.css";
import tones from "./styles/tones.css";
import type { BadgeModel, JobAction, JobView, StatusBadgeToPython } from "./wire.gen";

type Send = (message: StatusBadgeToPython) => void;

/** Seconds since the epoch by the kernel's clock, ticking while a job runs. */
function useNow(job: Signal<JobView | null>) {
  const now = useSignal(Date.now() / 1000);
  const value = useValue(job);
  const first = useSignal(value).value;
  const skew = useSignal(0);
  if (value && value !== first) skew.value = Date.now() / 1000 - value.now;
  const ticking = value !== null && !ended(value.state);
  useEffect(() => {
    const update = () => {
      now.value = Date.now() / 1000 - skew.value;
    };
    update();
    if (!ticking) return;
    const timer = setInterval(update, 1000);
    return () => clearInterval(timer);
  }, [value, ticking]);
  return now;
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
  if (ended(job.state)) return job.state === "ready" ? "cost not told" : "not charged";
  return job.price_known
    ? `est. ${range(job.price_low, job.price_high)}${play}`
    : "price unknown";
}

const ACTIONS: Record<JobAction, string> = {
  cancel: "Cancel",
  retry: "Retry",
  resubmit: "Send again (may pay twice)",
  unwatch: "Stop watching",
};

function Badge({ job, send }: { job: Signal<JobView | null>; send: Send }) {
  const now = useNow(job);
  const value = useValue(job);
  if (!value) {
    return <div class="vw-badge vw-tone-grey vw-quiet">No job yet</div>;
  }
  const look = LOOKS[value.state];
  const start = value.submitted ?? value.created;
  const share = Math.min(1, (now.value - start) / value.usual_high);
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
        {look.word}
      </span>
      {value.flags.map((flag) => (
        <span key={flag} class={`vw-flag vw-tone-${FLAGS[flag].tone}`} data-flag={flag}>
          <span aria-hidden="true">{FLAGS[flag].icon}</span>
          {FLAGS[flag].word}
        </span>
      ))}
      <span class="vw-what">{value.title}</span>
      <span class="vw-quiet">{times(value, now.value)}</span>
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
              onClick={() => send({ type: "act", action })}
            >
              {ACTIONS[action]}
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
        {`${value.title}: ${look.word}`}
      </span>
    </div>
  );
}

const render: Render<BadgeModel> = ({ model, el, signal }) => {
  const typed = model as unknown as AnyModel<BadgeModel & Record<string, unknown>>;
  const job = follow<BadgeModel, "job">(typed, "job", signal);
  const send: Send = (message) => model.send(message);
  mount(el, base + tones + badge, signal, <Badge job={job} send={send} />);
};

export default { render };
