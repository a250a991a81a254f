import { afterEach, expect, test } from "vitest";
import { mostOf, mustAsk } from "../src/lib/ask";
import { badge } from "../src/widgets";
import type { CellLive, JobView } from "../src/wire.gen";
import { JOB } from "./badge";
import { cell, closeAll, draw as drawGrid, FOUR, HEAD, LIVE } from "./grid/grid";
import { FakeModel, show, until } from "./model";
import { draw as drawStudio, generate, MONEY, named, takeOf, tidy } from "./studio";

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const view of open.splice(0)) view.close();
  closeAll();
  tidy();
});

const FAILED: CellLive = {
  ...LIVE,
  state: "failed",
  cost: null,
  charged: 0,
  actions: ["retry"],
};
const summary = { ...HEAD, play_money: false, ask_above: 1.5 };

function drawBadge(change: Partial<JobView>) {
  const job = { ...JOB, state: "failed", retry: "send", actions: ["retry"], ended: 5 };
  const error = {
    kind: "InferenceFailed",
    message: "no",
    detail: "",
    next_step: "",
    charged: false,
  };
  const model = new FakeModel({ job: { ...job, error, ...change } });
  const view = show(badge, model);
  open.push(view);
  const button = (text: string) =>
    [...view.el.querySelectorAll("button")].find((one) =>
      one.textContent?.startsWith(text),
    );
  return { model, button, ...view };
}

/** Press what asks, go back by Escape, press again and pay; the focus comes along. */
async function paid(el: Element, button: () => HTMLElement | null | undefined) {
  const ask = () => until(() => el.querySelector<HTMLElement>(".vw-ask"), "the question");
  const first = await until(button, "a button");
  first.focus();
  first.click();
  const question = await ask();
  expect(document.activeElement).toBe(question);
  const { textContent } = question;
  question.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  await until(() => !el.querySelector(".vw-ask") && button(), "the button again");
  await until(() => document.activeElement !== document.body, "the focus back");
  button()?.click();
  const pay = (await ask()).querySelector<HTMLElement>(".vw-pay");
  // The second click of a hasty double one.
  pay?.dispatchEvent(new MouseEvent("click", { detail: 2, bubbles: true }));
  expect(el.querySelector(".vw-ask")).not.toBeNull();
  pay?.click();
  return textContent;
}

test("one rule says when a person is asked, and of what price", () => {
  expect(mustAsk(null, null)).toBe(false);
  expect(mustAsk(5, 5)).toBe(false);
  expect(mustAsk(5, 5.01)).toBe(true);
  expect(mustAsk(5, null)).toBe(true);
  expect(mostOf({ retry: "fetch", high: 9 }, "retry")).toBe(0);
  expect(mostOf({ retry: "watch", high: 9 }, "cancel")).toBe(0);
  expect(mostOf({ retry: "watch", high: 9 }, "resubmit")).toBe(9);
});

test("a badge asks before it pays again, and what is free goes at once", async () => {
  const { el, model, button } = drawBadge({ ask_above: 4 });
  expect(await paid(el, () => button("Retry"))).toContain("Pay $2.50–4.25?");
  expect(model.sent).toMatchObject([{ type: "act", action: "retry", agreed: true }]);
  const free = drawBadge({ ask_above: 4, retry: "fetch" });
  free.button("Fetch")?.click();
  expect(free.model.sent).toMatchObject([{ action: "retry", agreed: false }]);
  const twice = drawBadge({ ask_above: 4, state: "unknown", actions: ["resubmit"] });
  twice.button("Send again")?.click();
  await until(() => twice.el.querySelector(".vw-ask"), "asked");
  expect(twice.model.sent).toEqual([]);
});

test("where the kernel asks, its price is said; an error is told", async () => {
  const { el, model, button } = drawBadge({ ask_above: 100 });
  button("Retry")?.click();
  button("Retry")?.click();
  expect(model.sent).toHaveLength(1);
  const { id } = model.sent[0] ?? {};
  model.say({ type: "paid", id, ask: true, most: 7 });
  const ask = await until(() => el.querySelector(".vw-ask"), "asked");
  expect(ask.textContent).toContain("Pay $7.00?");
  el.querySelector<HTMLElement>(".vw-pay")?.click();
  expect(model.sent[1]).toMatchObject({ agreed: true });
  model.say({ type: "error", id: model.sent[1]?.id, error: "it is not unknown" });
  const why = await until(() => el.querySelector("[role=alert]"), "why");
  expect(why.textContent).toBe("it is not unknown");
  await until(() => button("Retry"), "the button again");
});

