import { afterEach, expect, test } from "vitest";
import type { CellLive } from "../../src/wire.gen";
import { until } from "../model";
import { cell, closeAll, draw, LIVE, PLANNED } from "./grid";

afterEach(closeAll);

test("time in a cell is told by the kernel's clock, the queue's apart from the worker's", async () => {
  const began = Date.now() / 1000 + 3600;
  const waits = { created: began - 30, submitted: began - 25, began: null };
  const queued: CellLive = { ...LIVE, state: "queued", ...waits, ended: null, usual: 60 };
  const live: CellLive = { ...queued, state: "processing", began };
  const view = draw([cell(0, [0, 0], { clip: null, live: PLANNED })]);
  const first = await until(() => view.find("[data-cell='0']"), "a cell");
  view.model.say({ type: "live", now: began, index: 0, live: queued });
  await until(() => first.textContent?.includes("25 s, then ~1:00 min"), "the queue's");
  expect(first.textContent).not.toContain("25 s of");
  view.model.say({ type: "live", now: began + 12, index: 0, live });
  await until(() => first.textContent?.includes("12 s of ~1:00 min"), "the worker's");
  view.model.say({
    type: "live",
    now: began + 61,
    index: 0,
    live: { ...live, note: "x" },
  });
  await until(
    () => first.textContent?.includes("1:01 min, longer than"),
    "never 61 of 60",
  );
});
