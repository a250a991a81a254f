/** A job's state on one line, with what can be done about it. */
import { useMemo } from "preact/hooks";
import type { Host } from "../host";
import { mostOf, mustAsk, Pay, paid } from "../lib/ask";
import ask from "../lib/ask.css";
import { toClipboard } from "../lib/clipboard";
import { KernelClock, useNow } from "../lib/clock";
import { price } from "../lib/format";
import { Icon } from "../lib/icons";
import type { Component } from "../lib/mount";
import { useNews } from "../lib/news";
import { effect, useSignal, useValue } from "../lib/signals";
import { whileSilent } from "../lib/silence";
import { FLAGS, LOOKS, MARKS } from "../lib/states";
import { follow, until } from "../lib/traits";
import {
  type BadgeModel,
  ENDED_BADLY,
  FLAG_LABELS,
  type JobView,
  type StatusBadgeFromPython,
  type StatusBadgeToPython,
  TERMINAL,
} from "../wire.gen";
import css from "./badge.css";
import {
  labelOf,
  madeOf,
  moneyOf,
  newsOf,
  noteOf,
  paceOf,
  placeOf,
  stateOf,
  whatOf,
} from "./words";

type BadgeHost = Host<BadgeModel, StatusBadgeToPython, StatusBadgeFromPython>;

const ROUND = 2 * Math.PI * 7;

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
  whileSilent(host, {
    /** What goes on by itself. */
    waits: () => job.value !== null && !TERMINAL.has(job.value.state),
    moved: () => [job.value?.id, job.value?.state],
    ask: () => host.send({ type: "ask_now" }),
  });
  return { job, kernel };
}

function Ring({ share }: { share: number | null }) {
  const part = share === null ? 0.3 : Math.max(0.02, share);
  return (
    <svg
      class={`vw-ring ${share === null ? "vw-turning" : ""}`}
      viewBox="0 0 18 18"
      aria-hidden="true"
    >
      <circle cx="9" cy="9" r="7" />
      <circle cx="9" cy="9" r="7" stroke-dasharray={`${part * ROUND} ${ROUND}`} />
    </svg>
  );
}

function Thumb({ job, share }: { job: JobView; share: number | null }) {
  if (job.thumb) return <img class="vw-thumb" src={job.thumb} alt="" />;
  const turns = LOOKS[job.state].busy && !job.flags.includes("unwatched");
  return (
    <span class="vw-thumb">
      {turns ? <Ring share={share} /> : <Icon name={MARKS[job.state]} />}
    </span>
  );
}

function Trouble({ host, job, note }: { host: BadgeHost; job: JobView; note: string }) {
  const copied = useSignal(false);
  const raw = job.error && [
    job.error.kind,
    job.error.detail,
    `request ${job.request_id ?? "not sent"}`,
    `job ${job.id}`,
  ];
  return (
    <div class="vw-second">
      <span class="vw-note-line">
        {note}
        {raw && (
          <details>
            <summary>Why</summary>
            <pre>{raw.filter(Boolean).join("\n")}</pre>
          </details>
        )}
      </span>
      <span class="vw-push">
        {job.code && (
          <button
            type="button"
            onClick={async () => {
              copied.value = await toClipboard(job.code);
            }}
          >
            <Icon name={copied.value ? "check" : "copy"} />
            {copied.value ? "Copied" : "Copy it to edit"}
          </button>
        )}
        <Actions host={host} job={job} />
      </span>
    </div>
  );
}

const ICONS = {
  cancel: "close",
  unwatch: "stop",
  retry: "reuse",
  resubmit: "reuse",
} as const;

interface ActionsProps {
  host: BadgeHost;
  job: JobView;
  /** On the first line an action is an icon. */
  icons?: boolean;
}

function Actions({ host, job, icons = false }: ActionsProps) {
  const { ask_above, price_high: high, price_low: low, retry } = job;
  return (
    <>
      {job.actions.map((action) => {
        const label = labelOf(job, action);
        const name = icons ? label : undefined;
        return (
          <Pay
            key={action}
            price={price(low, high)}
            must={mustAsk(ask_above, mostOf({ retry, high }, action))}
            send={(agreed) => paid(host, { type: "act", action, agreed })}
          >
            {(press, sending) => (
              <button
                type="button"
                class={icons ? "vw-quiet-button" : ""}
                aria-label={name}
                title={name}
                disabled={sending}
                onClick={press}
              >
                {icons ? (
                  <Icon name={ICONS[action]} filled={action === "unwatch"} />
                ) : (
                  label
                )}
              </button>
            )}
          </Pay>
        );
      })}
    </>
  );
}

function View({ host }: { host: BadgeHost }) {
  const { job, kernel } = useMemo(() => heard(host), [host]);
  const value = useValue(job);
  const now = useNow(kernel, value !== null && !TERMINAL.has(value.state));
  useNews(value?.id ?? "", value ? newsOf(value) : "");
  if (!value) {
    return <div class="vw-badge vw-quiet">No job yet</div>;
  }
  const unwatched = value.flags.includes("unwatched");
  const tone = unwatched ? "amber" : LOOKS[value.state].tone;
  const pace = paceOf(value, now);
  const note = noteOf(value, now);
  const place = placeOf(value, now);
  const needs = note !== "" || value.state === "unknown";
  const flags = value.flags.filter((flag) => flag !== "unwatched" && flag !== "slow");
  return (
    <div class="vw-box">
      <div
        class={`vw-badge vw-tone-${tone}`}
        data-state={value.state}
        data-job={value.id}
        data-lm-suppress-shortcuts="true"
      >
        <div class="vw-first">
          <Thumb job={value} share={pace.share} />
          <span class="vw-state" data-loud={ENDED_BADLY.has(value.state) || unwatched}>
            <i class="vw-dot" aria-hidden="true" />
            {stateOf(value)}
          </span>
          <span class="vw-prompt" title={value.prompt}>
            {value.prompt || "No prompt"}
          </span>
          {flags.map((flag) => (
            <span
              key={flag}
              class={`vw-flag vw-tone-${FLAGS[flag].tone}`}
              data-flag={flag}
            >
              {FLAG_LABELS[flag]}
            </span>
          ))}
          <span class="vw-what">{whatOf(value)}</span>
          <span class="vw-pace" title={place || `${pace.text}${pace.rest ?? ""}`}>
            {pace.text}
            <span class="vw-rest">{pace.rest}</span>
          </span>
          {place && <span class="vw-place">{place}</span>}
          <span class="vw-money" title={value.play_money ? "play money" : undefined}>
            {moneyOf(value)}
            <span class="vw-rest">{madeOf(value)}</span>
          </span>
          {!needs && <Actions host={host} job={value} icons />}
        </div>
        {needs && <Trouble host={host} job={value} note={note} />}
      </div>
    </div>
  );
}

export const Badge: Component<BadgeModel, StatusBadgeToPython, StatusBadgeFromPython> = {
  css: css + ask,
  View,
};
