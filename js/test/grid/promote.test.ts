import { afterEach, expect, test } from "vitest";
import type { PromotionView } from "../../src/wire.gen";
import { until } from "../model";
import { closeAll, draw, FOUR, HEAD } from "./grid";

afterEach(closeAll);

const OFFER: PromotionView = {
  cells: [0, 3],
  count: 2,
  low: 4.8,
  high: 4.8,
  unpriced: 0,
  ask: false,
  ticket: "t1",
  problem: "",
};
const summary = { ...HEAD, play_money: false };

async function offered(change: Partial<PromotionView> = {}) {
  const view = draw(FOUR, { summary, promotion: { ...OFFER, ...change } });
  const button = await until(() => view.find(".vg-promote"), "a button");
  const asked = () => view.model.sent.filter((one) => one.type === "promote");
  return { ...view, button, asked };
}

test("the button says how many, and the price, and sends what it said once", async () => {
  const view = await offered();
  expect(view.button.textContent).toBe("Promote 2 to final · $4.80");
  view.button.click();
  view.button.click();
  expect(view.asked()).toHaveLength(1);
  const [sent] = view.asked();
  expect(sent).toMatchObject({
    ticket: "t1",
    cells: [0, 3],
    count: 2,
    high: 4.8,
    unpriced: 0,
    agreed: false,
  });
  view.model.set("promotion", null);
  view.model.set("saved", "panda final: 4 cells drafted for $1.20");
  view.model.say({ type: "promoted", id: sent?.id, ask: false });
  const said = await until(() => view.find(".vg-saved"), "what was saved");
  expect(said.textContent).toContain("drafted for $1.20");
  expect(view.find(".vg-promote")).toBeNull();
});

test("more clips than cells are said, and so is what has no price", async () => {
  const view = await offered({ count: 6, unpriced: 2 });
  expect(view.button.textContent).toBe(
    "Promote 2 to final · 6 clips · $4.80 and 2 of 6 unknown",
  );
});

test("much is asked for in place, and Escape pays nothing", async () => {
  const view = await offered({ ask: true });
  view.button.click();
  const ask = await until(() => view.find(".vw-ask"), "the question");
  expect(ask.textContent).toContain("Pay $4.80?");
  ask.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  const button = await until(() => view.find(".vg-promote"), "the button again");
  expect(view.asked()).toHaveLength(0);
  button.click();
  const pay = await until(() => view.find(".vw-pay"), "Pay");
  pay.click();
  await until(() => view.asked().length === 1, "sent");
  expect(view.asked()[0]).toMatchObject({ agreed: true, high: 4.8 });
});

test("why nothing was sent is said, and the button is there again", async () => {
  const view = await offered();
  view.button.click();
  await until(() => view.asked().length === 1, "sent");
  const error = "the price is another one by now; press again to agree";
  view.model.say({ type: "error", id: view.asked()[0]?.id, error });
  const said = await until(() => view.find(".vg-do [role=alert]"), "why");
  expect(said.textContent).toBe(error);
  expect(view.find(".vg-promote")?.hasAttribute("disabled")).toBe(false);
});

test("what is asked about is asked anew when cells, price or ticket change", async () => {
  const view = await offered({ ask: true });
  for (const change of [{ cells: [1, 2] }, { high: 12 }, { ticket: "t2" }, null]) {
    (await until(() => view.find(".vg-promote"), "a button")).click();
    await until(() => view.find(".vw-ask"), "the question");
    const next = change && { ...OFFER, ask: true, ...change };
    view.model.set("promotion", next);
    await until(() => !view.find(".vw-ask"), "no question");
    view.model.set("promotion", { ...OFFER, ask: true });
    await until(() => view.find(".vg-promote"), "the button, not the question");
    expect(view.find(".vw-ask")).toBeNull();
  }
  expect(view.asked()).toHaveLength(0);
});

test("why there is no button is said", async () => {
  const problem = "there is no model 'veo-9'";
  const view = draw(FOUR, {
    summary,
    promotion: { ...OFFER, count: 0, ticket: "", problem },
  });
  const said = await until(() => view.find(".vg-do [role=alert]"), "why");
  expect(said.textContent).toBe(problem);
  expect(view.find(".vg-promote")).toBeNull();
});

test("what is judged blind below stays in its place, alone, and nothing is heard twice", async () => {
  const view = await offered();
  view.model.set("promoted", "anywidget:f");
  view.model.set("saved", "panda final: 4 cells drafted for $1.20");
  await until(() => view.find(".vg-saved"), "what was saved");
  const below = view.all(".vg-below").at(-1);
  const heard: number[] = [];
  for (const blind of [true, false, true]) {
    view.model.set("blind", blind);
    await until(() => Boolean(view.find(".vg-cell")) !== blind, `blind ${blind}`);
    expect(view.all(".vg-below").at(-1)).toBe(below);
    await until(() => (view.find(".vg-saved") === null) === blind, `saved, ${blind}`);
    heard.push(view.model.listeners);
  }
  expect(view.find(".vg-shut")).toBeNull();
  expect(heard[2]).toBe(heard[0]);
});
