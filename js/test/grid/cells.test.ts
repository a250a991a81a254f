import { options } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { Cell } from "../../src/grid/cell";
import { grid } from "../../src/widgets";
import type { CellLive } from "../../src/wire.gen";
import { settled, show, until } from "../model";
import {
  axis,
  CLIP,
  cell,
  closeAll,
  draw,
  FOUR,
  LIVE,
  open,
  PLANNED,
  ready,
} from "./grid";

afterEach(closeAll);

const PENDING = { count: 3, low: 1.2, high: 3.6, unpriced: 0, most: 3.6 };

test("rows, columns, summary and what is shared", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-cell").length === 4, "four cells");
  expect(view.all(".vg-head span").map((one) => one.textContent)).toEqual([
    "veo-3-fast",
    "veo-2",
  ]);
  expect(
    view.all(".vg-side > span, .vg-band > span").map((one) => one.textContent),
  ).toEqual(["seed 1", "seed 2"]);
  expect(view.find("[data-part=summary]")?.textContent).toContain(
    "4 ready · $1.60 spent · play money",
  );
  view.button("Same in all cells")?.click();
  const shared = await until(() => view.find(".vg-shared"), "what is shared");
  expect(shared.textContent).toContain("duration4");
  expect(shared.querySelector("p")?.textContent).toBe("<b>careful</b>");
  expect(view.find(".vg-scroll")?.getAttribute("role")).toBe("grid");
});

test("a patch changes one cell, and nothing is as high as before or not", async () => {
  const view = draw([cell(0, [0, 0], { live: PLANNED, clip: null }), ...FOUR.slice(1)]);
  const first = await until(() => view.find("[data-cell='0']"), "a cell");
  const before = await settled(first);
  expect(first.dataset.state).toBe("planned");
  expect(first.textContent).toContain("est. $1.00–2.00");
  view.model.say({
    type: "live",
    now: Date.now() / 1000,
    index: 0,
    live: { ...LIVE, state: "processing", ended: null },
  });
  await until(() => first.dataset.state === "processing", "running");
  view.model.say({ type: "live", now: 0, index: 0, live: LIVE });
  view.model.say({ type: "clip", index: 0, clip: { ...CLIP, sha256: "0".repeat(64) } });
  await until(() => first.querySelector("video"), "a video");
  expect(first.dataset.state).toBe("ready");
  expect(first.getBoundingClientRect().height).toBe(before.height);
  expect(first.getBoundingClientRect().width).toBe(before.width);
});

test("a patch redraws one cell", async () => {
  const view = draw(FOUR);
  await ready(view, 4);
  const drawn: string[] = [];
  const diffed = options.diffed ?? (() => {});
  options.diffed = (vnode) => {
    if (vnode.type === Cell) drawn.push(String(vnode.key));
    diffed(vnode);
  };
  view.model.say({ type: "live", now: 0, index: 2, live: { ...LIVE, cost: 9.5 } });
  await until(
    () => view.find("[data-cell='2']")?.textContent?.includes("$9.50"),
    "drawn",
  );
  options.diffed = diffed;
  expect(drawn).toEqual(["2"]);
});

test("what was spent is what the kernel says was charged, and of how many nobody knows", async () => {
  const charges = [0.4, null, 0].map((charged) => ({ ...LIVE, charged }));
  const cells = charges.map((live, n) => cell(n, [n % 2, n >> 1], { live }));
  const said = (view: ReturnType<typeof draw>) =>
    until(() => view.find("[data-part=summary]")?.textContent, "the sums");
  expect(await said(draw(cells))).toContain("$0.40 spent and 1 of 2 unknown");
  expect(await said(draw(cells.slice(1)))).toMatch(/cost not told · play money$/);
  expect(await said(draw(cells.slice(2)))).not.toContain("spent");
});

