import { afterEach, expect, test } from "vitest";
import { frameAt } from "../../src/lib/frames";
import { grid } from "../../src/widgets";
import type { GridClip } from "../../src/wire.gen";
import { bytesOf, FACTS, numberOf } from "../kinds";
import { FakeModel, show, until } from "../model";
import { cell, closeAll, open, STATE } from "./grid";

afterEach(closeAll);

function gridClip(name: string): GridClip {
  const facts = FACTS[name];
  if (!facts) throw new Error(name);
  const place = { checks: [], loudness: null, stored: false, served: false };
  return { ...facts, ...place, derived: true, trouble: "" };
}

/** A grid of files with their proxies, the first one focused. */
async function gridOf(names: string[], state: Record<string, unknown> = {}) {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const cells = names.map((name, index) =>
    cell(index, [index, 0], { clip: gridClip(name), title: name }),
  );
  for (const [index, name] of names.entries()) {
    files.set(`${index} clip`, await bytesOf(name));
    files.set(`${index} pictures`, await bytesOf(`pictures/${name}`));
  }
  const axes = [
    { name: "clip", values: names, labels: names },
    { name: "seed", values: ["1"], labels: ["1"] },
  ];
  const own = { cells, axes, rows: ["seed"], columns: ["clip"], focused: 0 };
  const model = new FakeModel({ ...STATE, ...own, ...state });
  const send = model.send.bind(model);
  model.send = (message) => {
    send(message);
    if (message.type !== "read_file") return;
    const { id, index, kind } = message;
    const bytes = files.get(`${index} ${kind}`);
    const start = Number(message.start);
    const part = bytes?.slice(start, start + Number(message.length));
    const buffers = part ? [new DataView(part.buffer)] : [];
    const error = part ? null : "not here";
    queueMicrotask(() => model.say({ type: "chunk", id, error }, buffers));
  };
  const view = show(grid, model);
  open.push(view);
  const videos = (selector: string) =>
    until(() => {
      const all = [...view.el.querySelectorAll<HTMLVideoElement>(`${selector} video`)];
      return all.length === 2 && all.every((one) => one.readyState >= 2) && all;
    }, `pictures in ${selector}`);
  const key = (pressed: string) =>
    view.el
      .querySelector(".vg-cell")
      ?.dispatchEvent(
        new KeyboardEvent("keydown", { key: pressed, bubbles: true, cancelable: true }),
      );
  const counter = () =>
    Number(view.el.querySelector<HTMLElement>("[data-frame]")?.dataset.frame);
  return { ...view, counter, key, model, videos };
}

test("stepping visits each frame of an uneven clip, and others at its moments", async () => {
  const view = await gridOf(["vfr.mp4", "late_video.mp4"]);
  const [uneven, late] = (await view.videos(".vg-pane")) as [
    HTMLVideoElement,
    HTMLVideoElement,
  ];
  const [own, other] = [gridClip("vfr.mp4"), gridClip("late_video.mp4")];
  view.key("Home");
  await until(() => numberOf(uneven) === 0, "the first frame");
  for (let frame = 1; frame < own.frames; frame += 1) {
    view.key(".");
    await until(
      () => !uneven.seeking && !late.seeking && numberOf(uneven) === frame,
      `frame ${frame}`,
    );
    const beside = frameAt(uneven.currentTime, other);
    await until(() => numberOf(late) === beside, `${beside} beside ${frame}`);
    expect(view.counter()).toBe(frame);
  }
});

test("the wipe shows the frames that the panes show", async () => {
  const names = ["late_video.mp4", "vfr.mp4"];
  const view = await gridOf(names, { baseline: 0, focused: 1 });
  for (const part of [".vg-pane", ".vg-side-of"]) {
    view.model.kernel("mode", part === ".vg-pane" ? "grid" : "wipe");
    const videos = await view.videos(part);
    for (const seconds of [0.5, 1.15, 1.9, 2.7]) {
      view.model.kernel("time", seconds);
      const wanted = names.map((name) => frameAt(seconds, gridClip(name))).join();
      await until(
        () => videos.map(numberOf).join() === wanted,
        `${wanted} in ${part} at ${seconds}`,
      );
    }
  }
});

test("a side that the browser cannot play shows its small copy, and says so", async () => {
  const state = { mode: "wipe", baseline: 0, focused: 1 };
  const view = await gridOf(["hevc10.mp4", "late_video.mp4"], state);
  const sides = await view.videos(".vg-side-of");
  await until(() => view.el.textContent?.includes("cannot play hevc"), "the words");
  view.model.kernel("time", 1.02);
  await until(() => sides.map(numberOf).join() === "24,5", "the same moment");
});
