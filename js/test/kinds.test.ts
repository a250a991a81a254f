import { afterEach, expect, test, vi } from "vitest";
import { fromKernel, TooLarge } from "../src/lib/media";
import { player } from "../src/widgets";
import type { ClipView } from "../src/wire.gen";
import { bytesOf, clipOf, numberOf } from "./kinds";
import { FakeModel, show, told, until } from "./model";

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const view of open.splice(0)) view.close();
  vi.restoreAllMocks();
});

/** A player's model with a kernel that has the clip and can make its proxy. */
async function modelOf(name: string, change: Partial<ClipView> = {}, proxy = "") {
  const bytes = await bytesOf(name);
  const copy = proxy ? await bytesOf(proxy) : null;
  const model = new FakeModel({
    clip: { ...clipOf(name), ...change },
    shape: [16, 9],
    placeholder: "",
    playing: false,
    time: 0,
    rate: 1,
    muted: true,
    loop: true,
    titled: true,
    stretch: [],
  });
  const send = model.send.bind(model);
  model.send = (message) => {
    send(message);
    const { id, type } = message;
    if (type === "make_proxy") {
      const error = copy ? null : "no room";
      queueMicrotask(() => model.say({ type: "proxy_made", id, path: "p", error }));
      return;
    }
    const start = Number(message.start);
    const from = type === "read" ? bytes : (copy as Uint8Array<ArrayBuffer>);
    const part = from.slice(start, start + Number(message.length));
    queueMicrotask(() =>
      model.say({ type: "chunk", id, error: null }, [new DataView(part.buffer)]),
    );
  };
  return model;
}

function drawn(model: FakeModel) {
  const view = show(player, model);
  open.push(view);
  const video = () => view.el.querySelector("video") as HTMLVideoElement;
  const key = (name: string) =>
    view.el
      .querySelector(".vw-player")
      ?.dispatchEvent(
        new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }),
      );
  const counter = () =>
    Number(view.el.querySelector<HTMLElement>("[data-frame]")?.dataset.frame);
  const ready = () => until(() => video().readyState >= 2 && video(), "a picture");
  return { ...view, video, key, counter, ready };
}

const KINDS = [
  { name: "vfr.mp4", first: 0, proxy: "proxies/vfr.mp4" },
  { name: "late_video.mp4", first: 0 },
  { name: "trimmed.mp4", first: 72 },
  { name: "sound_longer.webm", first: 0 },
  { name: "live.webm", first: 0 },
  { name: "odd_444.mp4", first: 0 },
  { name: "unknown_sound.mp4", first: 0 },
];

test.each(KINDS)("every frame of $name is visited once, by its number", async (kind) => {
  const { key, counter, ready } = drawn(await modelOf(kind.name, {}, kind.proxy));
  const video = await ready();
  const { frames } = clipOf(kind.name);
  key("Home");
  for (let frame = 0; frame < frames; frame += 1) {
    await until(
      () => !video.seeking && numberOf(video) === kind.first + frame,
      `frame ${frame} of ${kind.name}`,
    );
    expect(counter()).toBe(frame);
    key(".");
  }
  await until(() => !video.seeking, "the end");
  expect([counter(), numberOf(video)]).toEqual([frames - 1, kind.first + frames - 1]);
  key(",");
  await until(() => numberOf(video) === kind.first + frames - 2, "one back");
});

test("a turned clip is shown as the kernel says", async () => {
  const video = await drawn(await modelOf("rot90.mp4")).ready();
  const { width, height } = clipOf("rot90.mp4");
  expect([video.videoWidth, video.videoHeight]).toEqual([width, height]);
});

test("while it plays, the counter says the frame that is on the screen", async () => {
  const model = await modelOf("vfr.mp4", {}, "proxies/vfr.mp4");
  const { counter, key, ready } = drawn(model);
  const video = await ready();
  key(" ");
  await until(() => video.currentTime > 1.3, "the slow part");
  key(" ");
  await until(() => video.paused && counter() === numberOf(video), "the same number");
  expect(counter()).toBeGreaterThan(30);
});

