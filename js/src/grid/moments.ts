/** Where a player of a group stands in its own file, and the group by what a player shows. */
import { endOf, frameAt, type Timing, timeOf } from "../lib/frames";

export interface Player {
  /** Media clock in seconds. */
  readonly time: number;
  /** Seconds of the file, its sound included. */
  readonly duration: number;
  readonly timing: Timing;
  readonly fps: number;
  /** Frames by which this player runs ahead of the group. */
  readonly offset: number;
  /** Its seconds for one of the group's; and where it stands when the group begins. */
  readonly scale: number;
  readonly shift: number;
  /** Whether it can show a picture. */
  readonly ready: boolean;
  /** Whether it never will. */
  readonly failed: boolean;
  readonly running: boolean;
  setRate(rate: number): void;
  start(): Promise<void>;
  halt(): void;
  /** Ends when the frame at that moment is shown, or at once if it never will be. */
  seek(seconds: number): Promise<void>;
}

/** A clip is over so long before its end. */
export const EDGE_S = 0.03;

/** A player's own moment at a moment of the group. */
export function ownTime(player: Player, seconds: number): number {
  return seconds * player.scale + player.shift + player.offset / player.fps;
}

/** The group's moment at a player's own. */
export function groupTime(player: Player, own: number): number {
  return (own - player.shift - player.offset / player.fps) / player.scale;
}

/**
 * Where a player of its own length, rate and offset stands at a group's moment: in the
 * middle of a frame, but for sound that begins before the picture or outlasts it.
 */
export function placed(player: Player, seconds: number): number {
  const { timing, offset } = player;
  const own = ownTime(player, seconds);
  if (own < timing.start || own > endOf(timing)) {
    const inside = own >= 0 && own < player.duration - EDGE_S;
    if (inside) return own;
  }
  const wanted = frameAt(seconds * player.scale + player.shift, timing) + offset;
  return timeOf(Math.max(0, Math.min(timing.frames - 1, wanted)), timing);
}
