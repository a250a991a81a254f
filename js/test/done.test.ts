/** Word that a clip is done: in the title, as a sound, by the browser. */
import { afterEach, expect, test, vi } from "vitest";
import { askLeave, notices, sounds } from "../src/studio/done";
import { until } from "./model";
import { draw, NOW, takeOf, tidy } from "./studio";

const hidden = (value: boolean) => {
  Object.defineProperty(document, "hidden", { value, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
};

afterEach(() => {
  tidy();
  hidden(false);
  sounds.value = false;
  notices.value = false;
  vi.unstubAllGlobals();
});

test("what ends while the page is hidden is counted in its title, until it is seen", async () => {
  document.title = "work";
  const { el, model } = draw({ takes: [takeOf(1)] });
  await until(() => el.querySelector(".vs-take"), "drawn");
  const done = (id: string, change = {}) => {
    const take = takeOf(0, { id, state: "ready", ended: NOW + 1, ...change });
    model.say({ type: "take", take, sweep: null, now: NOW + 1 });
  };
  hidden(true);
  done("a");
  done("a");
  done("b");
  done("old", { ended: NOW - 9 });
  done("mine", { state: "cancelled" });
  expect(document.title).toBe("(2) work");
  hidden(false);
  expect(document.title).toBe("work");
});

/** Browsers' parts for sounds and notices, and what was asked of them. */
function stubbed() {
  const notes: [number, number][] = [];
  const told: { title: string; body: string; onclick: (() => void) | null }[] = [];
  const context = { currentTime: 2, destination: {}, close: vi.fn() };
  vi.stubGlobal("AudioContext", function audio() {
    return context;
  });
  vi.stubGlobal("GainNode", function gain() {
    return { connect: vi.fn() };
  });
  vi.stubGlobal(
    "OscillatorNode",
    function oscillator(_: unknown, { frequency }: { frequency: number }) {
      const start = (at: number) => notes.push([frequency, at]);
      return { connect: vi.fn(), start, stop: vi.fn() };
    },
  );
  class Notice {
    static permission = "granted";
    static requestPermission = vi.fn(async () => Notice.permission);
    onclick: (() => void) | null = null;
    close = vi.fn();
    body: string;
    constructor(
      readonly title: string,
      { body }: { body: string },
    ) {
      this.body = body;
      told.push(this);
    }
  }
  vi.stubGlobal("Notification", Notice);
  return { notes, told, Notice };
}

test("a clip that is done sounds twice, once a page, and only where that is wanted", async () => {
  const { notes } = stubbed();
  const views = [draw({ takes: [takeOf(1)] }), draw({ takes: [takeOf(1)] })];
  await until(() => views.every(({ el }) => el.querySelector(".vs-take")), "drawn");
  const done = (id: string) => {
    const take = takeOf(0, { id, state: "ready", ended: NOW + 1 });
    for (const { model } of views)
      model.say({ type: "take", take, sweep: null, now: NOW + 1 });
  };
  done("silent");
  expect(notes).toEqual([]);
  sounds.value = true;
  done("heard");
  expect(notes.map(([frequency]) => frequency)).toEqual([660, 880]);
  expect(notes[1]?.[1]).toBeGreaterThan(notes[0]?.[1] ?? Infinity);
});

test("the browser tells of what is done out of sight, with leave asked for at a press", async () => {
  const { told, Notice } = stubbed();
  const { el, model } = draw({ takes: [takeOf(1)] });
  await until(() => el.querySelector(".vs-take"), "drawn");
  const done = (id: string) => {
    const take = takeOf(0, { id, state: "ready", ended: NOW + 1, prompt: "a fox" });
    model.say({ type: "take", take, sweep: null, now: NOW + 1 });
  };
  hidden(true);
  done("unasked");
  expect([told, Notice.requestPermission.mock.calls]).toEqual([[], []]);
  await askLeave();
  done("second");
  expect(told.map(({ title, body }) => [title, body])).toEqual([
    ["2 clips are done", "a fox"],
  ]);
  hidden(false);
  done("seen");
  hidden(true);
  Notice.permission = "denied";
  done("refused");
  expect(told).toHaveLength(1);
  el.querySelector<HTMLElement>("[aria-label='Limits and notices']")?.click();
  const panel = await until(() => el.querySelector(".vw-popover"), "the panel");
  expect(panel.textContent).not.toContain("does not let");
  await askLeave();
  expect(notices.value).toBe(false);
  await until(() => panel.textContent?.includes("does not let"), "said");
});
