import { afterEach, expect, test, vi } from "vitest";
import grid from "../src/grid";
import type { CellLive, CellView, GridClip, SummaryView } from "../src/wire.gen";
import { FakeModel, show, until } from "./model";

const bytes = new Uint8Array(
  await (await fetch(new URL("./clip.mp4", import.meta.url))).arrayBuffer(),
);
const PIXEL = Uint8Array.from(
  atob("R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="),
  (one) => one.charCodeAt(0),
);

const LIVE: CellLive = {
  job: "j",
  state: "ready",
  flags: [],
  actions: [],
  note: "",
  cost: 0.4,
  began: 100,
  ended: 150,
};
const CLIP: GridClip = {
  sha256: "c".repeat(64),
  size: bytes.length,
  width: 320,
  height: 180,
  fps: 24,
  frames: 48,
  duration: 2,
  has_audio: true,
  loudness: -16,
  stored: false,
  derived: true,
};
const HEAD: SummaryView = {
  title: "panda",
  shared: [{ name: "duration", text: "4" }],
  prompts: ["a red fox runs"],
  warnings: ["<b>careful</b>"],
  play_money: true,
  expected_s: 60,
  media: `veo-widgets/media/${"a".repeat(16)}`,
};

function cell(index: number, at: number[], change: Partial<CellView> = {}): CellView {
  return {
    index,
    at,
    title: `cell ${index}`,
    model: "veo-2",
    prompt: 0,
    fate: "send",
    reason: "",
    into: null,
    low: 1,
    high: 2,
    usual: 60,
    shape: [16, 9],
    live: LIVE,
    clip: { ...CLIP, sha256: String(index).repeat(64).slice(0, 64) },
    ...change,
  };
}

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const view of open.splice(0)) view.close();
  vi.restoreAllMocks();
});

function draw(cells: CellView[], state: Record<string, unknown> = {}) {
  const model = new FakeModel({
    summary: HEAD,
    axes: [
      { name: "model", values: ["veo-3-fast", "veo-2"] },
      { name: "seed", values: ["1", "2"] },
    ],
    cells,
    rows: ["seed"],
    columns: ["model"],
    pending: null,
    stop_reason: "",
    playing: false,
    time: 0,
    rate: 1,
    selected: [],
    focused: -1,
    mode: "grid",
    baseline: -1,
    ...state,
  });
  const send = model.send.bind(model);
  model.send = (message) => {
    send(message);
    if (message.type !== "read_file") return;
    const image = message.kind === "strip" || message.kind === "poster";
    const start = Number(message.start);
    const part = (image ? PIXEL : bytes).slice(start, start + Number(message.length));
    queueMicrotask(() =>
      model.say({ type: "chunk", id: message.id, error: null }, [
        new DataView(part.buffer),
      ]),
    );
  };
  const view = show(grid, model);
  open.push(view);
  const find = (selector: string) => view.el.querySelector<HTMLElement>(selector);
  const all = (selector: string) => [...view.el.querySelectorAll<HTMLElement>(selector)];
  const button = (name: string) =>
    all("button").find((one) => (one.ariaLabel ?? one.textContent) === name);
  const key = (pressed: string, extra: KeyboardEventInit = {}) => {
    const target = find(".vg-cell") as HTMLElement;
    target.dispatchEvent(
      new KeyboardEvent("keydown", {
        key: pressed,
        bubbles: true,
        cancelable: true,
        ...extra,
      }),
    );
  };
  return { model, find, all, button, key, ...view };
}

const FOUR = [cell(0, [0, 0]), cell(1, [0, 1]), cell(2, [1, 0]), cell(3, [1, 1])];
const ready = (view: ReturnType<typeof draw>, count: number) =>
  until(() => {
    const videos = view.all(".vg-pane video") as HTMLVideoElement[];
    return videos.filter((one) => one.readyState >= 2).length === count && videos;
  }, `${count} videos`);

test("rows, columns, summary and what is shared", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-cell").length === 4, "four cells");
  expect(view.all(".vg-head span").map((one) => one.textContent)).toEqual([
    "veo-3-fast",
    "veo-2",
  ]);
  expect(view.all(".vg-side span").map((one) => one.textContent)).toEqual([
    "seed 1",
    "seed 2",
  ]);
  expect(view.find("[data-part=summary]")?.textContent).toContain(
    "4 ready · $1.60 spent play money",
  );
  expect(view.find(".vg-shared")?.textContent).toContain("duration4");
  expect(view.find(".vg-shared p")?.textContent).toBe("⚠ <b>careful</b>");
  expect(view.find(".vg-scroll")?.getAttribute("role")).toBe("grid");
});

