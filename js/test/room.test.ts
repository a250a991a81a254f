/** Whether what is drawn has room where it stands. */
import { afterEach, expect, test } from "vitest";
import { tidy as close, type } from "./controls";
import { all, drawForm, drawOne, formOf, one, type Row } from "./form-of";
import { until } from "./model";
import { draw as drawStudio, MONEY, tidy } from "./studio";

afterEach(() => {
  close();
  tidy();
});

const PROMPT: Row = { name: "prompt", kind: "prompt", title: "Prompt" };
const FIRST: Row = { name: "first", kind: "file", title: "Start image" };
const LAST: Row = { name: "last", kind: "file", title: "Last frame" };
const NOT: Row = {
  name: "negative",
  kind: "prompt",
  role: "negative_prompt",
  title: "Negative prompt",
};
const CARDS: [string, Row[]][] = [
  ["images and a folded text", [PROMPT, FIRST, LAST, NOT]],
  ["images alone", [PROMPT, FIRST, LAST]],
  ["a folded text alone", [PROMPT, NOT]],
  ["a prompt alone", [PROMPT]],
];
for (const [what, rows] of CARDS) {
  test(`a card's menu stands beside ${what}, on no line of its own`, async () => {
    const { el } = drawForm(formOf(rows));
    for (let width = 240; width <= 480; width += 4) {
      el.style.width = `${width}px`;
      const end = one(el, ".vc-end").getBoundingClientRect();
      const foot = one(el, ".vc-foot").getBoundingClientRect();
      const chips = all(el, ".vc-chip").map((chip) => chip.getBoundingClientRect());
      const last = chips.at(-1) ?? foot;
      expect(Math.abs(end.bottom - foot.bottom)).toBeLessThan(1);
      expect(end.right).toBeCloseTo(foot.right, 0);
      expect(last.bottom).toBeGreaterThan(end.top);
      if (chips.length) expect(last.right).toBeLessThanOrEqual(end.left);
    }
  });
}

for (const [what, row] of [
  ["a text", { name: "one", kind: "text", tall: true, title: "One" }],
  ["JSON", { name: "one", kind: "json", title: "One" }],
] as [string, Row][]) {
  test(`${what} grows in a box that nothing around it waits for`, async () => {
    const { el } = drawOne(row);
    const area = one<HTMLTextAreaElement>(el, ".vc-area > textarea");
    const box = area.parentElement as HTMLElement;
    expect(getComputedStyle(box).contain).toBe("strict");
    const fits = () => box.offsetHeight === area.offsetHeight;
    await until(fits, "a box as high as its text");
    const before = box.offsetHeight;
    type(area, "[1,\n2,\n3,\n4]");
    await until(() => box.offsetHeight > before && fits(), "a box that grew");
    expect(area.offsetWidth).toBe(one(el, ".vc-control").clientWidth);
  });
}

test("what opens stays in the window where neither side of its button has room", async () => {
  const { el } = drawStudio();
  const more = one(el, "[aria-label='Several at once']");
  const at = more.getBoundingClientRect();
  el.style.marginTop = `${innerHeight / 2 - at.bottom}px`;
  more.click();
  const panel = await until(() => el.querySelector<HTMLElement>(".vw-popover"), "it");
  for (const high of [380, innerHeight * 0.6, innerHeight * 0.78]) {
    panel.style.cssText += `;max-height: none; height: ${high}px`;
    await until(() => {
      const { bottom, top } = panel.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }, `${high} px in the window`);
  }
});

test("the buttons of a question stand beside each other, however narrow it is", async () => {
  const money = { ...MONEY, real: true, ask_above: 0.01 };
  const { el } = drawStudio({ state: { money } });
  one<HTMLElement>(el, ".vs-generate").click();
  const ask = await until(() => el.querySelector<HTMLElement>(".vw-ask"), "the question");
  const parts = () => all(ask, "b, button").map((each) => each.getBoundingClientRect());
  for (let width = 180; width <= 420; width += 4) {
    ask.style.width = `${width}px`;
    const [words, pay, leave] = parts() as [DOMRect, DOMRect, DOMRect];
    expect(pay.top).toBe(leave.top);
    expect(pay.left).toBeLessThan(leave.left);
    expect(words.bottom <= pay.top || words.right <= pay.left).toBe(true);
    expect(leave.right).toBeLessThanOrEqual(ask.getBoundingClientRect().right);
  }
});
