import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { CellLive } from "../../src/wire.gen";
import { until } from "../model";
import { axis, CLIP, cell, closeAll, draw, FOUR, LIVE, ready } from "./grid";

afterEach(closeAll);

const BLOCKED: CellLive = {
  ...LIVE,
  state: "blocked",
  cost: null,
  charged: 0,
  actions: ["retry"],
  note: "refused",
  trouble: {
    kind: "ContentBlocked",
    message: "The prompt was refused.",
    next_step: "Change the prompt.",
    detail: '{"code": 7}',
    request_id: "req-1",
    charged: false,
  },
};
const FAILED: CellLive = { ...BLOCKED, state: "failed" };

test("enter enlarges a clip over the window; arrows go on to others; escape goes back", async () => {
  const view = draw(FOUR);
  await ready(view, 4);
  view.find("[data-cell='0']")?.focus();
  view.key("Enter");
  const stage = await until(() => view.find(".vg-stage"), "the stage");
  expect(stage.matches(":popover-open")).toBe(true);
  expect(Math.round(stage.getBoundingClientRect().height)).toBe(innerHeight);
  expect(stage.textContent).toContain("cell 0");
  view.key("ArrowRight");
  await until(() => view.find(".vg-stage-head")?.textContent?.includes("cell 2"), "next");
  view.key("Escape");
  await until(() => !view.find(".vg-stage"), "closed");
  expect(document.activeElement?.getAttribute("data-cell")).toBe("2");
});

test("what Python opens stays in the page, and covers no window", async () => {
  const view = draw(FOUR, { baseline: 0, focused: 1 });
  await ready(view, 4);
  view.model.kernel("mode", "onion");
  const stage = await until(() => view.find(".vg-stage"), "the stage");
  expect(stage.matches(":popover-open")).toBe(false);
});

test("beside a tall clip there is black, not the other clip", async () => {
  const tall = { ...CLIP, width: 180, height: 320, sha256: "9".repeat(64) };
  const view = draw([cell(0, [0, 0]), cell(1, [0, 1], { clip: tall }), ...FOUR.slice(2)]);
  await until(() => view.find("[data-cell='1']"), "cells");
  view.find("[data-cell='1']")?.focus();
  view.key("w");
  const side = await until(() => view.find("[data-side=B]"), "B");
  const both = view.find(".vg-both") as HTMLElement;
  expect(side.getBoundingClientRect().width).toBe(both.getBoundingClientRect().width);
  expect(getComputedStyle(side).backgroundColor).toBe("rgb(0, 0, 0)");
  const fit = side.querySelector(".vg-fit")?.getBoundingClientRect() as DOMRect;
  expect(fit.width / fit.height).toBeCloseTo(180 / 320, 1);
});

test("a pane's frames ahead hold on the stage too", async () => {
  const view = draw(FOUR, { baseline: 0, focused: 1, offsets: { 1: 6 }, time: 0.5 });
  await ready(view, 4);
  view.model.kernel("mode", "wipe");
  await until(() => {
    const videos = view.all(".vg-both video") as HTMLVideoElement[];
    const frames = videos.map((one) => Math.floor(one.currentTime * CLIP.fps));
    return frames.length === 2 && (frames[1] ?? 0) - (frames[0] ?? 0) === 6;
  }, "six frames ahead");
});

test("a clip that is over says when it ended", async () => {
  const short = { ...CLIP, duration: 1, length: 1, frames: 24, sha256: "9".repeat(64) };
  const view = draw([
    cell(0, [0, 0]),
    cell(1, [0, 1], { clip: short }),
    ...FOUR.slice(2),
  ]);
  await ready(view, 4);
  view.model.kernel("time", 1.5);
  const pane = await until(() => view.find("[data-cell='1'] [data-over=true]"), "over");
  expect(pane.textContent).toContain("ended 1.0 s");
  expect(view.all("[data-over=true]")).toHaveLength(1);
});

