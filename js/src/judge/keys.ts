/** A judgement's keys; they work while it has the focus. */
import type { PairAnswer } from "../wire.gen";
import type { JudgeStore } from "./store";

/** What the keys do, by what the clips are called. */
export const help = (sides: string): readonly (readonly [string, string])[] => [
  ["← →", `${sides} is better`],
  ["↑ ↓", "tie, both bad"],
  ["S U", "skip, undo"],
  ["Space", "play, pause"],
  [", .", "frame back, on"],
  ["< >", "slower, faster"],
  ["Home", "from the start"],
  ["1 2 M", `sound of ${sides}, none`],
  ["T", "together, in turn"],
  ["P F", "prompt, full height"],
  ["Esc", "to the notebook"],
];

const ANSWERS: Record<string, PairAnswer> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "tie",
  ArrowDown: "both bad",
  s: "skip",
};

/** Act on a key; tell whether it was one of ours. */
export function press(
  event: KeyboardEvent,
  store: JudgeStore,
  full: () => void,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target as HTMLElement;
  if (store.phase.peek() !== "judging") return false;
  if (target.matches("select, textarea, input:not([type=range])")) return false;
  if ((event.key === " " || event.key === "Enter") && target.matches("button"))
    return false;
  if (event.key.startsWith("Arrow") && target.matches("input, [role=radio]"))
    return false;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const answer = ANSWERS[key];
  if (answer) {
    if (!event.repeat) store.answer(answer);
    return true;
  }
  const { playback } = store;
  const moves: Record<string, () => unknown> = {
    u: () => !event.repeat && store.undo(),
    " ": () => playback.toggle(),
    k: () => playback.toggle(),
    ",": () => playback.step(-1),
    ".": () => playback.step(1),
    "<": () => playback.faster(-1),
    ">": () => playback.faster(1),
    Home: () => playback.seekFrame(0),
    "1": () => playback.hear(0),
    "2": () => playback.hear(1),
    m: () => playback.hear(playback.heard.peek() < 0 ? 0 : -1),
    t: () => {
      playback.inTurn.value = !playback.inTurn.peek();
    },
    p: () => {
      store.prompted.value = !store.prompted.peek();
    },
    f: full,
    Escape: () => target.blur(),
  };
  const move = moves[key];
  move?.();
  return move !== undefined;
}
