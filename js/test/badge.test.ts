import { afterEach, expect, test, vi } from "vitest";
import { badge, job } from "../src/widgets";
import { type JobView, STATE_LABELS, STATES } from "../src/wire.gen";
import { JOB } from "./badge";
import { FakeModel, heard, show, until } from "./model";

const ERROR = {
  kind: "InferenceFailed" as const,
  message: "<img src=x onerror=alert(1)>",
  detail: "<b>detail</b>",
  next_step: "Change it.",
  charged: false,
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

test("every flag that needs a person is told in words", () => {
  const { el } = draw({
    flags: ["slow", "at risk", "unreachable", "reused"],
    expires_at: 99,
  });
  expect([...el.querySelectorAll(".vw-flag")].map((one) => one.textContent)).toEqual([
    "At risk",
    "Offline",
    "Reused",
  ]);
  expect(el.textContent).toContain("the service forgets it at");
});

test("the worker's time is told apart from the queue's, and never sticks", async () => {
  const toFake = ["Date", "setInterval", "clearInterval"] as const;
  vi.useFakeTimers({ now: JOB.now * 1000, toFake: [...toFake] });
  const { el } = draw({ now: Date.now() / 1000, began: Date.now() / 1000 - 10 });
  expect(el.textContent).toContain("10 s of ~45 s");
  await until(() => vi.getTimerCount() === 1, "its clock runs");
  await vi.advanceTimersByTimeAsync(5000);
  expect(el.textContent).toContain("15 s of ~45 s");
  await vi.advanceTimersByTimeAsync(40_000);
  expect(el.textContent).toContain("55 s, longer than ~45 s");
  expect(el.querySelector(".vw-turning")).not.toBeNull();
});

test("a queue whose place nobody tells says so, and when it was heard of", () => {
  const { el } = draw({
    state: "queued",
    began: null,
    submitted: Date.now() / 1000 - 20,
    heard: Date.now() / 1000 - 3,
  });
  expect(el.textContent).toContain("20 s, then ~45 s");
  const place = el.querySelector<HTMLElement>(".vw-place");
  expect(place?.textContent).toBe("position not reported; last heard 3 s ago");
  expect(place?.offsetWidth).toBeGreaterThan(100);
});

test("what waits in a queue does not turn as what runs does", () => {
  const turning = (state: JobView["state"]) =>
    draw({ state, began: null }).el.querySelector(".vw-turning");
  expect([turning("queued"), turning("waiting")]).toEqual([null, null]);
  expect([turning("processing"), turning("saving")]).not.toContain(null);
});

test("no time is said to be none at all", () => {
  const { el } = draw({ usual: 0.3, state: "queued", began: null });
  expect(el.textContent).toContain("then ~1 s");
});

test("what is not known is said", () => {
  const { el } = draw({ usual: 0, price_low: null, price_high: null });
  expect(el.textContent).toContain("usual time unknown");
  const waiting = draw({ usual: 0, state: "queued", began: null });
  expect(waiting.el.textContent).toContain("usual time unknown");
  expect(el.textContent).toContain("price unknown");
});

test("a job that nobody watches says so, and is watched again for free", () => {
  const { el } = draw({ flags: ["unwatched"], state: "queued", actions: ["retry"] });
  expect(el.querySelector(".vw-state")?.textContent).toBe("Not watched");
  expect(el.textContent).toContain("last seen queued");
  expect(el.querySelector(".vw-push button")?.textContent).toBe("Watch again (free)");
});

test("a blocked prompt is offered for editing, never again as it is", () => {
  const { el } = draw({
    state: "blocked",
    actions: [],
    code: "veo.submit()",
    error: ERROR,
  });
  const buttons = [...el.querySelectorAll("button")].map((one) => one.textContent);
  expect(buttons).toEqual(["Copy it to edit"]);
});

test("what went wrong and what to do are two sentences", () => {
  const error = { ...ERROR, message: "It broke", next_step: "Try again." };
  const { el } = draw({ state: "failed", ended: 5, error });
  expect(el.querySelector(".vw-note-line")?.textContent).toContain(
    "It broke. Try again.",
  );
});

test("to try again tells its price, to fetch again is free", () => {
  const failed = { state: "failed", actions: ["retry"], ended: 5, error: ERROR } as const;
  const said = (job: Partial<JobView>) =>
    draw(job).el.querySelector(".vw-push button")?.textContent;
  expect(said({ ...failed, actions: ["retry"], retry: "send" })).toBe(
    "Retry · $2.50–4.25",
  );
  expect(said({ ...failed, actions: ["retry"], retry: "fetch" })).toBe(
    "Fetch again (free)",
  );
});

test("it is one line of 40 px, two only where something needs a person", () => {
  expect(draw({}).el.querySelector(".vw-badge")?.clientHeight).toBe(40);
  const { el } = draw({ state: "failed", actions: ["retry"], ended: 5, error: ERROR });
  expect(el.querySelector(".vw-second")).not.toBeNull();
});

test("money is an estimate until it is told", () => {
  expect(draw({}).el.textContent).toContain("est. $2.50–4.25");
  expect(draw({ state: "ready", cost: 4.25, ended: 5 }).el.textContent).toContain(
    "$4.25",
  );
  expect(draw({ state: "failed", ended: 5 }).el.textContent).toContain("not charged");
  expect(draw({ state: "ready", ended: 5, reused_at: 60 }).el.textContent).toContain(
    "free · made",
  );
});

test("what the service says is never markup", () => {
  const { el } = draw({ state: "failed", error: ERROR, ended: 5 });
  expect(el.querySelector("img, b")).toBeNull();
  expect(el.textContent).toContain("<img src=x");
  expect(el.querySelector(".vw-second")?.textContent).toContain("Change it.");
});

test("buttons send their action and nothing else", () => {
  const { el, model } = draw({
    state: "failed",
    actions: ["retry"],
    ended: 5,
    error: ERROR,
  });
  el.querySelector("button")?.click();
  expect(model.sent).toMatchObject([{ type: "act", action: "retry", agreed: false }]);
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
  await until(() => heard() === "Veo 2: Ready", "told");
});

test("what pays has no cross, and a message ends before the next step begins", () => {
  const { el } = draw({ state: "cancelled", actions: ["retry"], retry: "send" });
  const { el: other } = draw({ state: "processing", actions: ["cancel"] });
  const drawn = (of: Element) => of.querySelector("button path")?.getAttribute("d");
  expect(drawn(el)).not.toBe(drawn(other));
  const failed = draw({ state: "failed", error: { ...ERROR, message: "It failed" } });
  expect(failed.el.textContent).toContain("It failed. Change it.");
});

test("a place is held free for a clip that may come, and for no other", async () => {
  const blank = { clip: null, shape: [16, 9], placeholder: "the clip plays here" };
  const model = new FakeModel({ ...blank, job: JOB, titled: false, starred: null });
  const view = show(job, model);
  open.push(view);
  expect(view.el.textContent).toContain("the clip plays here");
  model.kernel("job", { ...JOB, state: "blocked", error: ERROR, ended: JOB.now });
  await until(() => !view.el.textContent?.includes("the clip plays here"), "no place");
  model.kernel("job", { ...JOB, id: "a2" });
  await until(() => view.el.textContent?.includes("the clip plays here"), "sent again");
});

test("every listener dies with its view", () => {
  const { model, close } = draw({});
  expect(model.listeners).toBe(1);
  close();
  expect(model.listeners).toBe(0);
});
