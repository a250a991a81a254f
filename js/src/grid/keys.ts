/** The grid's keys; they work only while it has the focus, and Esc gives them back. */
import { VOTE_KEYS } from "../lib/ballot";
import { jump } from "./pair";
import { snapshot } from "./snapshot";
import type { Parts } from "./store";

export const HELP: readonly (readonly [string, string])[] = [
  ["Space or K", "play, pause"],
  [", .", "frame back, on"],
  ["J L", "second back, on"],
  ["< >", "slower, faster"],
  ["Home End", "first, last frame"],
  ["0–9", "tenths"],
  ["I O \\", "loop from, to, clear"],
  ["Y", "loop"],
  ["← ↑ → ↓", "move in the grid"],
  ["Enter", "enlarge"],
  ["E", "tick"],
  ...VOTE_KEYS.filter(([keys]) => keys !== "U"),
  ["P", "pin as baseline"],
  ["V", "asked and got"],
  ["G", "in step, each by itself"],
  ["Alt , .", "shift this pane a frame"],
  ["Q", "this pane's cut is here"],
  ["W D B N", "wipe, difference, blink (hold), onion"],
  ["S", "swap A and B"],
  ["[ ]", "difference before, next"],
  ["A M", "sound of this pane, off"],
  ["Z R", "loupe, reset; Ctrl and the wheel zoom"],
  ["U", "undo a vote, the arrangement"],
  ["T", "stills of all panes"],
  ["F", "full screen"],
  ["Esc", "back, then to the notebook"],
];

/** The cell that an arrow leads to, in the table as it stands. */
export function neighbour(
  { arrangement, cells }: Pick<Parts, "arrangement" | "cells">,
  key: string,
): number | null {
  const { rows, flat } = arrangement.table.peek();
  const now = cells.focused.peek();
  const horizontal = key === "ArrowLeft" || key === "ArrowRight";
  const way = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  if (!flat.length) return null;
  const here = flat.indexOf(now);
  if (here < 0) return flat[0] ?? null;
  const row = rows.findIndex((line) => line.cells.includes(now));
  if (rows.length < 2 || row < 0) {
    const step = horizontal ? 1 : arrangement.perLine;
    return flat[here + way * step] ?? null;
  }
  const column = rows[row]?.cells.indexOf(now) ?? 0;
  for (let step = 1; ; step += 1) {
    const line = rows[horizontal ? row : row + way * step];
    if (!line) return null;
    const at = horizontal ? column + way * step : column;
    if (at < 0 || at >= line.cells.length) return null;
    const cell = line.cells[at];
    if (cell !== null && cell !== undefined) return cell;
  }
}

/** Close what is open, one thing at a time; true when nothing was. */
function back(
  { panels, compare }: Pick<Parts, "panels" | "compare">,
  root: HTMLElement,
): boolean {
  const menu = panels.menu.peek();
  if (menu) {
    panels.menu.value = null;
    root.querySelector<HTMLElement>(`[data-cell="${menu.index}"]`)?.focus();
  } else if (panels.text.peek()) panels.text.value = null;
  else if (panels.help.peek()) panels.help.value = false;
  else if (compare.mode.peek() !== "grid") {
    compare.open("grid");
    root.querySelector<HTMLElement>("[data-focused='true']")?.focus();
  } else return true;
  return false;
}

/** Act on a key; tell whether it was one of ours. */
export function press(event: KeyboardEvent, parts: Parts, root: HTMLElement): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const target = event.target as HTMLElement;
  if (target.matches("input:not([type=range]):not([type=checkbox]), textarea, select")) {
    return false;
  }
  if (
    (event.key === " " || event.key === "Enter") &&
    target.matches("button, summary, input")
  ) {
    return false;
  }
  if (event.key.startsWith("Arrow") && target.matches("input")) return false;
  const { arrangement, cells, compare, marks, panels, playback } = parts;
  const here = cells.focused.peek();
  if (event.altKey) {
    const nudge = { Comma: -1, Period: 1 }[event.code];
    if (nudge === undefined) return false;
    playback.nudge(here, nudge);
    return true;
  }
  if (event.key.startsWith("Arrow")) {
    const next = neighbour(parts, event.key);
    if (next !== null) cells.focus(next);
    return true;
  }
  if (
    parts.host.live &&
    cells.at(here)?.clip &&
    marks.ballot.press(event, here, marks.all.peek()[here], () => playback.momentOf(here))
  ) {
    return true;
  }
  if (/^[0-9]$/.test(event.key)) {
    void playback.seek((Number(event.key) / 10) * playback.duration);
    return true;
  }
  const moves: Record<string, () => unknown> = {
    " ": () => void playback.toggle(),
    k: () => void playback.toggle(),
    ",": () => void playback.step(-1),
    ".": () => void playback.step(1),
    j: () => void playback.seek(playback.time.peek() - 1),
    l: () => void playback.seek(playback.time.peek() + 1),
    "<": () => playback.faster(-1),
    ">": () => playback.faster(1),
    home: () => void playback.seek(0),
    end: () => void playback.seek(playback.duration),
    i: () => playback.mark("start"),
    o: () => playback.mark("end"),
    "\\": () => playback.mark(null),
    y: () => {
      playback.loop.value = !playback.loop.peek();
    },
    enter: () =>
      here >= 0 && compare.open(compare.mode.peek() === "grid" ? "one" : "grid"),
    v: () => {
      compare.verified.value = !compare.verified.peek();
    },
    g: () => playback.toggleSync(),
    q: () => playback.cut(here),
    u: () => marks.ballot.undo() || arrangement.undo(),
    n: () => compare.toggle("onion"),
    e: () => here >= 0 && cells.select(here),
    p: () => here >= 0 && cells.pin(here),
    w: () => compare.toggle("wipe"),
    d: () => compare.toggle("difference"),
    b: () => {
      if (compare.mode.peek() === "grid") compare.open("blink");
      compare.blinking.value = true;
    },
    s: () => compare.swap(),
    "[": () => jump(parts, -1),
    "]": () => jump(parts, 1),
    a: () => {
      playback.sound.value = "focused";
    },
    m: () => {
      playback.sound.value = playback.sound.peek() === "off" ? "focused" : "off";
    },
    z: () => compare.toggleLoupe(),
    r: () => compare.resetZoom(),
    t: () => void snapshot(parts),
    f: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else root.requestFullscreen().catch(() => {});
    },
    "?": () => panels.toggleHelp(),
    escape: () => {
      if (back(parts, root)) target.blur();
    },
  };
  const move = moves[event.key.toLowerCase()];
  move?.();
  return move !== undefined;
}

export function release(event: KeyboardEvent, { compare }: Pick<Parts, "compare">): void {
  if (event.key.toLowerCase() === "b") compare.blinking.value = false;
}