test("a patch changes one cell, and nothing is as high as before or not", async () => {
  const planned = {
    ...LIVE,
    state: "planned" as const,
    cost: null,
    began: null,
    ended: null,
  };
  const view = draw([cell(0, [0, 0], { live: planned, clip: null }), ...FOUR.slice(1)]);
  const first = await until(() => view.find("[data-cell='0']"), "a cell");
  const before = first.getBoundingClientRect();
  expect(first.dataset.state).toBe("planned");
  expect(first.textContent).toContain("est. $1.00–2.00");
  view.model.say({
    type: "live",
    index: 0,
    live: { ...LIVE, state: "processing", ended: null },
  });
  await until(() => first.dataset.state === "processing", "running");
  view.model.say({ type: "live", index: 0, live: LIVE });
  view.model.say({ type: "clip", index: 0, clip: { ...CLIP, sha256: "0".repeat(64) } });
  await until(() => first.querySelector("video"), "a video");
  expect(first.dataset.state).toBe("ready");
  expect(first.getBoundingClientRect().height).toBe(before.height);
  expect(first.getBoundingClientRect().width).toBe(before.width);
});

test("another view begins from what this one was told", async () => {
  const planned = {
    ...LIVE,
    state: "planned" as const,
    cost: null,
    began: null,
    ended: null,
  };
  const view = draw([cell(0, [0, 0], { live: planned, clip: null }), ...FOUR.slice(1)]);
  const life = new AbortController();
  grid.initialize({ model: view.model.typed, signal: life.signal } as never);
  await until(() => view.find("[data-cell='0']"), "a cell");
  view.model.say({ type: "live", index: 0, live: LIVE });
  view.model.say({ type: "clip", index: 0, clip: CLIP });
  const other = show(grid, view.model);
  open.push(other);
  const first = await until(
    () => other.el.querySelector<HTMLElement>("[data-cell='0']"),
    "the same cell",
  );
  expect(first.dataset.state).toBe("ready");
  life.abort();
});

test("with the sound off, comparing is silent", async () => {
  const view = draw(FOUR, { baseline: 0, focused: 1, mode: "wipe" });
  const both = await until(() => {
    const videos = view.all(".vg-both video") as HTMLVideoElement[];
    return videos.length === 2 && videos.every((one) => one.readyState >= 2) && videos;
  }, "two sides");
  expect(both.every((one) => one.muted)).toBe(true);
});

test("keys without a focused cell select nothing", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-cell").length === 4, "cells");
  view.key("x");
  view.key("p");
  expect(view.model.get("selected")).toEqual([]);
  expect(view.model.get("baseline")).toBe(-1);
});

test("a kernel that is gone is told, and breaks nothing", async () => {
  const view = draw(FOUR, { pending: { count: 1, low: 1, high: 2 } });
  const button = await until(() => view.find(".vg-launch"), "a button");
  view.model.send = () => {
    throw new Error("Cannot send");
  };
  button.click();
  await until(() => view.el.textContent?.includes("The kernel does not answer."), "told");
});

test("the deck is there before the first clip, so that nothing jumps", async () => {
  const planned = {
    ...LIVE,
    state: "planned" as const,
    cost: null,
    began: null,
    ended: null,
  };
  const view = draw(FOUR.map((one) => ({ ...one, live: planned, clip: null })));
  const first = await until(() => view.find("[data-cell='0']"), "a cell");
  const top = first.getBoundingClientRect().top;
  view.model.say({ type: "clip", index: 0, clip: CLIP });
  await until(() => first.querySelector("video"), "a clip");
  expect(first.getBoundingClientRect().top).toBe(top);
});

test("what does not apply is hatched, with the reason", async () => {
  const view = draw([
    cell(0, [0, 0], { fate: "refused", reason: "4 is not 5", clip: null }),
    ...FOUR.slice(1),
  ]);
  const empty = await until(() => view.find(".vg-hatched"), "hatched");
  expect(empty.textContent).toContain("not applicable: 4 is not 5");
});

test("the launch button says count and price, and asks once pressed", async () => {
  const view = draw(FOUR, { pending: { count: 3, low: 1.2, high: 3.6 } });
  const button = await until(() => view.find(".vg-launch"), "a button");
  expect(button.textContent).toBe("Generate 3 clips · $1.20–3.60 play money");
  button.click();
  expect(view.model.sent).toContainEqual({ type: "launch" });
});

