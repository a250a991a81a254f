/** The player's keys; they work only while the player has the focus. */
import type { Playback } from "./playback";

export const HELP: readonly (readonly [string, string])[] = [
  ["Space or K", "play"],
  [", .", "frame back, on"],
  ["J L", "second back, on"],
  ["< >", "slow, fast"],
  ["Home End", "first, last"],
  ["0–9", "tenths"],
  ["Y", "loop"],
  ["I O", "loop from here, to here"],
  ["\\", "play all of it"],
  ["M", "sound"],
  ["F", "full screen"],
  ["V", "facts"],
  ["Esc", "to the notebook"],
];

export interface Extras {
  frames: number;
  duration: number;
  time(): number;
  fullscreen(): void;
  facts(): void;
  help(): void;
  leave(): void;
}

/** Act on a key; tell whether it was one of ours. */
export function press(event: KeyboardEvent, playback: Playback, extras: Extras): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target as HTMLElement;
  if (target.matches("input:not([type=range]), textarea, select")) return false;
  if (event.key === " " && target.matches("button, summary")) return false;
  const digit = /^[0-9]$/.test(event.key) ? Number(event.key) : null;
  if (digit !== null) {
    playback.seekTime((digit / 10) * extras.duration);
    return true;
  }
  const moves: Record<string, () => void> = {
    " ": playback.toggle,
    k: playback.toggle,
    ",": () => playback.step(-1),
    ".": () => playback.step(1),
    j: () => playback.seekTime(extras.time() - 1),
    l: () => playback.seekTime(extras.time() + 1),
    "<": () => playback.faster(-1),
    ">": () => playback.faster(1),
    home: () => playback.seekFrame(0),
    end: () => playback.seekFrame(extras.frames - 1),
    y: () => playback.setLoop(!playback.loop.value),
    i: () => playback.mark("from"),
    o: () => playback.mark("to"),
    "\\": () => playback.mark(null),
    m: () => playback.setMuted(!playback.muted.value),
    f: extras.fullscreen,
    v: extras.facts,
    escape: extras.leave,
    "?": extras.help,
  };
  const move = moves[event.key.toLowerCase()];
  move?.();
  return move !== undefined;
}
