import { afterEach, expect, test } from "vitest";
import type { CellView } from "../../src/wire.gen";
import { until } from "../model";
import { cell, closeAll, draw, FOUR, HEAD, ready } from "./grid";

afterEach(closeAll);

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

const DIFFER = [
  ["a red fox runs", "a blue fox runs", "red", "blue"],
  ["a fox, moody teal", "a fox, warm gold at dawn", "moody teal", "warm gold at dawn"],
  ["лиса бежит, быстро", "лиса спит, быстро", "бежит", "спит"],
] as const;

test.each(DIFFER)(
  "of %s, %s shows the words that differ",
  async (one, other, was, is) => {
    const view = draw(
      [FOUR[0] as CellView, cell(1, [0, 1], { prompt: 1 }), ...FOUR.slice(2)],
      {
        summary: {
          ...HEAD,
          prompts: [one, other],
          wordings: [one, other],
        },
        baseline: 0,
      },
    );
    const own = await until(() => view.find("[data-cell='1'] .vg-prompt"), "a prompt");
    expect(own.querySelectorAll("ins, del")).toHaveLength(2);
    expect(own.querySelector("ins")?.textContent).toBe(is);
    expect(own.querySelector("del")?.textContent).toBe(was);
  },
);
