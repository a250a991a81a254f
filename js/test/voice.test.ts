import { afterEach, expect, test } from "vitest";
import { closeAll, draw as drawGrid, FOUR, ready as readyGrid } from "./grid/grid";
import { until } from "./model";
import { button, draw, ready, tidy } from "./player";

afterEach(() => {
  tidy();
  closeAll();
});

test("whoever is played last is heard alone, also of a player and a grid", async () => {
  const grid = drawGrid(FOUR, { focused: 1, sound: "focused" });
  const panes = await readyGrid(grid, 4);
  const loud = () => panes.filter((pane) => !pane.muted).length;
  const single = draw({ muted: false });
  const video = await ready(single.el);

  grid.key(" ");
  await until(() => panes.some((pane) => pane.currentTime > 0.2), "the grid runs");
  expect(loud()).toBe(1);

  button(single.el, "Play")?.click();
  await until(() => !video.paused && !video.muted && loud() === 0, "the player alone");

  grid.find("[data-cell='2']")?.focus();
  await until(() => loud() === 1 && video.muted, "the pane that was chosen");
  expect(single.model.get("muted")).toBe(false);
  expect(grid.model.get("sound")).toBe("focused");
  grid.key(" ");
});
