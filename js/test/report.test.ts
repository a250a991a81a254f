import { afterEach, expect, test } from "vitest";
import { drawBlind } from "../src/report/blind";
import { answered, asked, crc32, pairOf, undone, votesFile } from "../src/report/sitting";
import type { BlindView, BlindVote } from "../src/wire.gen";
import { until } from "./model";

const clip = new URL("./clip.mp4", import.meta.url).href;
const showing = (left: string, right: string) => ({
  left,
  right,
  left_gain: 1,
  right_gain: 0.5,
  prompt: "a newt",
});
const VIEW: BlindView = {
  report: "0123456789abcdef0123456789abcdef",
  questions: ["Sharper?", "Louder?"],
  notes: ["All clips are silent."],
  clips: { a: { fps: 24, start: 0 }, b: { fps: 24, start: 0 }, c: { fps: 24, start: 0 } },
  showings: [showing("a", "b"), showing("a", "c"), showing("c", "b")],
  files: { a: clip, b: clip, c: clip },
};
let count = 0;
const stamp = () => ({ id: `vote-${++count}`, at: count });

function votes(...answers: ("left" | "right" | "skip" | "undo")[]): readonly BlindVote[] {
  let log: readonly BlindVote[] = [];
  for (const answer of answers) {
    log =
      answer === "undo"
        ? undone(log, stamp())
        : answered(VIEW, { rater: "ana", first: 1, log }, answer, [1, 1], stamp());
  }
  return log;
}

afterEach(() => localStorage.clear());

test("each question is asked of a pair, a skipped first one skips the pair", () => {
  expect(asked(VIEW, [])).toEqual({ number: 0, question: 0 });
  expect(asked(VIEW, votes("left"))).toEqual({ number: 0, question: 1 });
  expect(asked(VIEW, votes("left", "right"))).toEqual({ number: 1, question: 0 });
  expect(asked(VIEW, votes("skip"))).toEqual({ number: 1, question: 0 });
  expect(asked(VIEW, votes("left", "skip"))).toEqual({ number: 1, question: 0 });
  expect(asked(VIEW, votes("left", "left", "undo", "undo"))).toEqual(asked(VIEW, []));
  expect(asked(VIEW, votes("skip", "skip", "skip"))).toBeNull();
  expect(votes("undo")).toEqual([]);
});

test("who began with another pair sees all of them, each clip under an id of its own", () => {
  const shown = [0, 1, 2].map((number) => pairOf(VIEW, 1, number));
  expect(shown.map((pair) => [pair?.left.id, pair?.right.id])).toEqual([
    ["a~0", "c~0"],
    ["c~1", "b~1"],
    ["a~2", "b~2"],
  ]);
  expect(pairOf(VIEW, 1, 3)).toBeNull();
  expect(votes("left")[0]).toMatchObject({ left: "a", right: "c", question: 0 });
});

test("the file has a sum over all that is told, as Python adds it up", () => {
  expect(crc32("123456789")).toBe("cbf43926");
  const log = votes("left", "undo");
  const file = votesFile(VIEW, { rater: "ana", first: 1, log });
  expect(file.votes).toBe(log);
  expect(file.checksum).not.toBe(
    votesFile(VIEW, { rater: "bob", first: 1, log }).checksum,
  );
});

test("a person begins with a name, votes by key, takes one back and goes on after a reload", async () => {
  const draw = () => {
    const el = document.createElement("div");
    document.body.append(el);
    const life = new AbortController();
    drawBlind(el, VIEW, life.signal);
    const end = () => {
      life.abort();
      el.remove();
    };
    return { el, end };
  };
  const press = async (el: Element, key: string) => {
    const root = await until(
      () => el.querySelector(".vj:has([data-ready=true])"),
      "both were watched",
    );
    root.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  };
  const first = draw();
  const start = () => first.el.querySelector<HTMLButtonElement>("form .vw-primary");
  expect(start()?.disabled).toBe(true);
  const name = first.el.querySelector("input");
  if (name) name.value = "Ana";
  name?.dispatchEvent(new Event("input", { bubbles: true }));
  (await until(() => !start()?.disabled && start(), "a way to begin")).click();
  await press(first.el, "ArrowLeft");
  await until(() => first.el.textContent?.includes("Louder?"), "the second question");
  await press(first.el, "ArrowUp");
  await until(() => first.el.textContent?.includes("1 of 3 pairs"), "a pair");
  expect(first.el.textContent).not.toContain("Reveal");
  first.end();
  const second = draw();
  (
    await until(() => second.el.querySelector<HTMLElement>("form .vw-primary"), "Go on")
  ).click();
  await until(() => second.el.textContent?.includes("1 of 3 pairs"), "where it was");
  await press(second.el, "u");
  await until(() => second.el.textContent?.includes("0 of 3 pairs"), "one back");
  second.end();
});
