/** The grid's keys; they work only while it has the focus, and Esc gives them back. */
import type { Mode } from "../wire.gen";
import { swapSides } from "./stage";
import { stills } from "./stills";
import type { Store } from "./store";

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
  ["Enter", "compare with the baseline"],
  ["X", "select"],
  ["P", "pin as baseline"],
  ["Alt , .", "shift this pane a frame"],
  ["W D B", "wipe, difference, blink (hold)"],
  ["S", "swap A and B"],
  ["[ ]", "difference before, next"],
  ["A M", "sound of this pane, off"],
  ["Z R", "loupe, reset"],
  ["T", "stills of all panes"],
  ["F", "full screen"],
  ["Esc", "back, then to the notebook"],
];

/** The cell that an arrow leads to, in the table as it stands. */
export function neighbour(store: Store, key: string): number | null {
  const { rows, flat } = store.table.peek();
  const now = store.focused.peek();
  const horizontal = key === "ArrowLeft" || key === "ArrowRight";
  const way = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  if (!flat.length) return null;
  const here = flat.findIndex((cell) => cell.index === now);
  if (here < 0) return flat[0]?.index ?? null;
  const row = rows.findIndex((one) => one.cells.some((cell) => cell?.index === now));
  if (rows.length < 2 || row < 0) {
    const step = horizontal ? 1 : store.perLine;
    return flat[here + way * step]?.index ?? null;
  }
  const column = rows[row]?.cells.findIndex((cell) => cell?.index === now) ?? 0;
  for (let step = 1; ; step += 1) {
    const line = rows[horizontal ? row : row + way * step];
    if (!line) return null;
    const at = horizontal ? column + way * step : column;
    if (at < 0 || at >= line.cells.length) return null;
    const cell = line.cells[at];
    if (cell) return cell.index;
  }
}

function mode(store: Store, wanted: Mode): void {
  store.mode.value = store.mode.peek() === wanted ? "grid" : wanted;
}

/** Close what is open, one thing at a time; true when nothing was. */
function back(store: Store, root: HTMLElement): boolean {
  const menu = store.menu.peek();
  if (menu) {
    store.menu.value = null;
    root.querySelector<HTMLElement>(`[data-cell="${menu.index}"]`)?.focus();
  } else if (store.told.peek()) store.told.value = null;
  else if (store.help.peek()) store.help.value = false;
  else if (store.mode.peek() !== "grid") store.mode.value = "grid";
  else return true;
  return false;
}

/** Act on a key; tell whether it was one of ours. */
export function press(event: KeyboardEvent, store: Store, root: HTMLElement): boolean {
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
  const here = store.focused.peek();
  if (event.altKey) {
    const nudge = { Comma: -1, Period: 1 }[event.code];
    if (nudge === undefined) return false;
    store.nudge(here, nudge);
    return true;
  }
  if (event.key.startsWith("Arrow")) {
    const next = neighbour(store, event.key);
    if (next !== null) store.focus(next);
    return true;
  }
  if (/^[0-9]$/.test(event.key)) {
    void store.seek((Number(event.key) / 10) * store.duration);
    return true;
  }
  const pair = store.pair();
  const moves: Record<string, () => unknown> = {
    " ": () => void store.toggle(),
    k: () => void store.toggle(),
    ",": () => void store.step(-1),
    ".": () => void store.step(1),
    j: () => void store.seek(store.time.peek() - 1),
    l: () => void store.seek(store.time.peek() + 1),
    "<": () => store.faster(-1),
    ">": () => store.faster(1),
    home: () => void store.seek(0),
    end: () => void store.seek(store.duration),
    i: () => store.mark("from"),
    o: () => store.mark("to"),
    "\\": () => store.mark(null),
    y: () => store.setLoop(!store.loop.peek()),
    enter: () => mode(store, store.mode.peek() === "grid" ? "wipe" : "grid"),
    x: () => here >= 0 && store.select(here),
    p: () => here >= 0 && store.pin(here),
    w: () => mode(store, "wipe"),
    d: () => mode(store, "difference"),
    b: () => {
      if (store.mode.peek() === "grid") store.mode.value = "blink";
      store.blinking.value = true;
    },
    s: () => {
      if (pair) swapSides(store, ...pair);
    },
    "[": () => store.jump(-1),
    "]": () => store.jump(1),
    a: () => {
      store.sound.value = "focused";
    },
    m: () => {
      store.sound.value = store.sound.peek() === "off" ? "focused" : "off";
    },
    z: () => store.toggleLoupe(),
    r: () => store.resetZoom(),
    t: () => void stills(store),
    f: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else root.requestFullscreen().catch(() => {});
    },
    "?": () => {
      store.help.value = !store.help.peek();
    },
    escape: () => {
      if (back(store, root)) target.blur();
    },
  };
  const move = moves[event.key.toLowerCase()];
  move?.();
  return move !== undefined;
}

export function release(event: KeyboardEvent, store: Store): void {
  if (event.key.toLowerCase() === "b") store.blinking.value = false;
}
