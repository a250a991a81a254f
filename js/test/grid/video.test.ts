import { expect, test } from "vitest";
import { VideoPlayer } from "../../src/grid/video";
import { until } from "../model";
import { CLIP } from "./grid";

test("a clock that stopped at a moment is sought there all the same, and once", async () => {
  const life = new AbortController();
  const element = document.createElement("video");
  element.muted = true;
  const loaded = new Promise((done) => element.addEventListener("loadeddata", done));
  const player = new VideoPlayer(element, CLIP, life.signal);
  element.src = new URL("../clip.mp4", import.meta.url).href;
  await loaded;
  let seeks = 0;
  element.addEventListener("seeking", () => {
    seeks += 1;
  });
  await player.start();
  await until(() => player.time > 0.1, "it runs");
  player.halt();
  const stopped = player.time;
  expect(stopped).toBeGreaterThan(0.1);
  await player.seek(stopped);
  await player.seek(stopped);
  expect(seeks).toBe(1);
  life.abort();
});
