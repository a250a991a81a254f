import { afterEach, expect, test } from "vitest";
import { judge } from "../src/widgets";
import type { PairView } from "../src/wire.gen";
import { FakeModel, show, until } from "./model";

const bytes = new Uint8Array(
  await (await fetch(new URL("./clip.mp4", import.meta.url))).arrayBuffer(),
);
const open: { close: () => void }[] = [];
afterEach(() => {
  for (const view of open.splice(0)) view.close();
});

function pairOf(name: string): PairView {
  const side = (id: string) => ({ id, fps: 24, start: 0, gain: 0.5 });
  return { id: name, prompt: "a newt", left: side(`${name}l`), right: side(`${name}r`) };
}

function draw(state: Record<string, unknown> = {}) {
  const model = new FakeModel({
    phase: "judging",
    fair: { pairs: 3, clips: 3, rows: [], telling: 0 },
    questions: ["Which is better?"],
    question: 0,
    pair: pairOf("one"),
    upcoming: pairOf("two"),
    progress: { votes: 1, sentence: "1 vote in; about 10 would decide", tired: false },
    notice: "",
    verdict_page: "",
    prompted: true,
    in_turn: false,
    heard: -1,
    ...state,
  });
  const send = model.send.bind(model);
  model.send = (message) => {
    send(message);
    if (message.type !== "read_blind") return;
    const start = Number(message.start);
    const part = bytes.slice(start, start + Number(message.length));
    queueMicrotask(() =>
      model.say({ type: "chunk", id: message.id, error: null }, [
        new DataView(part.buffer),
      ]),
    );
  };
  const view = show(judge, model);
  open.push(view);
  const root = view.el.querySelector<HTMLElement>(".vj") as HTMLElement;
  const key = (pressed: string) =>
    root.dispatchEvent(
      new KeyboardEvent("keydown", { key: pressed, bubbles: true, cancelable: true }),
    );
  const shown = () => [
    ...view.el.querySelectorAll<HTMLVideoElement>("video[data-shown=true]"),
  ];
  const answers = () => model.sent.filter((message) => message.type === "answer");
  return { model, key, shown, answers, ...view };
}

const played = (view: ReturnType<typeof draw>) =>
  until(() => {
    view.key("ArrowLeft");
    return view.answers().length > 0;
  }, "a vote");

test("a press answers at once, and only once, with the seconds both were watched", async () => {
  const view = draw();
  view.key("ArrowLeft");
  expect(view.answers()).toEqual([]);
  const hint = await until(() => view.el.querySelector("[role=alert]"), "a hint");
  expect(hint.textContent).toContain("Play both");
  await played(view);
  view.key("ArrowRight");
  const [answer, ...more] = view.answers();
  expect(more).toEqual([]);
  expect(answer).toMatchObject({ pair: "one", question: 0, answer: "left" });
  expect(Math.min(Number(answer?.left), Number(answer?.right))).toBeGreaterThan(0.2);
  await until(
    () => view.el.querySelector("[data-answer=left][data-chosen=true]"),
    "the answer that was pressed",
  );
});

test("the next pair was loaded before: its videos are those that are shown then", async () => {
  const view = draw();
  const hidden = await until(() => {
    const videos = [...view.el.querySelectorAll<HTMLVideoElement>("[data-shown=false]")];
    return videos.length === 2 && videos.every((one) => one.readyState >= 2) && videos;
  }, "the next pair");
  view.model.kernel("pair", pairOf("two"));
  view.model.kernel("upcoming", pairOf("three"));
  await until(() => view.shown()[0] === hidden[0], "the swap");
  expect(view.shown()).toEqual(hidden);
  expect(view.shown().every((one) => one.src.startsWith("blob:"))).toBe(true);
});

test("skip needs no watching, and undo asks the kernel", async () => {
  const view = draw();
  view.key("s");
  view.key("u");
  expect(view.answers()[0]).toMatchObject({ answer: "skip" });
  expect(view.model.sent.at(-1)).toEqual({ type: "undo_answer" });
});

test("what differs is said first, with a remedy chosen where there is one", () => {
  const row = {
    about: "Sound",
    text: "In 1 of 3 pairs one clip is silent.",
    mend: "Mute all",
    out: 1,
  };
  const fair = { pairs: 3, clips: 3, rows: [row], telling: 1 };
  const view = draw({ phase: "fairness", pair: null, upcoming: null, fair });
  expect(view.el.querySelectorAll("video").length).toBe(0);
  view.el.querySelector<HTMLElement>(".vj-start button")?.click();
  expect(view.model.sent.at(-1)).toEqual({
    type: "begin_judging",
    remedies: { Sound: "mend" },
    carded: false,
  });
});

test("the next pair waits with its first frame decoded, and is not sought again", async () => {
  const { el, model, shown } = draw();
  await until(() => shown().every((video) => video.currentTime > 0.1), "it plays");
  const waiting = await until(() => {
    const videos = [...el.querySelectorAll<HTMLVideoElement>("video[data-shown=false]")];
    const poised = videos.filter((video) => video.currentTime > 0 && !video.seeking);
    return poised.length === 2 && poised;
  }, "the next ones are poised");
  let seeks = 0;
  for (const video of waiting) {
    video.addEventListener("seeking", () => {
      seeks += 1;
    });
  }
  model.kernel("pair", pairOf("two"));
  model.kernel("upcoming", pairOf("three"));
  await until(() => waiting.every((video) => video.currentTime > 0.1), "they play");
  expect(shown()).toEqual(waiting);
  expect(seeks).toBe(0);
});

test("the clips are called by where they lie, and their keys stay", async () => {
  const view = draw();
  const named = (start: string) =>
    [...view.el.querySelectorAll(`[aria-label^="${start}"]`)].length;
  await until(() => named("Left") === 2 && named("Right") === 2, "side by side");
  view.el.style.width = "360px";
  await until(() => named("Upper") === 2 && named("Lower") === 2, "one above the other");
  expect(named("Left") + named("Right")).toBe(0);
  expect(view.el.querySelector("[data-answer=left]")?.textContent).toBe(
    "←Upper is better",
  );
  expect(view.el.querySelector(".vj-ear")?.getAttribute("aria-label")).toBe(
    "Sound of the upper clip",
  );
});
