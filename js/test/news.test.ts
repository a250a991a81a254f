import { afterEach, expect, test } from "vitest";
import { inOne } from "../src/lib/news";
import { badge } from "../src/widgets";
import { JOB } from "./badge";
import { axis, cell, closeAll, draw as drawGrid, LIVE } from "./grid/grid";
import { FakeModel, heard, show, until } from "./model";
import { draw as drawStudio, takeOf, tidy } from "./studio";

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const view of open.splice(0)) view.close();
  tidy();
  closeAll();
});

const REGIONS =
  "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]";
const regions = () => [...document.querySelectorAll(REGIONS)];
const TWELVE = Array.from({ length: 12 }, (_, index) => index);
const running = TWELVE.map((index) =>
  cell(index, [index], {
    clip: null,
    live: { ...LIVE, state: "processing", ended: null },
  }),
);
const TAKES = TWELVE.map((index) => takeOf(index, { state: "processing", ended: null }));

test.each([
  [["a"], "a"],
  [["a", "b", "a"], "2 × a; b"],
  [["a", "b", "c", "d", "e"], "a; b; c; 2 more"],
])("%o is told as %s", (texts, told) => {
  expect(inOne(texts)).toBe(told);
});

test("a studio, a grid and a list of twelve that run have few voices, and tell of twelve once", async () => {
  drawStudio({ takes: TAKES });
  const grid = drawGrid(running, {
    axes: [axis("seed", TWELVE.map(String))],
    rows: [],
    columns: ["seed"],
  });
  const jobs = TWELVE.map((index) => {
    const model = new FakeModel({ job: { ...JOB, id: `j${index}` } });
    open.push(show(badge, model));
    return model;
  });
  await until(() => grid.all(".vg-cell").length > 2, "those cells that are in view");
  await until(() => document.querySelectorAll(".vs-take").length > 2, "takes");
  await until(() => document.querySelector("body > [role=status]"), "the page's voice");
  const all = regions();
  expect(all.filter((each) => each.closest(".vg-cell, .vs-take, .vw-badge"))).toEqual([]);
  expect(all.length).toBeLessThanOrEqual(6);

  const spoken: string[] = [];
  const watch = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const node = target instanceof Element ? target : target.parentElement;
      if (node?.closest(REGIONS)) spoken.push(node.textContent ?? "");
    }
  });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  for (const [index, model] of jobs.entries()) {
    model.kernel("job", { ...JOB, id: `j${index}`, state: "ready", ended: JOB.now });
  }
  for (const index of TWELVE) grid.model.say({ type: "live", index, live: LIVE });
  await until(() => heard(), "told");
  expect(regions().length).toBe(all.length);
  watch.disconnect();
  expect(spoken).toEqual(["12 × Veo 2: Ready; 12 ready"]);
});
