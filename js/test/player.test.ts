import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { player } from "../src/widgets";
import { calmly, FakeModel, settled, show, told, until } from "./model";
import { button, CLIP, draw, key, open, ready, tidy } from "./player";

afterEach(() => {
  tidy();
  vi.restoreAllMocks();
});

test("bytes from the kernel become a clip that decodes and plays", async () => {
  const { el, model } = draw();
  const video = await ready(el);
  expect([video.videoWidth, video.videoHeight]).toEqual([320, 180]);
  button(el, "Play")?.click();
  await until(() => video.currentTime > 0.2, "the clip advances");
  await until(() => model.get("playing") === true, "the kernel is told");
  key(el, " ");
  await until(() => video.paused && model.get("playing") === false, "paused");
  expect(Number(model.get("time"))).toBeGreaterThan(0.1);
});

test("a step moves by exactly one frame", async () => {
  const { el } = draw();
  const video = await ready(el);
  for (const expected of [1, 2, 3, 2]) {
    key(el, expected === 2 && video.currentTime > 0.13 ? "," : ".");
    await until(() => !video.seeking, "seeked");
    expect(Math.floor(video.currentTime * 24)).toBe(expected);
  }
  key(el, "End");
  await until(() => el.querySelector("[data-frame='47']"), "last frame");
  key(el, "5");
  await until(() => Math.abs(video.currentTime - 1) < 0.01, "the middle");
});

test("traits drive the player", async () => {
  const { el, model } = draw();
  const video = await ready(el);
  model.kernel("time", 1.5);
  await until(
    () => !video.seeking && Math.abs(video.currentTime - 1.5) < 0.03,
    "seeked by trait",
  );
  model.kernel("rate", 0.5);
  model.kernel("loop", false);
  model.kernel("muted", false);
  expect([video.playbackRate, video.loop, video.muted]).toEqual([0.5, false, false]);
  model.kernel("playing", true);
  await until(() => !video.paused, "played by trait");
});

test("what follows a view at once has its clip to itself, and is heard", async () => {
  const before = draw({ muted: false });
  const old = await ready(before.el);
  button(before.el, "Play")?.click();
  await until(() => old.currentTime > 0, "it plays");
  before.close();
  expect([old.paused, old.getAttribute("src")]).toEqual([true, null]);
  const { el } = draw({ muted: false });
  expect(el.querySelector("video")?.muted).toBe(false);
});

test("keys and buttons write the traits back", async () => {
  const { el, model } = draw();
  await ready(el);
  key(el, ">");
  key(el, "y");
  key(el, "m");
  await until(() => model.get("muted") === false, "unmuted");
  expect([model.get("rate"), model.get("loop")]).toEqual([1.25, false]);
});

test("sound that the browser forbids is left off, and it says so", async () => {
  const { el, model } = draw({ muted: false });
  const video = await ready(el);
  const play = video.play.bind(video);
  vi.spyOn(video, "play").mockImplementation(() =>
    video.muted ? play() : Promise.reject(new DOMException("no", "NotAllowedError")),
  );
  model.kernel("playing", true);
  await until(() => !video.paused, "plays muted");
  expect(video.muted).toBe(true);
  await until(() => el.textContent?.includes("the browser wants a click"), "notice");
  // Whoever plays on is still muted, and whoever unmutes is told no more.
  for (const plays of [false, true]) {
    model.kernel("playing", plays);
    await until(() => video.paused !== plays, "paused and played again");
    await told(video);
  }
  expect(el.textContent).toContain("the browser wants a click");
  vi.mocked(video.play).mockImplementation(play);
  model.kernel("muted", false);
  await until(() => !el.textContent?.includes("wants a click"), "no notice");
});

test("facts show what differs, help shows the keys, Esc closes them", async () => {
  const { el } = draw();
  await ready(el);
  key(el, "v");
  await until(() => el.querySelector("[data-part=facts]"), "facts");
  expect(el.querySelector(".vw-differs")?.textContent).toContain("320×180 ≠");
  key(el, "?");
  await until(() => el.querySelector("[data-part=help]"), "help");
  key(el, "Escape");
  await until(() => !el.querySelector("[data-part]"), "closed");
});

test("facts and keys stand below the picture, never over it", async () => {
  const { el } = draw();
  await ready(el);
  key(el, "v");
  const facts = await until(() => el.querySelector("[data-part=facts]"), "facts");
  const bottom = el.querySelector("video")?.getBoundingClientRect().bottom ?? 0;
  expect(facts.getBoundingClientRect().top).toBeGreaterThanOrEqual(bottom);
});