test("the grid's launch and its retries ask for their sums", async () => {
  const pending = { count: 3, low: 1.2, high: 3.6, unpriced: 0, most: 3.6 };
  const cells = FOUR.map((one, at) =>
    at < 2 ? cell(at, [...one.at], { live: FAILED, clip: null }) : one,
  );
  const view = drawGrid(cells, { summary, pending });
  const sent = (type: string) => view.model.sent.filter((one) => one.type === type);
  expect(await paid(view.el, () => view.find(".vg-launch"))).toContain("Pay $1.20–3.60?");
  expect(sent("launch")).toMatchObject([{ high: 3.6, agreed: true }]);
  view.model.say({ type: "paid", id: sent("launch")[0]?.id, ask: false, most: 3.6 });
  expect(await paid(view.el, () => view.find(".vg-again"))).toContain("Pay up to $4.00?");
  expect(sent("retry_failed")).toMatchObject([{ cells: [0, 1], agreed: true }]);
});

test("a cell asks in its own place, by its button and by its menu", async () => {
  const view = drawGrid(
    [cell(0, [0, 0], { live: FAILED, clip: null }), ...FOUR.slice(1)],
    { summary },
  );
  const sent = () => view.model.sent.filter((one) => one.type === "act_on");
  const steps = () => view.find("[data-cell='0'] .vg-steps button");
  expect(await paid(view.el, steps)).toContain("Pay $1.00–2.00?");
  expect(sent()).toMatchObject([{ index: 0, action: "retry", agreed: true }]);
  view.button("Actions of cell 0")?.click();
  const menu = await until(() => view.find(".vg-menu"), "a menu");
  const retry = [...menu.querySelectorAll("button")].find(
    (one) => one.textContent === "Retry",
  );
  retry?.click();
  await until(() => view.find("[data-cell='0'] .vw-ask"), "asked");
  expect(sent()).toHaveLength(1);
});

test("a take on the wall asks where the money is real, and never of play money", async () => {
  const takes = [takeOf(1, { state: "failed", actions: ["retry"], retry: "send" })];
  const money = { ...MONEY, real: true, ask_above: 0.2 };
  const { el, model } = drawStudio({ takes, state: { money } });
  const sent = () => model.sent.filter((one) => one.type === "act_on_take");
  const retry = () => el.querySelector<HTMLElement>(".vs-take .vs-right");
  const wall = await until(() => el.querySelector(".vs-take"), "a take");
  expect(await paid(wall, retry)).toContain("Pay $0.40?");
  expect(sent()).toMatchObject([{ job: "job1", action: "retry", agreed: true }]);
  model.say({ type: "paid", id: sent()[0]?.id, ask: false, most: 0.4 });
  model.kernel("money", { ...money, real: false });
  (await until(() => named(el, "Retry · $0.40"), "the button")).click();
  await until(() => sent().length === 2, "sent at once");
});

test("a plan asks for what it may cost, its budget in mind", async () => {
  const money = { ...MONEY, real: true, ask_above: 0.5 };
  const { el, model } = drawStudio({ state: { money } });
  const form = { ...Object(model.get("form")), axes: { model: ["full", "auto"] } };
  model.kernel("form", { ...form, by: "", revision: 9 });
  await until(() => generate(el).textContent?.includes("Plan 2 clips"), "the button");
  generate(el).click();
  const { id } = await until(
    () => model.sent.find((one) => one.type === "ask_plan"),
    "priced",
  );
  const cells = [0, 1].map((at) => ({
    fate: "send",
    reason: "",
    low: 0.4,
    high: 0.4,
    at: [at],
  }));
  const axes = [{ name: "model", values: ["full", "auto"], labels: ["full", "auto"] }];
  const more = { new: 2, low: 0.8, high: 0.8, unpriced: 0, expected_s: 9, warnings: [] };
  model.say({ type: "plan", id, axes, cells, ...more });
  const plan = await until(() => el.querySelector(".vs-run"), "the plan");
  const runs = () => model.sent.filter((one) => one.type === "run_plan");
  expect(await paid(plan, () => named(el, "Generate 2 clips"))).toContain("Pay $0.80?");
  expect(runs()).toMatchObject([{ high: 0.8, agreed: true }]);
  model.say({ type: "pressed", id: runs()[0]?.id, jobs: [], reused: 0, ask: true });
  await until(() => plan.querySelector(".vw-ask"), "the kernel asks: here, not above");
  expect(el.querySelectorAll(".vw-ask")).toHaveLength(1);
});
