import { expect, test } from "vitest";
import { clock, dollars, megabytes, range, span } from "../src/lib/format";
import { frameAt, nextRate, timeOf } from "../src/lib/frames";

test.each([24, 25, 30, 29.97])("every frame's time shows that frame at %d fps", (fps) => {
  for (let frame = 0; frame < 240; frame += 1) {
    expect(frameAt(timeOf(frame, fps), fps, 240)).toBe(frame);
    expect(frameAt(frame / fps, fps, 240)).toBe(frame);
  }
});

test("frames stay inside the clip", () => {
  expect(frameAt(-1, 24, 96)).toBe(0);
  expect(frameAt(99, 24, 96)).toBe(95);
});

test("speed goes in steps and stops at its ends", () => {
  expect(nextRate(1, 1)).toBe(1.25);
  expect(nextRate(1, -1)).toBe(0.75);
  expect(nextRate(2, 1)).toBe(2);
  expect(nextRate(0.1, -1)).toBe(0.1);
});

test("words for numbers", () => {
  expect([span(7.9), span(65), span(3700)]).toEqual(["7 s", "1:05 min", "1:01 h"]);
  expect([dollars(0.4), range(2.5, 4.25), range(1, 1)]).toEqual([
    "$0.40",
    "$2.50–4.25",
    "$1.00",
  ]);
  expect([megabytes(900), megabytes(2_340_000)]).toEqual(["1 kB", "2.3 MB"]);
  expect(clock(0)).toMatch(/\d\d/);
});
