import { expect, test } from "vitest";
import { linesOf } from "../../src/grid/checks";
import { fitted, ratioOf, sideOf, stacked, within } from "../../src/grid/layout";
import {
  AT_EASE,
  FULL_PATIENCE,
  kept,
  LEAST_LIVE,
  type Load,
  MOST_LIVE,
  next,
} from "../../src/grid/load";
import { cutAt, placeOf } from "../../src/grid/place";
import { Slots } from "../../src/grid/slots";
import { frameAt, steady, timeOf } from "../../src/lib/frames";

const WIDE = 9 / 16;
const space = (width: number, perRow = 0, height = 500, ratio = WIDE) => ({
  width,
  height,
  ratio,
  perRow,
});

test.each([
  // width, by hand, count, columns: cells in a row, the width of each
  [1200, 0, 12, null, 4, 294],
  [400, 0, 12, null, 1, 400],
  [1200, 0, 2, null, 2, 596],
  [1200, 0, 1, null, 1, 888], // no higher than its room
  [1200, 0, 12, 3, 3, 394],
  [400, 0, 12, 3, 3, 128],
  [400, 0, 12, 4, 3, 128], // the fourth is scrolled to
  [1200, 8, 12, null, 8, 143],
  [1200, 2, 12, 6, 2, 596],
])(
  "%i px, %i by hand: %i cells in %o columns",
  (width, hand, count, columns, each, of) => {
    expect(fitted(space(width, hand), count, columns)).toEqual({ each, width: of });
  },
);

test("heads are as wide as their words need, and stand above on narrow pages", () => {
  expect(sideOf(["seed 1"], 1200)).toBe(84);
  expect(sideOf(["x".repeat(80)], 1200)).toBe(172);
  expect(sideOf(["seed 1"], 400)).toBe(0);
});

test("pictures have the shape of most clips", () => {
  const [wide, tall] = [
    [1280, 720],
    [720, 1280],
  ];
  expect(ratioOf([])).toBe(WIDE);
  expect(ratioOf([wide, wide, tall] as number[][])).toBe(WIDE);
  expect(ratioOf([tall, tall] as number[][])).toBe(16 / 9);
});

test("a group of rows has one line of words; on narrow pages every row has one", () => {
  const head = (group: string, label: string) => ({
    key: `${group} ${label}`,
    label,
    group,
    whole: label,
  });
  const rows = [head("a", "1"), head("a", "2"), head("b", "1")].map((each) => ({
    head: each,
    cells: [0],
  }));
  const table = { rows, flat: [0, 1, 2] };
  const form = { headed: true, above: false, each: 1, height: 100 };
  expect(stacked(table, form).map((line) => line.band)).toEqual(["a", "", "", "b", ""]);
  expect(stacked(table, { ...form, above: true }).map((line) => line.band)).toEqual([
    "a · 1",
    "",
    "a · 2",
    "",
    "b · 1",
    "",
  ]);
  const list = stacked(table, { ...form, headed: false, each: 2 });
  expect(list.map((line) => [line.cells, line.top])).toEqual([
    [[0, 1], 0],
    [[2], 100],
  ]);
  expect(within(list, 90, 95)).toEqual([0, 2]);
  expect(within([], 0, 100)).toEqual([0, 0]);
});

const SMALL: Load = { ...AT_EASE, small: true };
const now = (most: number, calm = 0): Load => ({ ...SMALL, most, calm });
const tried = (before: number, calm = 0): Load => ({ ...SMALL, before, calm });
test.each([
  // what was played, share that was late, panes that play: what is played next
  ["nothing is late", AT_EASE, 0, 16, { ...AT_EASE, calm: 1 }],
  ["a little is late", { ...AT_EASE, calm: 3 }, 0.1, 16, AT_EASE],
  ["much is late", AT_EASE, 0.3, 16, { ...SMALL, patience: 2 * FULL_PATIENCE }],
  ["much of the small ones is late", SMALL, 0.3, 16, now(11)],
  ["much is still late", now(11, 3), 0.3, 11, now(7)],
  ["down to the least", now(3), 1, 3, now(LEAST_LIVE)],
  ["it never ends at none", now(LEAST_LIVE), 1, 2, now(LEAST_LIVE)],
  ["calm is counted", now(7), 0, 7, now(7, 1)],
  ["one more after a while", now(7, 2), 0, 7, now(8)],
  ["all of them", now(15, 2), 0, 15, now(MOST_LIVE)],
  ["calm begins again", now(7, 2), 0.1, 7, now(7)],
  ["the proxies again", { ...SMALL, calm: 7 }, 0, 16, AT_EASE],
  [
    "late the second time",
    { ...AT_EASE, patience: 16 },
    1,
    9,
    { ...SMALL, patience: 32 },
  ],
  ["what was in step before the pause at once", tried(5), 0.3, 16, now(5)],
  ["a selection of two", SMALL, 1, 2, now(MOST_LIVE)],
  ["all stay that came back", tried(5, 2), 0, 16, now(MOST_LIVE, 3)],
  ["calm for long", { ...AT_EASE, calm: 31, patience: 32 }, 0, 9, AT_EASE],
] as const)("decoders: %s", (_, load, late, live, then) => {
  expect(next(load, late, live, 16)).toEqual(then);
});