test("a failure is told whole, and offers its one right action", async () => {
  const view = draw([
    cell(0, [0, 0], { live: BLOCKED, clip: null }),
    cell(1, [0, 1], { fate: "reuse", live: FAILED, clip: null }),
    ...FOUR.slice(2),
  ]);
  const first = await until(() => view.find("[data-cell='0']"), "a cell");
  expect(first.querySelector(".vg-steps button")?.textContent).toBe("Edit prompt");
  const second = view.find("[data-cell='1'] .vg-steps button") as HTMLElement;
  expect(second.textContent).toBe("Retry · $1.00–2.00");
  second.click();
  expect(view.model.sent).toContainEqual(
    expect.objectContaining({ type: "act_on", index: 1, action: "retry", agreed: false }),
  );
  expect(view.find(".vg-again")?.textContent).toBe("Retry 1 failed · up to $2.00");
  first.querySelector<HTMLElement>(".vg-steps .vw-link")?.click();
  const why = await until(() => view.find(".vg-why"), "why");
  for (const words of ["ContentBlocked", "Change the prompt.", '{"code": 7}', "req-1"]) {
    expect(why.textContent).toContain(words);
  }
});

test("what a retry costs is as the kernel says, not as the cost so far tells", async () => {
  const sent: CellLive = { ...FAILED, cost: 0, retry: "send" };
  const fetched: CellLive = { ...FAILED, cost: 0.4, retry: "fetch" };
  const view = draw([
    cell(0, [0, 0], { live: sent, clip: null }),
    cell(1, [0, 1], { live: fetched, clip: null }),
    ...FOUR.slice(2),
  ]);
  const label = (index: number) =>
    view.find(`[data-cell='${index}'] .vg-steps button`)?.textContent;
  await until(() => label(1), "its step");
  expect([label(0), label(1)]).toEqual(["Retry · $1.00–2.00", "Fetch again (free)"]);
  const again = () => view.find(".vg-again")?.textContent;
  expect(again()).toBe("Retry 2 failed · up to $2.00");
  view.model.kernel("cells", [cell(1, [0, 1], { live: fetched, clip: null })]);
  await until(() => again() === "Retry 1 failed · free", "nothing to pay");
});

test("no key leaves the grid while it has the keyboard", async () => {
  const heard: string[] = [];
  const listen = (event: Event) => heard.push((event as KeyboardEvent).key);
  document.addEventListener("keydown", listen);
  const view = draw(FOUR);
  await until(() => view.all(".vg-cell").length === 4, "cells");
  view.find("[data-cell='0']")?.focus();
  for (const key of ["q", "h", "x", "Delete", "ArrowUp", "F9"]) view.key(key);
  expect(heard).toEqual([]);
  view.model.kernel("filter", { show: "failed", values: {}, most: null });
  await until(() => view.all(".vg-cell").length === 0, "filtered away");
  await until(() => document.activeElement === view.find(".vg"), "kept");
  document.removeEventListener("keydown", listen);
});

test("facets narrow, and undo takes an arrangement back", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-cell").length === 4, "cells");
  view.button("Filter")?.click();
  const box = await until(
    () => view.all(".vg-facets label").find((one) => one.textContent?.includes("veo-2")),
    "a facet",
  );
  box.querySelector("input")?.click();
  await until(() => view.all(".vg-cell").length === 2, "narrowed");
  expect(view.model.get("filter")).toEqual({
    show: "all",
    values: { model: [1] },
    most: null,
  });
  view.key("u");
  await until(() => view.all(".vg-cell").length === 4, "back");
});

test("an axis goes to the columns by an arrow, and one of several makes groups", async () => {
  const view = draw(FOUR);
  const chip = await until(() => view.button("Axis seed: arrows move it"), "a chip");
  chip.dispatchEvent(
    new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true, cancelable: true }),
  );
  expect(view.model.get("columns")).toEqual(["model", "seed"]);
  expect(view.model.get("rows")).toEqual([]);
});

test("an axis is dragged to the other zone, and before another, without being opened", async () => {
  const view = draw(FOUR);
  const chip = async (name: string) =>
    until(() => view.button(`Axis ${name}: arrows move it`), name);
  const zone = await until(() => view.find("[aria-label=Columns]"), "the columns");
  await userEvent.dragAndDrop(await chip("seed"), zone);
  expect(view.model.get("columns")).toEqual(["model", "seed"]);
  await userEvent.dragAndDrop(await chip("seed"), await chip("model"));
  expect(view.model.get("columns")).toEqual(["seed", "model"]);
  expect(view.find(".vw-popover")).toBeNull();
  expect(String(getSelection())).toBe("");
});

