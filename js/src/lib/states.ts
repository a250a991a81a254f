/** The icon and the colour of each state and flag of a job; the words come over the wire. */
import type { Flag, State } from "../wire.gen";
import type { IconName } from "./icons";

export interface Look {
  icon: string;
  tone: "grey" | "blue" | "teal" | "green" | "amber" | "red" | "purple";
  busy?: boolean;
}

export const LOOKS: Record<State, Look> = {
  planned: { icon: "○", tone: "grey" },
  waiting: { icon: "⏸", tone: "grey" },
  preparing: { icon: "↑", tone: "blue" },
  sending: { icon: "↑", tone: "blue" },
  unknown: { icon: "?", tone: "amber" },
  queued: { icon: "⋯", tone: "blue" },
  processing: { icon: "", tone: "blue", busy: true },
  saving: { icon: "↓", tone: "teal" },
  ready: { icon: "✓", tone: "green" },
  failed: { icon: "✕", tone: "red" },
  blocked: { icon: "⛨", tone: "purple" },
  expired: { icon: "⌛", tone: "grey" },
  cancelled: { icon: "–", tone: "grey" },
};

export const FLAGS: Record<Flag, Look> = {
  reused: { icon: "↺", tone: "green" },
  slow: { icon: "◷", tone: "amber" },
  "at risk": { icon: "⏱", tone: "amber" },
  unreachable: { icon: "⌁", tone: "amber" },
  unwatched: { icon: "◌", tone: "grey" },
};

/** The drawn icon of each state; none where a ring turns. */
export const MARKS: Record<State, IconName> = {
  planned: "clock",
  waiting: "clock",
  preparing: "up",
  sending: "up",
  unknown: "unknown",
  queued: "clock",
  processing: "clock",
  saving: "down",
  ready: "check",
  failed: "warning",
  blocked: "blocked",
  expired: "clock",
  cancelled: "cancelled",
};
