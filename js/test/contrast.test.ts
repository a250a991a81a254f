import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { bare, contrast, NAMES, under, wear } from "./contrast";
import { draw as drawForm, type as fill, radio, tidy as tidyForm } from "./controls";
import { closeAll, draw as drawGrid, FOUR, ready as readyGrid } from "./grid/grid";
import { until } from "./model";
import { draw as drawPlayer, ready, tidy as tidyPlayer } from "./player";
import { ALL, draw as drawStudio, NO_VOTES, takeOf, tidy as tidyStudio } from "./studio";

const LEAST = 3;

function find(el: Element, selector: string): HTMLElement {
  const found = el.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

/** How far an edge, a fill and a ring of an element are from what it stands on. */
function stands(el: Element) {
  const { borderTopColor, backgroundColor, outlineColor, outlineStyle } =
    getComputedStyle(el);
  const on = under(el);
  return {
    edge: contrast(borderTopColor, on),
    fill: contrast(backgroundColor, on),
    ring: outlineStyle === "none" ? 1 : contrast(outlineColor, on),
  };
}

async function studio(state: Record<string, unknown> = {}) {
  const ready = { state: "ready", sha256: "c".repeat(64) } as const;
  const votes = { ...NO_VOTES, keep: "keep", score: 4 } as const;
  const takes = [takeOf(0, { ...ready, votes, starred: true }), takeOf(1, ready)];
  const { el } = drawStudio({ takes, state });
  await until(() => el.querySelector(".vs-stage[data-job]"), "the stage");
  await until(() => el.querySelectorAll(".vs-take").length === 2, "takes");
  return el;
}

describe.each(NAMES)("in JupyterLab's %s theme", (theme) => {
  beforeEach(() => wear(theme));
  afterEach(() => {
    tidyForm();
    tidyPlayer();
    tidyStudio();
    closeAll();
    bare();
  });

  test("the chosen one of a few stands out from its neighbours", () => {
    const { el } = drawForm();
    const chosen = find(el, "[role=radio][aria-checked=true]");
    expect(stands(chosen).edge).toBeGreaterThanOrEqual(LEAST);
    const other = find(el, "[role=radio][aria-checked=false]");
    expect(stands(other).edge).toBe(1);
    expect(stands(other).fill).toBe(1);
  });

  test("every list that opens can be read", async () => {
    const grid = drawGrid(FOUR);
    const all = [await studio(), grid.el].flatMap((el) => [
      ...el.querySelectorAll("option"),
    ]);
    expect(all.length).toBeGreaterThan(8);
    for (const option of all) {
      const { color, backgroundColor } = getComputedStyle(option);
      expect(backgroundColor, option.text).toMatch(/^rgb\(/);
      expect(contrast(color, [backgroundColor]), option.text).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("a switch is seen, and its knob on it, on and off", async () => {
    const { el } = drawForm();
    const own = find(el, "[role=switch]");
    const knob = () => getComputedStyle(find(own, "i")).backgroundColor;
    for (const on of ["true", "false"]) {
      await until(() => own.ariaChecked === on, `it is ${on}`);
      expect(stands(own).edge).toBeGreaterThanOrEqual(LEAST);
      expect(contrast(knob(), under(own, "with its own"))).toBeGreaterThanOrEqual(LEAST);
      own.click();
    }
  });

  test("a lock that holds the seed stands out", async () => {
    const { el } = drawForm();
    const lock = () => find(el, "[data-field=seed] [aria-pressed]");
    expect(stands(lock()).edge).toBe(1);
    fill(find(el, "[data-field=seed] input") as HTMLInputElement, "7");
    await until(() => lock().ariaPressed === "true", "it holds");
    expect(stands(lock()).edge).toBeGreaterThanOrEqual(LEAST);
  });

  test("what is pressed in the studio stands out: filters, votes, several values", async () => {
    const el = await studio({ filter: { ...ALL, starred: true } });
    find(el, ".vs-more").click();
    await until(() => el.querySelector(".vs-menu"), "several at once");
    const pressed = [...el.querySelectorAll<HTMLElement>("[aria-pressed=true]")];
    const names = pressed.map((each) => each.ariaLabel ?? each.textContent);
    expect(names).toContain("Starred only");
    for (const each of pressed) {
      // A star that is given is filled.
      if (each.matches(".vs-starred, .vs-star")) continue;
      const { edge, fill } = stands(each);
      expect(Math.max(edge, fill), each.outerHTML).toBeGreaterThanOrEqual(LEAST);
    }
    const count = radio(el, "×1");
    expect(count && stands(count).edge).toBeGreaterThanOrEqual(LEAST);
  });

  test("a ticked take and the one on the stage stand out", async () => {
    const el = await studio();
    const tile = find(el, ".vs-take:not(.vs-staged)");
    const picture = find(tile, ".vs-picture");
    expect(stands(picture).ring).toBe(1);
    find(tile, ".vs-tick").click();
    await until(() => stands(picture).ring > 1, "a ring");
    expect(stands(picture).ring).toBeGreaterThanOrEqual(LEAST);
    expect(stands(find(el, ".vs-staged .vs-picture")).ring).toBeGreaterThanOrEqual(LEAST);
  });

  test("what is switched on in the player stands out", async () => {
    const { el } = drawPlayer({ loop: true });
    await ready(el);
    const pressed = [...el.querySelectorAll<HTMLElement>(".vw-tool[aria-pressed=true]")];
    expect(pressed.length).toBeGreaterThan(0);
    for (const each of pressed)
      expect(stands(each).edge, each.outerHTML).toBeGreaterThanOrEqual(LEAST);
  });

  test("the focus is seen on everything that Tab leads to, over pictures too", async () => {
    const el = await studio();
    const seen = new Set<string>();
    find(el, "textarea").focus();
    for (let press = 0; press < 30; press += 1) {
      await userEvent.tab();
      const at = document.activeElement;
      if (!at || !el.contains(at)) break;
      const { outlineColor, boxShadow } = getComputedStyle(at);
      const { ring } = stands(at);
      const what = at.outerHTML.slice(0, 160);
      expect(ring, what).toBeGreaterThanOrEqual(LEAST);
      seen.add(at.className);
      if (!at.closest(".vs-picture")) continue;
      // On a picture, whose colours nobody knows, it has a ground of its own.
      const ground = boxShadow.match(/^(rgba?\([^)]*\)|#\w+).* 4px$/)?.[1];
      expect(ground, what).toBeDefined();
      expect(contrast(outlineColor, [ground ?? outlineColor])).toBeGreaterThanOrEqual(3);
    }
    expect(seen.size).toBeGreaterThan(6);
  });

  test("the focus is seen on votes over a picture, dark or light", async () => {
    const mark = { keep: "keep", thumb: "", score: 0, comments: [] } as const;
    const view = drawGrid(FOUR, { focused: 1, marks: { 1: mark } });
    await readyGrid(view, 4);
    await userEvent.tab();
    const votes = view.all(".vg-cell[data-focused=true] .vw-vote-row button");
    expect(votes.length).toBeGreaterThan(4);
    for (const vote of votes) {
      vote.focus();
      const row = getComputedStyle(vote.closest(".vw-vote-row") ?? vote).backgroundColor;
      const { backgroundColor, outlineColor } = getComputedStyle(vote);
      for (const picture of ["#000", "#fff"]) {
        const on = [picture, row, backgroundColor];
        expect(contrast(outlineColor, on), vote.outerHTML).toBeGreaterThanOrEqual(LEAST);
      }
    }
  });
});