test("failed cells are retried together, at a price, and alone by the menu", async () => {
  const failed: CellLive = {
    ...LIVE,
    state: "failed",
    cost: null,
    actions: ["retry"],
    note: "<i>no</i>",
  };
  const view = draw([cell(0, [0, 0], { live: failed, clip: null }), ...FOUR.slice(1)]);
  const again = await until(() => view.find(".vg-again"), "a button");
  expect(again.textContent).toBe("Retry 1 failed · up to $2.00");
  again.click();
  expect(view.model.sent).toContainEqual({ type: "retry_failed" });
  const first = await until(() => view.find("[data-cell='0']"), "the cell");
  expect(first.textContent).toContain("<i>no</i>");
  view.button("Actions of cell 0")?.click();
  const menu = await until(() => view.find(".vg-menu"), "a menu");
  const retry = [...menu.querySelectorAll("button")].find(
    (one) => one.textContent === "Retry",
  );
  retry?.click();
  expect(view.model.sent).toContainEqual({ type: "act_on", index: 0, action: "retry" });
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
  await until(
    () => videos.every((one) => Math.abs(one.currentTime - 1) < 0.05),
    "sought",
  );
  view.model.kernel("rate", 2);
  await until(() => view.find("select[aria-label=Speed]")?.matches("select"), "speed");
  view.model.kernel("selected", [1]);
  view.model.kernel("playing", true);
  await until(
    () => (videos[2]?.currentTime ?? 0) > 1.3 || videos.some((v) => !v.paused),
    "run",
  );
  expect(videos.filter((one) => !one.paused)).toHaveLength(1);
  view.model.kernel("playing", false);
});

test("only a selection plays", async () => {
  const view = draw(FOUR);
  const videos = await ready(view, 4);
  view.find("[data-cell='1']")?.focus();
  view.key("x");
  await until(() => (view.model.get("selected") as number[]).includes(1), "selected");
  view.key(" ");
  await until(() => videos.some((one) => one.currentTime > 0.2), "one runs");
  expect(videos.filter((one) => one.currentTime > 0.1)).toHaveLength(1);
  view.key(" ");
});

test("arrows move in the table, and the focus is the kernel's too", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-cell").length === 4, "cells");
  view.find("[data-cell='0']")?.focus();
  view.key("ArrowRight");
  expect(view.model.get("focused")).toBe(2);
  view.key("ArrowDown");
  expect(view.model.get("focused")).toBe(3);
  view.key("ArrowLeft");
  expect(view.model.get("focused")).toBe(1);
  view.key("ArrowLeft");
  expect(view.model.get("focused")).toBe(1);
});

test("one pane is heard, levelled down to the quietest", async () => {
  const loud = FOUR.map((one, n) => ({
    ...one,
    clip: one.clip && { ...one.clip, loudness: n === 1 ? -10 : -16 },
  }));
  const view = draw(loud);
  const videos = await ready(view, 4);
  view.find("[data-cell='1']")?.focus();
  view.key("a");
  await until(() => videos.some((one) => !one.muted), "heard");
  const heard = videos.filter((one) => !one.muted);
  expect(heard).toHaveLength(1);
  expect(heard[0]?.dataset.index).toBe("1");
  expect(heard[0]?.volume).toBeCloseTo(10 ** (-6 / 20), 2);
  view.key("m");
  expect(videos.every((one) => one.muted)).toBe(true);
});

test("wipe, difference, blink and onion compare with the baseline", async () => {
  const view = draw(FOUR);
  await ready(view, 4);
  view.find("[data-cell='0']")?.focus();
  view.key("p");
  expect(view.model.get("baseline")).toBe(0);
  view.key("ArrowRight");
  view.key("w");
  const both = await until(() => view.find(".vg-both"), "a stage");
  const top = both.querySelector<HTMLElement>("[data-side=B]") as HTMLElement;
  expect(top.style.clipPath).toContain("50%");
  const handle = view.find("[role=slider].vg-handle") as HTMLElement;
  handle.dispatchEvent(
    new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }),
  );
  await until(() => handle.ariaValueText === "54 % A", "moved");
  expect(view.model.sent).toContainEqual({ type: "find_differences", one: 0, other: 2 });
  view.model.say({ type: "differences", one: 0, other: 2, times: [0.5, 1.5] });
  await until(() => view.all(".vg-peak").length === 2, "ticks");
  view.key("]");
  await until(() => view.model.get("time") === 0.5, "jumped");
  view.key("d");
  await until(() => top.style.mixBlendMode === "difference", "difference");
  view.key("d");
  await until(() => !view.find(".vg-both"), "gone");
  view.key("b");
  await until(() => view.find(".vg-both")?.dataset.mode === "blink", "blink");
  const shown = view.find("[data-side=B]") as HTMLElement;
  expect(shown.style.visibility).toBe("hidden");
  view
    .find(".vg-cell")
    ?.dispatchEvent(new KeyboardEvent("keyup", { key: "b", bubbles: true }));
  await until(() => shown.style.visibility === "visible", "back");
  view.button("Onion")?.click();
  await until(() => shown.style.opacity === "0.5", "onion");
});

