/** The colour and the icon of each state, the colour of each flag; the words come over the wire. */
import type { Flag, State } from "../wire.gen";
import type { IconName } from "./icons";

export interface Look {
  tone: "grey" | "blue" | "teal" | "green" | "amber" | "red" | "purple";
  busy?: boolean;
}

export const LOOKS: Record<State, Look> = {
  planned: { tone: "grey" },
  waiting: { tone: "grey" },
  preparing: { tone: "blue" },
  sending: { tone: "blue" },
  unknown: { tone: "amber" },
  queued: { tone: "grey" },
  processing: { tone: "blue", busy: true },
  saving: { tone: "teal", busy: true },
  ready: { tone: "green" },
  failed: { tone: "red" },
  blocked: { tone: "purple" },
  expired: { tone: "grey" },
  cancelled: { tone: "grey" },
};

export const FLAGS: Record<Flag, Look> = {
  reused: { tone: "green" },
  slow: { tone: "amber" },
  "at risk": { tone: "amber" },
  unreachable: { tone: "amber" },
  unwatched: { tone: "grey" },
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
