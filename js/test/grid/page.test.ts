import { expect, test } from "vitest";
import { drawGrid } from "../../src/report/open";
import type { GridModel } from "../../src/wire.gen";
import { until } from "../model";
import { CLIP, FOUR, STATE } from "./grid";

test("a grid is drawn and plays from JSON, with no kernel", async () => {
  const clip = new URL("../clip.mp4", import.meta.url).href;
  const state: GridModel = JSON.parse(JSON.stringify({ ...STATE, cells: FOUR }));
  const files = Object.fromEntries(
    state.cells.flatMap((cell) => [[`${cell.clip?.sha256}.pictures.mp4`, clip]]),
  );
  const el = document.createElement("div");
  document.body.append(el);
  const life = new AbortController();
  drawGrid(
    el,
    JSON.parse(JSON.stringify({ ...state, files, differences: {} })),
    life.signal,
  );
  const all = <E extends Element>(selector: string) => [
    ...el.querySelectorAll<E>(selector),
  ];
  const videos = await until(() => {
    const shown = all<HTMLVideoElement>(".vg-pane video");
    return shown.filter((one) => one.readyState >= 2).length === 4 && shown;
  }, "four videos");
  expect(videos.map((one) => one.src)).toEqual([clip, clip, clip, clip]);
  expect(all(".vg-side > span, .vg-band > span").map((one) => one.textContent)).toEqual([
    "seed 1",
    "seed 2",
  ]);
  const press = (key: string) =>
    all(".vg-cell")[0]?.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  press(" ");
  await until(() => videos.every((one) => one.currentTime > 0.3), "they run");
  press(" ");
  await until(() => videos.every((one) => one.paused && !one.seeking), "they stand");
  const frame = el.querySelector(".vw-time")?.getAttribute("data-frame");
  const shown = videos.map((one) => String(Math.floor(one.currentTime * CLIP.fps)));
  expect(shown).toEqual([frame, frame, frame, frame]);
  all<HTMLButtonElement>("[aria-label='Actions of cell 0']")[0]?.click();
  const menu = await until(() => el.querySelector(".vg-menu"), "a menu");
  const items = [...menu.querySelectorAll("button")].map((one) => one.textContent);
  expect(items).toEqual([
    "Compare with the baseline",
    "Pin as baseline",
    "Its cut is at this moment",
    "Shift it a frame on",
    "Shift it a frame back",
    "Save the clip",
  ]);
  life.abort();
  expect(el.children).toHaveLength(0);
  el.remove();
});
