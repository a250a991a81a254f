import { expect, test } from "vitest";
import { clock, dollars, megabytes, range, span } from "../src/lib/format";
import {
  frameAt,
  nextRate,
  numberedTo,
  startOf,
  steady,
  timeOf,
} from "../src/lib/frames";

test.each([24, 25, 30, 29.97])("every frame's time shows that frame at %d fps", (fps) => {
  const clip = { ...steady(fps, 240 / fps), frames: 240 };
  for (let frame = 0; frame < 240; frame += 1) {
    expect(frameAt(timeOf(frame, clip), clip)).toBe(frame);
    expect(frameAt(frame / fps, clip)).toBe(frame);
  }
});

test("frames stay inside the clip", () => {
  expect(frameAt(-1, steady(24, 4))).toBe(0);
  expect(frameAt(99, steady(24, 4))).toBe(95);
});

test("frames that come late or unevenly are counted by their own moments", () => {
  const late = { ...steady(25, 2), start: 0.8 };
  expect([frameAt(0, late), frameAt(0.8, late), frameAt(2.79, late)]).toEqual([0, 0, 49]);
  expect(timeOf(49, late)).toBeCloseTo(2.78);
  const uneven = { ...steady(15, 0.4), times: [0, 0.033, 0.1333, 0.2333, 0.2667, 0.3] };
  for (let frame = 0; frame < 6; frame += 1) {
    expect(frameAt(timeOf(frame, uneven), uneven)).toBe(frame);
    expect(frameAt(startOf(frame, uneven), uneven)).toBe(frame);
  }
  const longer = numberedTo(1, uneven);
  expect([longer.frames, longer.times.length, frameAt(0.99, longer)]).toEqual([
    15, 15, 14,
  ]);
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
