/** What a badge says of a job: the second line only where something needs a person. */
import { clock, dollars, NOT_TOLD, price, span } from "../lib/format";
import {
  AT_SERVICE,
  ENDED_BADLY,
  type JobView,
  STATE_LABELS,
  TERMINAL,
} from "../wire.gen";

const QUIET_S = 60;

export function stateOf(job: Pick<JobView, "flags" | "reused_at" | "state">): string {
  if (job.flags.includes("unwatched")) return "Not watched";
  if (job.reused_at) return "Ready";
  return STATE_LABELS[job.state];
}

/** What who listens is told: that it ended, or that nobody watches. */
export function newsOf(job: JobView): string {
  const news = TERMINAL.has(job.state) || job.flags.includes("unwatched");
  return news ? `${job.model}: ${stateOf(job)}` : "";
}

export function whatOf(job: JobView): string {
  const parts = [job.model, job.about, job.seed && `seed ${job.seed}`];
  return parts.filter(Boolean).join(" · ");
}

export interface Pace {
  text: string;
  /** What is left out where it is narrow. */
  rest?: string;
  /** How much of the usual time is gone, 0 in a queue; null where nobody can tell. */
  share: number | null;
}

type Timed = Pick<
  JobView,
  | "began"
  | "created"
  | "ended"
  | "flags"
  | "reason"
  | "reused_at"
  | "state"
  | "submitted"
  | "usual"
>;

/** The worker's time apart from the queue's; past the usual time the bar only turns. */
export function paceOf(job: Timed, now: number): Pace {
  if (job.ended) {
    const took = span(job.ended - job.created);
    return { text: job.reused_at ? "" : took, share: null };
  }
  if (job.flags.includes("unwatched")) {
    return { text: `last seen ${STATE_LABELS[job.state].toLowerCase()}`, share: null };
  }
  const usual = job.usual ? `~${span(Math.max(1, job.usual))}` : "";
  if (job.state === "processing" && job.began !== null) {
    const gone = Math.max(0, now - job.began);
    if (!usual) return { text: span(gone), rest: " · usual time unknown", share: null };
    if (gone < job.usual) {
      return { text: span(gone), rest: ` of ${usual}`, share: gone / job.usual };
    }
    return { text: span(gone), rest: `, longer than ${usual}`, share: null };
  }
  const waited = span(Math.max(0, now - (job.submitted ?? job.created)));
  if (job.state === "queued") {
    const then = usual ? `then ${usual}` : "usual time unknown";
    return { text: waited, rest: `, ${then}`, share: 0 };
  }
  const waits = job.state === "waiting";
  if (waits && job.reason) return { text: job.reason, share: 0 };
  return { text: waited, share: waits ? 0 : null };
}

export function moneyOf(job: JobView): string {
  if (job.reused_at) return "free";
  if (job.cost !== null) return dollars(job.cost);
  if (job.state === "ready") return NOT_TOLD;
  if (TERMINAL.has(job.state)) return "not charged";
  const told = price(job.price_low, job.price_high);
  return job.price_low === null ? told : `est. ${told}`;
}

/** When a clip was made that is taken again; left out where it is narrow. */
export function madeOf({ reused_at }: JobView): string {
  return reused_at ? ` · made ${clock(reused_at)}` : "";
}

/** What needs a person; empty when all goes by itself. */
export function noteOf(job: JobView, now: number): string {
  if (job.flags.includes("unwatched")) {
    return "Nobody asks for this clip now; the service goes on with it, and charges it.";
  }
  if (job.error && ENDED_BADLY.has(job.state)) {
    const charged = job.error.charged ? " It was charged." : "";
    return `${sentence(job.error.message)} ${job.error.next_step}${charged}`;
  }
  if (job.expires_at !== null && job.flags.includes("at risk")) {
    return `Not fetched yet; the service forgets it at ${clock(job.expires_at)}.`;
  }
  if (job.state === "unknown") {
    return sentence(job.reason ?? "Nobody knows whether the service took it");
  }
  const told = job.state === "saving" || job.state === "ready";
  if (told && job.reason) return sentence(job.reason);
  if (!AT_SERVICE.has(job.state)) return "";
  if (job.flags.includes("unreachable") && job.reason) return sentence(job.reason);
  const heard = job.heard === null ? 0 : now - job.heard;
  return heard > QUIET_S ? `The service was last heard ${span(heard)} ago.` : "";
}

/** What the service says of a place in its queue: nothing. */
export function placeOf(job: JobView, now: number): string {
  if (job.state !== "queued" || job.flags.includes("unwatched")) return "";
  const heard = job.heard === null ? "" : `; last heard ${span(now - job.heard)} ago`;
  return `position not reported${heard}`;
}

/** What a button says that does something with a job, and what that costs. */
export function labelOf(
  job: Pick<JobView, "price_high" | "price_low" | "retry">,
  action: JobView["actions"][number],
): string {
  switch (action) {
    case "cancel":
      return "Cancel";
    case "unwatch":
      return "Stop watching";
    case "resubmit":
      return "Send again · may pay twice";
    case "retry":
      if (job.retry === "watch") return "Watch again (free)";
      if (job.retry === "fetch") return "Fetch again (free)";
      return `Retry · ${price(job.price_low, job.price_high)}`;
  }
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}
