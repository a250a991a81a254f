import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Group } from "../../src/grid/sync";
import { calmly, told, until } from "../model";
import { CLIP, cell, closeAll, draw, FOUR, ready } from "./grid";

afterEach(closeAll);

/** The clip on the stage, once it has a picture. */
const sideOf = (view: ReturnType<typeof draw>) =>
  until(() => {
    const video = view.find(".vg-both video") as HTMLVideoElement | null;
    return video && video.readyState >= 2 && video;
  }, "a side");

const at = (video: HTMLVideoElement, seconds: number): boolean =>
  Math.abs(video.currentTime - seconds) < 0.05;

test("with the sound off, comparing is silent", async () => {
  const view = draw(FOUR, { baseline: 0, focused: 1, mode: "wipe" });
  const both = await until(() => {
    const videos = view.all(".vg-both video") as HTMLVideoElement[];
    return videos.length === 2 && videos.every((one) => one.readyState >= 2) && videos;
  }, "two sides");
  expect(both.every((one) => one.muted)).toBe(true);
});

test("panes play, stand and step together, and the kernel is told", async () => {
  const view = draw(FOUR);
  const videos = await ready(view, 4);
  view.key(" ");
  await until(() => videos.every((one) => one.currentTime > 0.3), "they run");
  expect(view.model.get("playing")).toBe(true);
  view.key(" ");
  await until(() => videos.every((one) => one.paused && !one.seeking), "they stand");
  const frames = videos.map((one) => Math.floor(one.currentTime * 24 + 1e-3));
  expect(new Set(frames).size).toBe(1);
  view.key(".");
  await until(
    () =>
      videos.every((one) => Math.floor(one.currentTime * 24) === (frames[0] ?? 0) + 1),
    "one frame on",
  );
  expect(view.model.get("playing")).toBe(false);
  expect(view.model.get("time")).toBeGreaterThan(0.3);
});

test("traits set by the kernel are followed", async () => {
  const view = draw(FOUR);
  const videos = await ready(view, 4);
  view.model.kernel("time", 1);
  await until(() => videos.every((one) => at(one, 1)), "sought");
  view.model.kernel("rate", 2);
  const speed = view.find("select[aria-label=Speed]") as HTMLSelectElement;
  await until(() => speed.value === "2", "speed");
  view.model.kernel("selected", [1]);
  view.model.kernel("playing", true);
  await until(() => videos.some((one) => one.currentTime > 1.3), "one runs");
  expect(videos.filter((one) => !one.paused)).toHaveLength(1);
  view.model.kernel("playing", false);
});

test("only a selection plays", async () => {
  const view = draw(FOUR);
  const videos = await ready(view, 4);
  view.find("[data-cell='1']")?.focus();
  view.key("e");
  await until(() => (view.model.get("selected") as number[]).includes(1), "selected");
  view.key(" ");
  await until(() => videos.some((one) => one.currentTime > 0.2), "one runs");
  expect(videos.filter((one) => one.currentTime > 0.1)).toHaveLength(1);
  view.key(" ");
});

test("one pane is heard, levelled down to the quietest", async () => {
  const loud = FOUR.map((one, n) => ({
    ...one,
    clip: one.clip && { ...one.clip, loudness: n === 1 ? -10 : -16 },
  }));
  const view = draw(loud);
  const videos = await ready(view, 4);
  const voice = view.find(".vg-voice") as HTMLVideoElement;
  expect(voice.src).toBe("");
  view.find("[data-cell='1']")?.focus();
  view.key("a");
  await userEvent.click(view.button("Play") as Element);
  await until(() => !voice.muted && voice.currentTime > 0.3, "heard");
  expect(voice.dataset.index).toBe("1");
  expect(voice.volume).toBeCloseTo(10 ** (-6 / 20), 2);
  expect(videos.every((one) => one.muted && !one.paused)).toBe(true);
  await until(
    () => Math.abs(voice.currentTime - (videos[1]?.currentTime ?? 0)) < 0.1,
    "in step with its pane",
  );
  view.key(" ");
  await until(() => voice.paused && videos.every((one) => one.paused), "all stand");
  const quieter = { ...CLIP, sha256: "2".repeat(64), loudness: -20 };
  view.model.say({ type: "clip", index: 2, clip: quieter });
  await until(() => Math.abs(voice.volume - 10 ** (-10 / 20)) < 0.01, "as loud as that");
  view.key("m");
  await until(() => !voice.src && voice.muted, "nobody is heard");
});