test("what the browser cannot play plays by its small copy, and that is said", async () => {
  const model = await modelOf("hevc10.mp4", {}, "proxies/hevc10.mp4");
  const { el, key, ready } = drawn(model);
  const video = await ready();
  await until(() => el.querySelector("[data-part=copied]"), "the words");
  expect(el.querySelector<HTMLElement>("[data-part=copied]")?.title).toContain("hevc");
  for (let frame = 1; frame < 6; frame += 1) {
    key(".");
    await until(() => !video.seeking && numberOf(video) === frame, `frame ${frame}`);
  }
});

test("a copy that cannot be made is told, with the reason", async () => {
  const { el } = drawn(await modelOf("mpeg4.mp4"));
  await until(() => el.textContent?.includes("no room"), "the reason");
  expect(el.textContent).toContain("cannot play mpeg4");
});

test("a film too large to send is not sent: its small copy plays", async () => {
  const model = await modelOf(
    "late_video.mp4",
    { size: 1_500_000_000 },
    "proxies/late_video.mp4",
  );
  const { el, ready } = drawn(model);
  await ready();
  expect(model.sent.filter((message) => message.type === "read")).toEqual([]);
  const words = () => el.querySelector<HTMLElement>("[data-part=copied]")?.title;
  await until(() => words()?.includes("1500.0 MB"), "why a copy plays");
});

test("bytes from the kernel tell how far they are, and have a limit", async () => {
  const told: number[] = [];
  const part = (start: number) =>
    Promise.resolve(new ArrayBuffer(start < 8_000_000 ? 4_000_000 : 10));
  const file = { name: "a", kind: "clip", path: null, part } as const;
  const never = new AbortController().signal;
  const progress = (bytes: number) => void told.push(bytes);
  const place = await fromKernel.whole({ ...file, progress }, never);
  URL.revokeObjectURL(place?.url ?? "");
  expect(told).toEqual([4_000_000, 8_000_000, 8_000_010]);
  const large = fromKernel.whole({ ...file, size: 300_000_000 }, never);
  await expect(large).rejects.toThrow(TooLarge);
});

test("a browser that tells no frames works with coarser numbers, and says so", async () => {
  const prototype = HTMLVideoElement.prototype;
  const own = Object.getOwnPropertyDescriptors(prototype);
  Reflect.deleteProperty(prototype, "requestVideoFrameCallback");
  Reflect.deleteProperty(prototype, "cancelVideoFrameCallback");
  try {
    const { counter, el, key, ready } = drawn(
      await modelOf("vfr.mp4", {}, "proxies/vfr.mp4"),
    );
    const video = await ready();
    await until(() => el.querySelector(".vw-time")?.textContent?.includes("≈"), "said");
    key(".");
    await until(() => numberOf(video) === 1 && counter() === 1, "a step");
    key(" ");
    await until(() => counter() > 5, "it counts on");
  } finally {
    Object.defineProperties(prototype, own);
  }
});

test("one player shown twice is heard once, by the view that was asked last", async () => {
  const model = await modelOf("late_video.mp4");
  model.state.muted = false;
  const [one, two] = [drawn(model), drawn(model)];
  const [first, second] = [await one.ready(), await two.ready()];
  expect([first.muted, second.muted]).toEqual([false, true]);
  two.key("m");
  await until(() => !second.muted && first.muted, "the second is heard");
  one.key("m");
  await until(() => !first.muted && second.muted, "the first is heard");
  one.close();
  await until(() => !second.muted, "the one that is left is heard");
  model.kernel("muted", true);
  expect(second.muted).toBe(true);
});

test("two views of one player play and stand each by itself", async () => {
  const model = await modelOf("late_video.mp4");
  const [one, two] = [drawn(model), drawn(model)];
  const [first, second] = [await one.ready(), await two.ready()];
  one.key(".");
  await until(() => one.counter() === 1, "the first stepped");
  await until(() => Number(model.get("time")) > 0, "the kernel is told");
  await told(second);
  expect([two.counter(), second.currentTime]).toEqual([0, 0]);
  two.key(" ");
  await until(() => second.currentTime > 0.2 && model.get("playing"), "the second plays");
  await told(first);
  expect(first.paused).toBe(true);
  const third = await drawn(model).ready();
  await told(third);
  expect(third.paused).toBe(true);
  one.close();
  await until(() => second.currentTime > 0.5, "it plays on");
  model.kernel("playing", false);
  await until(() => second.paused, "the kernel stops all");
});