test("the same point is under the loupe in every pane", async () => {
  const view = draw(FOUR);
  await ready(view, 4);
  view.key("z");
  const pane = view.find("[data-cell='3'] .vg-pane") as HTMLElement;
  const box = pane.getBoundingClientRect();
  pane.dispatchEvent(
    new PointerEvent("pointermove", {
      bubbles: true,
      clientX: box.left + box.width * 0.25,
      clientY: box.top + box.height * 0.5,
    }),
  );
  const root = view.find(".vg") as HTMLElement;
  await until(() => root.style.getPropertyValue("--zoom") === "3", "zoomed");
  expect(Number(root.style.getPropertyValue("--zx"))).toBeCloseTo(0.25, 1);
  const turned = view.all(".vg-pane video").map((one) => getComputedStyle(one).transform);
  expect(new Set(turned).size).toBe(1);
  view.key("z");
  pane.dispatchEvent(
    new WheelEvent("wheel", {
      bubbles: true,
      cancelable: true,
      altKey: true,
      deltaY: -1,
      clientX: box.left + box.width / 2,
      clientY: box.top + box.height / 2,
    }),
  );
  await until(() => Number(root.style.getPropertyValue("--zoom")) > 1.1, "nearer");
  pane.dispatchEvent(
    new PointerEvent("pointermove", {
      bubbles: true,
      buttons: 1,
      movementX: -9,
      movementY: 0,
    }),
  );
  await until(() => Number(root.style.getPropertyValue("--zx")) > 0.5, "dragged");
  view.key("r");
  await until(() => root.style.getPropertyValue("--zoom") === "1", "whole");
});

test("a prompt shows the words that differ from the baseline's", async () => {
  const view = draw(
    [FOUR[0] as CellView, cell(1, [0, 1], { prompt: 1 }), ...FOUR.slice(2)],
    {
      summary: { ...HEAD, prompts: ["a red fox runs", "a blue fox runs"] },
      baseline: 0,
    },
  );
  const own = await until(() => view.find("[data-cell='1'] .vg-prompt"), "a prompt");
  expect(own.querySelector("ins")?.textContent).toBe("blue");
  expect(own.querySelector("del")?.textContent).toBe("red");
});

test("a text about a cell is asked for, shown and copied", async () => {
  const written = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const view = draw(FOUR);
  await until(() => view.button("Actions of cell 0"), "a menu button");
  view.button("Actions of cell 0")?.click();
  const item = await until(() => view.button("Copy as Python"), "an item");
  item.click();
  const asked = await until(
    () => view.model.sent.find((one) => one.type === "text_request"),
    "asked",
  );
  expect(asked).toMatchObject({ index: 0, about: "python" });
  view.model.say({
    type: "text_reply",
    id: asked.id as string,
    text: "<b>x</b>",
    error: null,
  });
  const told = await until(() => view.find(".vg-told pre"), "told");
  expect(told.textContent).toBe("<b>x</b>");
  expect(written).toHaveBeenCalledWith("<b>x</b>");
});

test("a thousand cells are a few in the page", async () => {
  const many = Array.from({ length: 1000 }, (_, n) =>
    cell(n, [0, n], { clip: null, live: { ...LIVE, state: "planned" } }),
  );
  const values = many.map((_, n) => String(n));
  const view = draw(many, {
    axes: [
      { name: "model", values: ["veo-2"] },
      { name: "seed", values },
    ],
  });
  await until(() => view.all(".vg-cell").length > 2, "cells");
  expect(view.all(".vg-cell").length).toBeLessThan(30);
  view.find("[data-cell='0']")?.focus();
  for (let n = 0; n < 40; n += 1) view.key("ArrowDown");
  await until(() => view.find("[data-cell='40']"), "scrolled there");
});

test("without a proxy it is asked for; when there is none the clip itself plays", async () => {
  const bare = { ...CLIP, derived: false, sha256: "9".repeat(64) };
  const view = draw([cell(0, [0, 0], { clip: bare })]);
  await until(() => view.model.sent.some((one) => one.type === "derive"), "asked");
  expect(view.model.sent.filter((one) => one.kind === "proxy")).toHaveLength(0);
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

test("every listener dies with the view", async () => {
  const view = draw(FOUR);
  await ready(view, 4);
  view.close();
  open.splice(0);
  expect(view.model.listeners).toBe(0);
  expect(document.querySelectorAll(".vg")).toHaveLength(0);
});
