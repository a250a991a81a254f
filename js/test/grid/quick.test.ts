import { afterEach, expect, test } from "vitest";
import { EVERYTHING } from "../../src/grid/arrange";
import { until } from "../model";
import { closeAll, draw, FOUR, LIVE } from "./grid";

afterEach(closeAll);

test("pin and settings are at hand on a cell, and each view says what it does", async () => {
  const view = draw(FOUR);
  await until(() => view.all(".vg-cell").length === 4, "four cells");
  view.button("Pin cell 2 as baseline")?.click();
  await until(() => view.find("[data-cell='2'] .vg-tab"), "pinned");
  expect(view.button("Pin cell 2 as baseline")?.ariaPressed).toBe("true");
  view.button("Use the settings of cell 1")?.click();
  expect(view.model.sent.at(-1)).toMatchObject({
    type: "text_request",
    index: 1,
    about: "settings",
  });
  for (const name of ["One enlarged", "Wipe", "Difference", "Blink", "Onion"]) {
    expect(view.button(name)?.title.length, name).toBeGreaterThan(20);
  }
});

test("a drag of the cost's slider is taken back by one undo, and states are counted as the rest stands", async () => {
  const priced = FOUR.map((each, n) => ({
    ...each,
    live: { ...LIVE, cost: 0.4 + n / 10 },
  }));
  const view = draw(priced, { filter: { ...EVERYTHING, values: { model: [0] } } });
  await until(() => view.all(".vg-cell").length === 2, "two cells");
  expect(view.find(".vg-arrange")?.textContent).toContain("2 of 4");
  view.button("Filter 1")?.click();
  const slider = await until(
    () => view.find("[aria-label='Cost at most']") as HTMLInputElement | null,
    "a slider",
  );
  const ready = view.all(".vg-facets label").find((one) => one.textContent === "ready2");
  expect(ready).toBeDefined();
  for (const value of ["2", "1", "0"]) {
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await until(() => view.all(".vg-cell").length === 1, "the cheapest");
  view.button("Undo the arrangement")?.click();
  await until(() => view.all(".vg-cell").length === 2, "back");
  expect(view.button("Undo the arrangement")).toBeUndefined();
});
