import { afterEach, expect, test } from "vitest";
import { until } from "../model";
import { closeAll, draw, FOUR } from "./grid";

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
