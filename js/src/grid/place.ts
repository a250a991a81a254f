/** How a pane's seconds lie on the group's: by time, by share of its length, or by a cut. */
import { frameAt, startOf, type Timing } from "../lib/frames";
import type { StretchView, Sync } from "../wire.gen";

export interface Place {
  /** Its seconds for one of the group's. */
  scale: number;
  /** Where it stands when the group begins. */
  shift: number;
}

const LAST_S = 0.1;

/**
 * Where a pane stands.
 *
 * @param length seconds of its clip, and of the longest
 * @param cuts the moments that lie on each other, by cell
 */
export function placeOf(
  sync: Sync,
  index: number,
  length: number,
  longest: number,
  cuts: Readonly<Record<string, number>>,
): Place {
  if (sync === "share" && length > 0 && longest > 0) {
    return { scale: length / longest, shift: 0 };
  }
  // A clip that has no cut runs from its beginning; one cut behind its end shows its end.
  const shift = Math.min(cuts[index] ?? 0, Math.max(0, length - LAST_S));
  return { scale: 1, shift: sync === "cut" ? shift : 0 };
}

/** Where the frame begins that is shown at a moment, so that frames are counted from it. */
export function cutAt(moment: number, clip: Timing): number {
  return Math.round(startOf(frameAt(moment, clip), clip) * 1000) / 1000;
}

/** The stretch that loops, with one of its ends moved here, or with none. */
export function marked(
  { start, end }: StretchView,
  which: "start" | "end" | null,
  now: number,
): StretchView {
  if (!which) return { start: null, end: null };
  const next = { start, end, [which]: now };
  const turned = next.start !== null && next.end !== null && next.end <= next.start;
  return turned ? { start: null, end: null, [which]: now } : next;
}

/** The frames by which cells run ahead, one of them some more. */
export function nudged(
  offsets: Readonly<Record<string, number>>,
  index: number,
  frames: number,
): Record<string, number> {
  const { [index]: before = 0, ...others } = offsets;
  const offset = before + frames;
  return offset ? { ...others, [index]: offset } : others;
}