test("another view begins from what this one was told", async () => {
  const view = draw([cell(0, [0, 0], { live: PLANNED, clip: null }), ...FOUR.slice(1)]);
  const life = new AbortController();
  grid.initialize({ model: view.model, signal: life.signal });
  await until(() => view.find("[data-cell='0']"), "a cell");
  view.model.say({ type: "live", now: 0, index: 0, live: LIVE });
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

test("keys without a focused cell select nothing", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-cell").length === 4, "cells");
  view.key("e");
  view.key("p");
  expect(view.model.get("selected")).toEqual([]);
  expect(view.model.get("baseline")).toBe(-1);
});

test("a kernel that is gone is told, and breaks nothing", async () => {
  const view = draw(FOUR, { pending: PENDING });
  const button = await until(() => view.find(".vg-launch"), "a button");
  view.model.send = () => {
    throw new Error("Cannot send");
  };
  button.click();
  await until(() => view.el.textContent?.includes("The kernel does not answer."), "told");
});

test("the deck is there before the first clip, so that nothing jumps", async () => {
  const view = draw(FOUR.map((one) => ({ ...one, live: PLANNED, clip: null })));
  const first = await until(() => view.find("[data-cell='0']"), "a cell");
  const { top } = await settled(first);
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
  expect(empty.textContent).toContain("n/a: 4 is not 5");
});

test("the launch button says count and price, and asks once pressed", async () => {
  const view = draw(FOUR, { pending: PENDING });
  const button = await until(() => view.find(".vg-launch"), "a button");
  expect(button.textContent).toBe("Generate 3 clips · $1.20–3.60");
  button.click();
  expect(view.model.sent).toContainEqual(
    expect.objectContaining({ type: "launch", count: 3, high: 3.6, unpriced: 0 }),
  );
});

test("failed cells are retried together, at a price, and alone by the menu", async () => {
  const failed: CellLive = {
    ...LIVE,
    state: "failed",
    cost: null,
    charged: 0,
    actions: ["retry"],
    note: "<i>no</i>",
  };
  const view = draw([cell(0, [0, 0], { live: failed, clip: null }), ...FOUR.slice(1)]);
  const again = await until(() => view.find(".vg-again"), "a button");
  expect(again.textContent).toBe("Retry 1 failed · up to $2.00");
  again.click();
  expect(view.model.sent).toContainEqual(
    expect.objectContaining({ type: "retry_failed", cells: [0], agreed: false }),
  );
  const first = await until(() => view.find("[data-cell='0']"), "the cell");
  expect(first.textContent).toContain("<i>no</i>");
  (await until(() => view.button("Actions of cell 0"), "its actions")).click();
  const menu = await until(() => view.find(".vg-menu"), "a menu");
  const retry = [...menu.querySelectorAll("button")].find(
    (one) => one.textContent === "Retry",
  );
  retry?.click();
  expect(view.model.sent).toContainEqual(
    expect.objectContaining({ type: "act_on", index: 0, action: "retry", agreed: false }),
  );
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
  const told = await until(() => view.find(".vg-text pre"), "told");
  expect(told.textContent).toBe("<b>x</b>");
  expect(written).toHaveBeenCalledWith("<b>x</b>");
});

test("a thousand cells are a few in the page", async () => {
  const many = Array.from({ length: 1000 }, (_, n) =>
    cell(n, [0, n], { clip: null, live: { ...LIVE, state: "planned" } }),
  );
  const values = many.map((_, n) => String(n));
  const view = draw(many, {
    axes: [axis("model", ["veo-2"]), axis("seed", values)],
  });
  await until(() => view.all(".vg-cell").length > 2, "cells");
  await settled(view.el);
  expect(view.all(".vg-cell").length).toBeLessThan(30);
  view.find("[data-cell='0']")?.focus();
  for (let n = 0; n < 40; n += 1) view.key("ArrowDown");
  await until(() => view.find("[data-cell='40']"), "scrolled there");
});

test("of a thousand prices those in the window are in the page, and a row more", async () => {
  const many = Array.from({ length: 1000 }, (_, n) =>
    cell(n, [n % 10, Math.floor(n / 10)], {
      clip: null,
      live: { ...PLANNED, job: null },
    }),
  );
  const values = (count: number) => Array.from({ length: count }, (_, n) => String(n));
  const view = draw(many, {
    axes: [axis("model", values(10)), axis("seed", values(100))],
  });
  const scroller = await until(() => view.find(".vg-scroll"), "a table");
  const rows = () => view.all(".vg-row:not(.vg-heads)");
  await until(() => rows().length > 2, "rows");
  const height = rows()[0]?.getBoundingClientRect().height ?? 0;
  const most = () => Math.ceil(scroller.clientHeight / height) + 4;
  for (const top of [0, 900, 1800]) {
    scroller.scrollTop = top;
    const seen = await until(() => {
      const { top: head, bottom } = scroller.getBoundingClientRect();
      const feet = rows().map((row) => row.getBoundingClientRect().bottom);
      const down = Math.max(...feet) >= Math.min(bottom, head + 100 * height);
      return down && rows().length <= most() && rows();
    }, "what is in the window");
    expect(seen.length).toBeGreaterThan(2);
    expect(view.all(".vg-cell").length).toBeLessThanOrEqual(10 * most());
  }
});

test("every listener dies with the view", async () => {
  const view = draw(FOUR);
  await ready(view, 4);
  view.close();
  open.splice(0);
  expect(view.model.listeners).toBe(0);
  expect(document.querySelectorAll(".vg")).toHaveLength(0);
});

test("panes that play load their players before anything else", async () => {
  const view = draw(FOUR);
  await ready(view, 4);
  const asked = await until(() => {
    const kinds = view.model.sent.flatMap(({ type, start, kind }) =>
      type === "read_file" && start === 0 ? [kind] : [],
    );
    return kinds.length === 8 && kinds;
  }, "players and strips");
  expect(asked.slice(0, 4)).toEqual(Array(4).fill("pictures"));
  expect(asked.slice(4)).toEqual(["strip", "strip", "strip", "strip"]);
});