test("asked against got stands in the cells on V, what differs first", async () => {
  const checks = [
    { name: "size", asked: "1280×720", got: "1280×720", differs: false },
    { name: "length", asked: "8 s", got: "5.9 s", differs: true },
  ];
  const odd = { ...CLIP, checks, sha256: "9".repeat(64) };
  const view = draw([cell(0, [0, 0], { clip: odd }), ...FOUR.slice(1)]);
  const first = await until(() => view.find("[data-cell='0']"), "a cell");
  expect(first.querySelector(".vg-amber")?.getAttribute("title")).toBe(
    "length: asked 8 s, got 5.9 s",
  );
  view.key("v");
  const told = await until(() => first.querySelector(".vg-checks"), "told");
  expect(told.querySelector("[data-differs=true]")?.textContent).toBe(
    "length 8 s → 5.9 s",
  );
  expect(view.model.get("verified")).toBe(true);
});

test("what is unfair is listed and marked", async () => {
  const unequal = [
    {
      about: "Length",
      text: "8.0 s in 3, 5.0 s in 1",
      values: ["8.0 s", "5.0 s"],
      cells: [2],
    },
  ];
  const view = draw(FOUR, {
    unequal,
    axes: [axis("model", ["a", "b"]), axis("seed", ["1", "2"])],
  });
  await until(() => view.find(".vg-cell .vg-amber"), "a mark");
  const marked = view.all(".vg-cell .vg-amber");
  expect(
    marked.map((one) => one.closest("[data-cell]")?.getAttribute("data-cell")),
  ).toEqual(["2"]);
  view.button("1 differs besides what is compared")?.click();
  const listed = await until(() => view.find(".vg-unequal"), "a list");
  expect(listed.textContent).toContain("Length8.0 s in 3, 5.0 s in 1");
  await userEvent.keyboard("{Escape}");
  await until(() => !view.find(".vg-unequal"), "closed");
});

test("stills that were saved are told for a moment", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-pane[data-live=yes]").length === 4, "players");
  const saved = vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
  view.find("[data-cell='1']")?.focus();
  view.key("t");
  const said = () => view.find(".vg-said")?.textContent;
  await until(() => said()?.startsWith("Stills of "), "told");
  expect(saved).toHaveBeenCalledOnce();
  saved.mockRestore();
});

test("a contact sheet of what is shown is asked for, and told where it lies", async () => {
  const filter = { show: "all", values: { model: [1] }, most: null };
  const view = draw(FOUR, { filter });
  await ready(view, 2);
  view.button("Pictures of all cells")?.click();
  const item = await until(() => view.button("Contact sheet"), "the menu");
  item.click();
  const question = await until(
    () => view.model.sent.find((message) => message.type === "ask_sheet"),
    "asked",
  );
  expect(question.cells).toEqual([2, 3]);
  const warnings = ["No font here has Thai: Install Noto Sans Thai."];
  const answer = { type: "sheet_made", id: question.id, path: "panda.png", error: null };
  view.model.say({ ...answer, warnings });
  await until(() => view.find(".vg-said")?.textContent?.includes("panda.png"), "told");
  const text = await until(() => view.find(".vg-text"), "what lacks");
  expect(text.textContent).toContain("Install Noto Sans Thai");
});

test("the stage shows the cell's own picture until the original is there", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-pane[data-live=yes]").length === 4, "players");
  view.find("[data-cell='1']")?.focus();
  view.key("Enter");
  const still = await until(
    () => view.find(".vg-stage canvas") as HTMLCanvasElement | null,
    "a picture",
  );
  expect(still.width).toBe(CLIP.width);
});

test("a plan has no views and nothing to judge", async () => {
  const live = { ...LIVE, state: "planned", job: null } as const;
  const view = draw(FOUR.map((each) => ({ ...each, clip: null, live })));
  await until(() => view.find(".vg-planned"), "prices");
  expect(view.button("Judge blind")).toBeUndefined();
  expect(view.find(".vg-modes")).toBeNull();
});

test("out of step, only the pane under the hand moves", async () => {
  const view = draw(FOUR);
  const videos = await ready(view, 4);
  view.find("[data-cell='1']")?.focus();
  view.key("g");
  expect(view.model.get("sync")).toBe("off");
  view.model.kernel("time", 1);
  const own = videos.find((one) => one.dataset.index === "1") as HTMLVideoElement;
  await until(() => Math.abs(own.currentTime - 1) < 0.05, "sought");
  expect(videos.filter((one) => one.currentTime > 0.5)).toHaveLength(1);
});