test("what stands on the stage is heard, and what is not selected is not", async () => {
  const view = draw(FOUR, { sound: "focused" });
  await ready(view, 4);
  const voice = view.find(".vg-voice") as HTMLVideoElement;
  view.find("[data-cell='2']")?.focus();
  view.key("Enter");
  const side = await sideOf(view);
  view.key(" ");
  await until(() => !side.paused && voice.currentTime > 0.2, "it is heard");
  expect([voice.dataset.index, side.muted]).toEqual(["2", true]);
  view.key("Escape");
  view.model.kernel("selected", [1]);
  await until(() => voice.paused, "another plays alone");
  view.key(" ");
});

test("without a proxy it is asked for; when there is none the clip itself plays", async () => {
  const bare = { ...CLIP, derived: false, sha256: "9".repeat(64) };
  const view = draw([cell(0, [0, 0], { clip: bare })]);
  await until(() => view.model.sent.some((one) => one.type === "derive"), "asked");
  expect(view.model.sent.filter((one) => one.kind === "pictures")).toHaveLength(0);
  view.model.say({ type: "clip", index: 0, clip: { ...bare } });
  await ready(view, 1);
  expect(view.model.sent.some((one) => one.kind === "clip")).toBe(true);
});

test("a pane that fails says so and holds nobody up", async () => {
  const view = draw(FOUR);
  const videos = await ready(view, 4);
  const broken = videos[0] as HTMLVideoElement;
  broken.src = "data:video/mp4;base64,AAAA";
  await until(() => view.find(".vg-bad"), "told");
  view.key(" ");
  await until(() => (videos[3]?.currentTime ?? 0) > 0.3, "the others run");
  view.key(" ");
});

test("while the stage covers the cells, they stand and it plays", async () => {
  const view = draw(FOUR);
  await ready(view, 4);
  view.find("[data-cell='0']")?.focus();
  view.key("Enter");
  const side = await sideOf(view);
  view.key(" ");
  await until(() => !side.paused && side.currentTime > 0.1, "it plays");
  const panes = () => view.all(".vg-pane video") as HTMLVideoElement[];
  expect(panes().every((one) => one.paused)).toBe(true);
  view.key("Escape");
  await until(() => panes().every((one) => !one.paused), "the cells go on");
  view.key(" ");
});

test("a machine whose seeks are slow gets small copies, and is told so", async () => {
  const view = draw(FOUR);
  const videos = await ready(view, 4);
  await until(() => view.all(".vg-pane[data-live=yes]").length === 4, "a group");
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => {
    now += 300;
    return now;
  });
  for (const [tenth, seconds] of [
    ["3", 0.6],
    ["5", 1],
    ["7", 1.4],
  ] as const) {
    view.key(tenth);
    await until(
      () => videos.every((one) => !one.seeking && at(one, seconds)),
      `sought ${tenth}`,
    );
    await Promise.all(videos.map(told));
  }
  const note = await until(() => view.find(".vg-deck [role=status]"), "a note");
  expect(note.textContent).toBe("Playing small copies: this machine is busy");
  await until(
    () => view.model.sent.filter((one) => one.kind === "small").length >= 4,
    "small copies",
  );
  await ready(view, 4);
});

test("panes that gave up their decoder for others show their own frame at a pause", async () => {
  const view = draw(FOUR);
  await ready(view, 4);
  const videos = () => view.all(".vg-pane video") as HTMLVideoElement[];
  vi.spyOn(Group.prototype, "step", "get").mockReturnValue({
    live: 4,
    group: 4,
    late: 1,
  });
  view.key(" ");
  await until(() => videos().length === 2, "two play, the others are stills");
  const note = () => view.find(".vg-deck [role=status]")?.textContent ?? "";
  expect(note()).toContain("2 of 4 play, the others show stills");
  view.key(" ");
  await ready(view, 4);
  const frames = () => new Set(videos().map((one) => Math.floor(one.currentTime * 24)));
  await until(() => frames().size === 1, "one frame in all");
  expect(note()).not.toContain("stills");
  view.key(" ");
  await until(() => note().includes("stills"), "told again when it is so again");
  view.key(" ");
});

test("where motion is reduced a grid that would play at first stands, and says so", async () => {
  await calmly(async () => {
    const view = draw(FOUR, { playing: true });
    await until(() => view.model.get("playing") === false, "that it stands");
    await until(() => view.button("Play"), "the button says so");
  });
});
