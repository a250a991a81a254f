/** The word, the icon and the colour of each state of a job, and what may be done. */
import type { Flag, JobAction, State } from "../wire.gen";

export interface Look {
  word: string;
  icon: string;
  tone: "grey" | "blue" | "teal" | "green" | "amber" | "red" | "purple";
  busy?: boolean;
}

export const LOOKS: Record<State, Look> = {
  planned: { word: "Planned", icon: "○", tone: "grey" },
  waiting: { word: "Waiting", icon: "⏸", tone: "grey" },
  preparing: { word: "Preparing", icon: "↑", tone: "blue" },
  sending: { word: "Sending", icon: "↑", tone: "blue" },
  unknown: { word: "Unknown", icon: "?", tone: "amber" },
  queued: { word: "Queued", icon: "⋯", tone: "blue" },
  processing: { word: "Running", icon: "", tone: "blue", busy: true },
  saving: { word: "Saving", icon: "↓", tone: "teal" },
  ready: { word: "Ready", icon: "✓", tone: "green" },
  failed: { word: "Failed", icon: "✕", tone: "red" },
  blocked: { word: "Blocked", icon: "⛨", tone: "purple" },
  expired: { word: "Expired", icon: "⌛", tone: "grey" },
  cancelled: { word: "Cancelled", icon: "–", tone: "grey" },
};

export const FLAGS: Record<Flag, Look> = {
  reused: { word: "Reused", icon: "↺", tone: "green" },
  slow: { word: "Slow", icon: "◷", tone: "amber" },
  "at risk": { word: "At risk", icon: "⏱", tone: "amber" },
  unreachable: { word: "Offline", icon: "⌁", tone: "amber" },
};

const DONE = new Set<State>(["ready", "failed", "blocked", "expired", "cancelled"]);

export function ended(state: State): boolean {
  return DONE.has(state);
}

export const ACTIONS: Record<JobAction, string> = {
  cancel: "Cancel",
  retry: "Retry",
  resubmit: "Send again (may pay twice)",
  unwatch: "Stop watching",
};
