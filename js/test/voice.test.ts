import { afterEach, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { closeAll, draw as drawGrid, FOUR, ready as readyGrid } from "./grid/grid";
import { until } from "./model";
import { button, draw, ready, tidy } from "./player";

afterEach(() => {
  tidy();
  closeAll();
});

test("whoever is played last is heard alone, also of a player and a grid", async () => {
  const grid = drawGrid(FOUR, { focused: 1, sound: "focused" });
  await readyGrid(grid, 4);
  const [voice] = grid.all(".vg-voice") as [HTMLVideoElement];
  const single = draw({ muted: false });
  const video = await ready(single.el);

  // Browsers let a page be heard once a person has touched it.
  await userEvent.click(grid.button("Play") as Element);
  await until(() => !voice.muted && voice.currentTime > 0.2, "one pane is heard");

  button(single.el, "Play")?.click();
  await until(() => !video.paused && !video.muted && voice.paused, "the player alone");

  grid.find("[data-cell='2']")?.focus();
  await until(() => !voice.paused && video.muted, "the pane that was chosen");
  expect([voice.dataset.index, voice.muted]).toEqual(["2", false]);
  expect(single.model.get("muted")).toBe(false);
  expect(grid.model.get("sound")).toBe("focused");
  grid.key(" ");
});