test.each([300, 400, 479, 480, 620, 720])(
  "its controls are one row at %i px, none past its edge",
  async (width) => {
    const { el } = draw();
    el.style.width = `${width}px`;
    await ready(el);
    const room = el.querySelector(".vw-player")?.clientWidth ?? 0;
    const rest = room < 480 ? "More controls" : "Loop";
    await until(() => button(el, rest), "as many controls as there is room for");
    const bar = el.querySelector(".vw-transport") as HTMLElement;
    const shown = [...bar.querySelectorAll("button, select, input, .vw-time")]
      .map((one) => one.getBoundingClientRect())
      .filter((box) => box.width > 0);
    const edge = bar.getBoundingClientRect();
    expect(Math.max(...shown.map((box) => box.right))).toBeLessThanOrEqual(edge.right);
    const middles = shown.map((box) => (box.top + box.bottom) / 2);
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(4);
  },
);

test("a part plays again and again between its ends", async () => {
  const { el, model } = draw();
  const video = await ready(el);
  model.kernel("time", 0.5);
  await until(() => el.querySelector("[data-frame='12']"), "there");
  key(el, "i");
  model.kernel("time", 0.9);
  await until(() => el.querySelector("[data-frame='21']"), "the frame");
  key(el, "o");
  await until(() => el.querySelector(".vw-stretch"), "the part on the bar");
  const [from, to] = model.get("stretch") as number[];
  expect(from).toBeCloseTo(0.5, 1);
  expect(to).toBeCloseTo(0.875, 1);
  key(el, " ");
  await until(() => video.currentTime < 0.6 && !video.paused, "back at its beginning");
  key(el, "\\");
  expect(model.get("stretch")).toEqual([]);
});

test("of all outputs of a page one is heard", async () => {
  const [one, other] = [
    draw({ muted: false }),
    draw({ muted: false, clip: { ...CLIP } }),
  ];
  const [first, second] = [await ready(one.el), await ready(other.el)];
  await userEvent.click(button(one.el, "Play") as Element);
  await until(() => !first.paused && !first.muted, "the first is heard");
  await userEvent.click(button(other.el, "Play") as Element);
  await until(() => !second.paused && !second.muted && first.muted, "the second alone");
  expect(one.model.get("muted")).toBe(false);
});

test("a clip that arrives plays at once, without sound", async () => {
  const { el, model } = draw({ clip: null, muted: false });
  model.kernel("clip", CLIP);
  const video = await ready(el);
  await until(() => !video.paused, "plays");
  await told(video);
  expect(video.muted).toBe(true);
  expect(model.get("muted")).toBe(false);
});

test("where motion is to be reduced, a clip stands that arrives or once played", async () => {
  await calmly(async () => {
    const play = vi.spyOn(HTMLMediaElement.prototype, "play");
    await told(await ready(draw({ playing: true }).el));
    tidy();
    const { el, model } = draw({ clip: null });
    model.kernel("clip", CLIP);
    const video = await ready(el);
    await told(video);
    expect([video.paused, play.mock.calls.length]).toEqual([true, 0]);
    button(el, "Play")?.click();
    await until(() => !video.paused, "plays when asked");
  });
});

test("keys of the host are left alone", async () => {
  const { el } = draw();
  await ready(el);
  const event = new KeyboardEvent("keydown", {
    key: "k",
    ctrlKey: true,
    bubbles: true,
    cancelable: true,
  });
  el.querySelector(".vw-player")?.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
  expect(key(el, "Tab").defaultPrevented).toBe(false);
  expect(key(el, "k").defaultPrevented).toBe(true);
});

test("a kernel that refuses is quoted", async () => {
  const model = new FakeModel({
    clip: CLIP,
    shape: [16, 9],
    placeholder: "",
    playing: false,
    time: 0,
    rate: 1,
    muted: true,
    loop: true,
    stretch: [],
    titled: true,
  });
  model.send = (message) =>
    model.say({ type: "chunk", id: message.id, error: "the file is gone" });
  const view = show(player, model);
  open.push(view);
  await until(() => view.el.textContent?.includes("the file is gone"), "the reason");
});

test("without a clip its place is held free, and nothing moves when it comes", async () => {
  const { el, model } = draw({ clip: null, shape: [320, 180] });
  expect(el.textContent).toContain("no clip yet");
  const before = (await settled(el)).height;
  model.kernel("clip", CLIP);
  await ready(el);
  expect(Math.abs((await settled(el)).height - before)).toBeLessThan(2);
});

test("everything dies with the view", async () => {
  const { el, model, close } = draw();
  const video = await ready(el);
  video.play();
  close();
  await until(() => model.listeners === 0, "no listener");
  await until(() => video.paused && !video.getAttribute("src"), "torn down");
});

test("keys that come faster than frames are shown are steps all the same", async () => {
  const { el } = draw();
  const video = await ready(el);
  for (let pressed = 0; pressed < 30; pressed += 1) {
    key(el, ".");
    await new Promise((later) => setTimeout(later, 7));
  }
  await until(() => !video.seeking, "seeked");
  await until(() => el.querySelector("[data-frame='30']"), "the thirtieth frame");
  expect(Math.floor(video.currentTime * 24)).toBe(30);
});
