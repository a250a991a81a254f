import { expect, test } from "vitest";
import { bent, lateness, median } from "../../src/grid/clocks";

test("speeds are bent towards the others, never by more than half", () => {
  expect(bent(1, 0.001)).toBe(1);
  expect(bent(1, 0.05)).toBeCloseTo(0.8);
  expect(bent(2, -0.01)).toBeCloseTo(2.08);
  expect(bent(1, 3)).toBe(0.5);
  expect(bent(1, -3)).toBe(1.5);
  expect(bent(1, 0.0045)).toBeLessThan(1);
  expect(median([3, 1, 2])).toBe(2);
});

test("one that strays alone counts for less than several", () => {
  const three = [1, 1.01, 1.02];
  expect(lateness([...three, 1.03], 0.04)).toBe(0);
  expect(lateness([...three, 1.5], 0.04)).toBe(0.3);
  expect(lateness([...three, 0.5], 0.04)).toBe(0.3);
  expect(lateness([...three, 0.5, 1.5], 0.04)).toBe(1);
  expect(lateness([1, 1.01, 1.5], 0.04)).toBe(1);
  expect(lateness([], 0.04)).toBe(0);
});
