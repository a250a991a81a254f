/** A host that drops what the kernel's threads say: what is lost is asked for. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { badge, page } from "../src/widgets";
import { JOB } from "./badge";
import { FakeModel, show } from "./model";

const ASKED = { type: "ask_now" };
/** A model whose kernel's pushes are dropped, and answers come through. */
class Dropping extends FakeModel {
  actual = { ...JOB };
  push(change: Partial<typeof JOB>): void {
    this.actual = { ...this.actual, ...change };
  }
  override send(message: Record<string, unknown>): void {
    super.send(message);
    if (message.type === "ask_now") {
      this.kernel("job", { ...this.actual, now: Date.now() / 1000 });
    }
  }
}
const asked = (model: FakeModel) =>
  model.sent.filter((message) => message.type === "ask_now").length;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a badge whose pushes are lost asks after some seconds, and comes to the end", async () => {
  const model = new Dropping({ job: { ...JOB, state: "waiting" } });
  const view = show(badge, model);
  model.push({ state: "processing" });
  await vi.advanceTimersByTimeAsync(4_900);
  expect(model.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(model.sent).toEqual([ASKED]);
  expect(view.el.querySelector("[data-state]")?.getAttribute("data-state")).toBe(
    "processing",
  );
  model.push({ state: "ready", ended: JOB.now });
  await vi.advanceTimersByTimeAsync(5_100);
  expect(view.el.querySelector(".vw-state")?.textContent).toContain("Ready");
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked(model)).toBe(2);
  view.close();
});

test("while nothing moves it asks less and less, and never once it is gone", async () => {
  const model = new FakeModel({ job: { ...JOB, state: "processing" } });
  const view = show(badge, model);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked(model)).toBeLessThan(12);
  const before = asked(model);
  expect(before).toBeGreaterThan(5);
  model.kernel("job", { ...JOB, state: "saving" });
  await vi.advanceTimersByTimeAsync(5_100);
  expect(asked(model)).toBe(before + 1);
  view.close();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked(model)).toBe(before + 1);
});

test("a page that hears the kernel's threads asks seldom", async () => {
  const carrier = new FakeModel({});
  const life = new AbortController();
  page.initialize({ model: carrier, signal: life.signal } as never);
  carrier.say({ type: "hello" });
  const model = new FakeModel({ job: { ...JOB, state: "processing" } });
  const view = show(badge, model);
  await vi.advanceTimersByTimeAsync(39_000);
  expect(asked(model)).toBe(0);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked(model)).toBe(1);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked(model)).toBeLessThan(5);
  view.close();
  life.abort();
});