const stray = (live: number) => ({ live, group: live, late: 1 });
test("what is late is acted on before the stretch ends, and small copies get time to come", () => {
  const slots = new Slots();
  for (let index = 0; index < 16; index += 1) slots.claim(index);
  const late = (count: number) => {
    for (let n = 0; n < count; n += 1) slots.sample(stray(16), [3]);
  };
  late(3);
  expect(slots.small.value).toBe(false);
  late(1);
  expect(slots.small.value).toBe(true);
  late(20);
  expect(slots.short.value).toBe(null);
  late(4);
  expect(slots.short.value).toEqual({ live: 11, all: 16 });
  expect([slots.of(3), slots.of(15)]).toEqual(["held", "none"]);
});

test("a pause gives every pane its own frame; played again all are tried, and told", () => {
  const slots = new Slots();
  for (let index = 0; index < 16; index += 1) slots.claim(index);
  const late = (count: number) => {
    for (let n = 0; n < count; n += 1)
      slots.sample(stray(slots.short.value?.live ?? 16), [3]);
  };
  late(60);
  const before = slots.short.value;
  expect(before?.live).toBeLessThan(8);
  slots.look([], false);
  expect(slots.short.value).toBe(null);
  expect(Array.from({ length: 16 }, (_, index) => slots.of(index))).toEqual(
    Array(16).fill("held"),
  );
  late(4);
  expect(slots.short.value).toEqual(before);
});

test("who is selected plays, in the place of another", () => {
  const slots = new Slots();
  for (let index = 0; index < 16; index += 1) slots.claim(index);
  for (let n = 0; n < 60; n += 1) slots.sample(stray(16), []);
  const before = slots.short.value?.live;
  expect(slots.of(15)).toBe("none");
  slots.look([15, -1], true);
  expect(slots.of(15)).toBe("held");
  expect(slots.short.value?.live).toBe(before);
});

test("three slow seeks in a row bring the small copies, two do not", () => {
  const slots = new Slots();
  for (const ms of [900, 900, 90, 900, 900]) slots.sought(ms);
  expect(slots.small.value).toBe(false);
  slots.sought(900);
  expect(slots.small.value).toBe(true);
});

test("who is looked at keeps the decoder", () => {
  expect(kept([0, 1, 2, 3], [3], 2)).toEqual([3, 0]);
});

test.each([
  ["time", 1, {}, { scale: 1, shift: 0 }],
  ["off", 1, { 1: 2 }, { scale: 1, shift: 0 }],
  ["share", 1, {}, { scale: 0.5, shift: 0 }],
  ["cut", 1, { 1: 2, 2: 0.5 }, { scale: 1, shift: 2 }],
  ["cut", 2, { 1: 2, 2: 0.5 }, { scale: 1, shift: 0.5 }],
  ["cut", 3, { 1: 2, 2: 0.5 }, { scale: 1, shift: 0 }],
  ["cut", 1, { 1: 9 }, { scale: 1, shift: 3.9 }],
] as const)(
  "in step by %s, cell %i stands where it should",
  (sync, index, cuts, place) => {
    expect(placeOf(sync, index, 4, 8, cuts)).toEqual(place);
  },
);

test("frames are counted from the frame of a cut, wherever in it the cut was set", () => {
  const clip = steady(24, 4);
  for (let frame = 0; frame < 90; frame += 1) {
    const cut = cutAt(timeOf(frame, clip), clip);
    const shown = (after: number) => frameAt(cut + timeOf(after, clip), clip);
    expect([shown(0), shown(5)]).toEqual([frame, frame + 5]);
  }
});

test("lines of what was asked break where they have no room, and long ones in themselves", () => {
  const size = "size 1920×1080 → 320×180";
  expect(linesOf([size, "length 8 s → 1 s"], 400)).toBe(1);
  expect(linesOf([size, "length 8 s → 1 s"], 260)).toBe(2);
  expect(linesOf([size, "length 8 s → 1 s"], 120)).toBe(4);
  expect(linesOf([], 120)).toBe(1);
});
