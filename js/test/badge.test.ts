import { afterEach, expect, test, vi } from "vitest";
import { badge } from "../src/widgets";
import { type JobView, STATE_LABELS, STATES } from "../src/wire.gen";
import { FakeModel, show, until } from "./model";

const JOB: JobView = {
  id: "a1",
  title: "Veo 2 · seed 7",
  endpoint: "local",
  play_money: true,
  state: "processing",
  flags: [],
  actions: ["unwatch"],
  now: Date.now() / 1000,
  created: Date.now() / 1000 - 12,
  submitted: Date.now() / 1000 - 10,
  ended: null,
  usual_low: 30,
  usual_high: 50,
  price_known: true,
  price_low: 2.5,
  price_high: 4.25,
  cost: null,
  reused_at: null,
  expires_at: null,
  reason: null,
  request_id: "r1",
  error: null,
};

const open: { close: () => void }[] = [];
function draw(job: Partial<JobView>) {
  const model = new FakeModel({ job: { ...JOB, ...job } });
  const view = show(badge, model);
  open.push(view);
  return { model, ...view };
}
afterEach(() => {
  for (const view of open.splice(0)) view.close();
  vi.useRealTimers();
});

test.each([...STATES])("%s has its word beside its icon", (state) => {
  const { el } = draw({ state });
  const shown = el.querySelector(".vw-state")?.textContent ?? "";
  expect(shown).toContain(STATE_LABELS[state]);
  expect(el.querySelector("[data-state]")?.getAttribute("data-state")).toBe(state);
});

test("every flag is told in words", () => {
  const { el } = draw({
    flags: ["slow", "at risk", "unreachable", "reused"],
    expires_at: 99,
  });
  expect([...el.querySelectorAll(".vw-flag")].map((one) => one.textContent)).toEqual([
    "◷Slow",
    "⏱At risk",
    "⌁Offline",
    "↺Reused",
  ]);
  expect(el.textContent).toContain("the service forgets it at");
});

test("time ticks in the browser, with the usual range", async () => {
  vi.useFakeTimers({ now: JOB.now * 1000 });
  const { el } = draw({ now: Date.now() / 1000, submitted: Date.now() / 1000 - 10 });
  expect(el.textContent).toContain("10 s · usual 30–50 s");
  await vi.advanceTimersByTimeAsync(5000);
  expect(el.textContent).toContain("15 s · usual 30–50 s");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(el.textContent).toContain("slower than usual");
});

test("money is an estimate until it is told", () => {
  expect(draw({}).el.textContent).toContain("est. $2.50–4.25 play money");
  expect(
    draw({ state: "ready", cost: 4.25, ended: 5, play_money: false }).el.textContent,
  ).toContain("$4.25");
  expect(draw({ state: "failed", ended: 5 }).el.textContent).toContain("not charged");
  expect(draw({ state: "ready", ended: 5, reused_at: 60 }).el.textContent).toContain(
    "free: made",
  );
});

test("what the service says is never markup", () => {
  const error = {
    kind: "InferenceFailed",
    message: "<img src=x onerror=alert(1)>",
    detail: "<b>detail</b>",
    next_step: "Change it.",
    charged: false,
  };
  const { el } = draw({ state: "failed", error, ended: 5 });
  expect(el.querySelector("img, b")).toBeNull();
  expect(el.textContent).toContain("<img src=x");
  expect(el.querySelector("summary")?.textContent).toContain("Change it.");
});

test("buttons send their action and nothing else", () => {
  const { el, model } = draw({ state: "failed", actions: ["retry"], ended: 5 });
  el.querySelector("button")?.click();
  expect(model.sent).toEqual([{ type: "act", action: "retry" }]);
});

test("a change is drawn, announced, and does not move the page", async () => {
  const { el, model } = draw({});
  const before = el.getBoundingClientRect().height;
  model.kernel("job", {
    ...JOB,
    state: "ready",
    cost: 4.25,
    ended: JOB.now,
    actions: [],
  });
  await until(() => el.querySelector("[data-state=ready]"), "ready");
  expect(el.getBoundingClientRect().height).toBe(before);
  expect(el.querySelector("[aria-live=polite]")?.textContent).toBe(
    "Veo 2 · seed 7: Ready",
  );
});

test("every listener dies with its view", () => {
  const { model, close } = draw({});
  expect(model.listeners).toBe(1);
  close();
  expect(model.listeners).toBe(0);
});
