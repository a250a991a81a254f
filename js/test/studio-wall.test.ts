import axe from "axe-core";
import { afterEach, expect, test, vi } from "vitest";
import { passes } from "../src/studio/items";
import { linesOf } from "../src/studio/matrix";
import { endsOf } from "../src/studio/take";
import type { PlanReply } from "../src/wire.gen";
import { calmly, settled, until } from "./model";
import { ALL, draw, generate, MONEY, NOW, named, sweepOf, takeOf, tidy } from "./studio";

afterEach(() => {
  tidy();
  vi.useRealTimers();
});

test("a plan's matrix puts the longest axis across", () => {
  const cell = { fate: "send", reason: "", low: 1, high: 1 } as const;
  const at = [0, 1].flatMap((row) => [0, 1, 2].map((column) => [row, column]));
  const plan: PlanReply = {
    type: "plan",
    id: "",
    axes: [
      { name: "model", values: ["a", "b"], labels: ["a", "b"] },
      { name: "seed", values: ["1", "2", "3"], labels: ["1", "2", "3"] },
    ],
    cells: at.map((place) => ({ ...cell, at: place })),
    new: 6,
    low: 6,
    high: 6,
    unpriced: 0,
    expected_s: 1,
    warnings: [],
  };
  const { columns, lines } = linesOf(plan);
  expect(columns).toEqual(["seed 1", "seed 2", "seed 3"]);
  expect(lines.map((line) => [line.head, line.cells.length])).toEqual([
    ["a", 3],
    ["b", 3],
  ]);
});

test("five thousand takes: at most sixty in the page, more as one scrolls", async () => {
  const takes = Array.from({ length: 5000 }, (_, number) => takeOf(number));
  const { el, model } = draw({ takes });
  await until(() => el.querySelector(".vs-take"), "drawn");
  const drawn = () => el.querySelectorAll(".vs-take").length;
  const wall = el.querySelector(".vs-wall");
  if (!wall) throw new Error("no wall");
  for (let step = 0; step < 6; step += 1) {
    const { scrollHeight } = wall;
    wall.scrollTop = scrollHeight;
    const asked = model.sent.filter((one) => one.type === "ask_takes").length;
    await until(
      () => model.sent.filter((one) => one.type === "ask_takes").length > asked,
      "the next page",
    );
    await until(() => wall.scrollHeight > scrollHeight, "its rows");
    await settled(wall);
    expect(drawn()).toBeLessThanOrEqual(60);
  }
  expect(el.querySelector(".vs-tools h3")?.textContent).toContain("5000");
});

test("deep in a wall the same take stays first at another width, and a search begins at its top", async () => {
  const { el } = draw({ takes: Array.from({ length: 60 }, (_, at) => takeOf(at)) });
  const wall = await until(() => el.querySelector(".vs-wall"), "a wall");
  await until(() => wall.scrollHeight > 3000, "rows");
  wall.scrollTop = 1800;
  const first = () => {
    const { top } = wall.getBoundingClientRect();
    return [...wall.querySelectorAll<HTMLElement>(".vs-take")].find(
      (take) => take.getBoundingClientRect().bottom > top,
    );
  };
  await until(() => Number(first()?.dataset.tile?.slice(3)) > 20, "deep");
  const seen = first()?.dataset.tile;
  el.style.width = "420px";
  await until(() => wall.clientWidth < 500, "narrow");
  const { top } = wall.getBoundingClientRect();
  await until(() => {
    const tile = wall.querySelector(`[data-tile="${seen}"]`)?.getBoundingClientRect();
    return tile && tile.bottom > top && tile.top < top + tile.height;
  }, "the same take");
  el.style.display = "none";
  wall.dispatchEvent(new Event("scroll"));
  el.style.display = "";
  await until(() => first()?.dataset.tile, "takes that were hidden within a frame");
  const search = el.querySelector<HTMLInputElement>("[type=search]");
  if (!search) throw new Error("no search");
  search.value = "lake";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => wall.scrollTop === 0 && first()?.dataset.tile === "job0", "its top");
});

test.each([292, 500, 1000, 1600])(
  "nothing is wider than a studio of %i pixels",
  async (width) => {
    const { el } = draw({
      takes: Array.from({ length: 20 }, (_, at) => takeOf(at)),
      width,
    });
    await until(() => el.querySelector(".vs-take"), "takes");
    await settled(el);
    const own = el.querySelector(".vs-studio");
    expect(own?.scrollWidth).toBe(own?.clientWidth);
  },
);

test("a page of takes is asked for when the form was painted", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const { el, model } = draw({ takes: [takeOf(1)] });
  const asked = () => model.sent.some((one) => one.type === "ask_takes");
  await until(() => el.querySelector(".vs-generate"), "a form");
  await new Promise(requestAnimationFrame);
  expect(asked()).toBe(false);
  // What a frame puts off comes after its paint, long before anyone loses patience.
  await vi.advanceTimersByTimeAsync(1);
  expect(asked()).toBe(true);
  await until(() => el.querySelector(".vs-take"), "a take");
});

test("a job that moves is drawn anew, a new one comes first", async () => {
  const { el, model } = draw({ takes: [takeOf(1)] });
  await until(() => el.querySelectorAll(".vs-take").length === 1, "one");
  const failed = takeOf(1, { state: "failed", trouble: "<b>no</b>", actions: ["retry"] });
  model.say({ type: "take", take: failed, sweep: null, now: NOW });
  await until(
    () => el.querySelector(".vs-bad")?.textContent?.includes("<b>no</b>"),
    "why",
  );
  model.say({
    type: "take",
    take: takeOf(0, { id: "new", state: "queued" }),
    sweep: null,
    now: NOW,
  });
  await until(() => el.querySelectorAll(".vs-take").length === 2, "two");
  expect(el.querySelector(".vs-take")?.getAttribute("data-job")).toBe("new");
  named(el, "Retry · $0.40")?.click();
  expect(model.sent.at(-1)).toMatchObject({
    type: "act_on_take",
    job: "job1",
    action: "retry",
    agreed: false,
  });
});

test("what a retry of a take costs is as the kernel says", async () => {
  const failed = { state: "failed", actions: ["retry"] } as const;
  const { el } = draw({
    takes: [
      takeOf(1, { ...failed, cost: 0, retry: "send" }),
      takeOf(2, { ...failed, cost: 0.4, retry: "fetch" }),
    ],
  });
  await until(() => named(el, "Retry · $0.40"), "paid again");
  expect(named(el, "Fetch again (free)")).toBeDefined();
});

test("a blocked take is never sent again unchanged", async () => {
  const blocked = takeOf(1, { state: "blocked", actions: ["retry"], trouble: "words" });
  const { el, model } = draw({ takes: [blocked] });
  await until(() => named(el, "Edit prompt"), "the step");
  expect(named(el, "Retry")).toBeUndefined();
  named(el, "Edit prompt")?.click();
  await until(
    () => el.querySelector("textarea")?.value === "x",
    "its prompt in the form",
  );
  expect(model.sent.some((one) => one.type === "act_on_take")).toBe(false);
});

test("a tile plays while one points at it, unless motion is to be reduced", async () => {
  const ready = { sha256: "c".repeat(64), state: "ready" } as const;
  const { el, model } = draw({ takes: [takeOf(1, ready)] });
  const tile = await until(() => el.querySelector(".vs-take"), "a tile");
  const asked = () => model.sent.some((one) => one.kind === "clip");
  const point = (type: string) => tile.dispatchEvent(new PointerEvent(type));
  await calmly(async () => {
    point("pointerenter");
    await new Promise((later) => setTimeout(later, 400));
    expect(asked()).toBe(false);
  });
  point("pointerleave");
  point("pointerenter");
  await until(asked, "asked for");
});

test("of a long prompt one sees where it begins and how it ends", () => {
  expect(endsOf("a lake", 28)).toBe("a lake");
  const prompt = `A weathered keeper ${"climbs ".repeat(30)}moody teal and orange`;
  const ends = endsOf(prompt, 28);
  expect(ends).toBe("A weathered keeper climbs… moody teal and orange");
  expect(endsOf("x".repeat(60), 20)).toBe(`${"x".repeat(19)}… ${"x".repeat(20)}`);
});

test.each([300, 480, 760, 1000, 1600])(
  "how a prompt ends is in sight in a studio of %i pixels",
  async (width) => {
    const words = "a weathered lighthouse keeper climbs a spiral stair, ";
    const prompts = [30, 44, 60, 400].map((length) =>
      `${words.repeat(9).slice(0, length)}, moody teal`.replace(/\s+,/, ","),
    );
    const takes = prompts.map((prompt, at) => takeOf(at, { prompt }));
    const { el } = draw({
      takes,
      sweeps: [sweepOf({ prompt: prompts[3] ?? "" })],
      width,
    });
    await until(() => el.querySelectorAll(".vs-take").length === 5, "all");
    for (const said of el.querySelectorAll(".vs-take .vs-prompt")) {
      expect(said.textContent).toMatch(/, moody teal$/);
      expect(said.scrollHeight).toBeLessThanOrEqual(said.clientHeight + 1);
    }
  },
);

test("filters let through what they say", () => {
  const take = takeOf(1, { prompt: "a red fox", state: "failed", starred: true });
  expect(passes(take, { ...ALL, search: "FOX red" })).toBe(true);
  expect(passes(take, { ...ALL, search: "owl" })).toBe(false);
  expect(passes(take, { ...ALL, state: "ready" })).toBe(false);
  expect(passes(take, { ...ALL, state: "failed", starred: true })).toBe(true);
  expect(passes(take, { ...ALL, sweep: "panda" })).toBe(false);
});

test("a kernel that was restarted is said once, and nothing can be pressed", async () => {
  const { el, model } = draw();
  model.kernel("form", model.get("form"));
  model.say({ type: "nothing" });
  model.emit("comm_live_update");
  await until(() => el.querySelector(".vw-banner"), "the banner");
  expect(el.querySelectorAll(".vw-banner")).toHaveLength(1);
  expect(generate(el).disabled).toBe(true);
});

for (const [width, tall] of [
  [400, false],
  [700, false],
  [1200, true],
] as const) {
  test(`nothing sticks out at ${width} px`, async () => {
    const { el } = draw({ width, takes: [takeOf(1)] });
    await until(() => el.querySelector(".vs-take"), "drawn");
    await settled(el);
    const right = el.getBoundingClientRect().left + width;
    const out = [...el.querySelectorAll<HTMLElement>("button, input, select, p")].filter(
      (one) => one.getBoundingClientRect().right > right + 1,
    );
    expect(out.map((one) => one.outerHTML.slice(0, 80))).toEqual([]);
    const settings = el.querySelector<HTMLElement>(".vs-settings");
    expect(settings?.checkVisibility()).toBe(tall);
  });
}

for (const light of ["true", "false"]) {
  test(`axe finds nothing serious, light: ${light}`, async () => {
    document.body.setAttribute("data-jp-theme-light", light);
    document.body.style.background = light === "true" ? "#fff" : "#111";
    const money = { ...MONEY, real: true, endpoint: "segmind", balance: 4 };
    const takes = [
      takeOf(1, { state: "failed", trouble: "no", actions: ["retry"] }),
      takeOf(2, { state: "processing", began: 0 }),
    ];
    const { el } = draw({ takes, state: { money } });
    await until(() => el.querySelector(".vs-take"), "drawn");
    const { violations } = await axe.run(el, { resultTypes: ["violations"] });
    const serious = violations.filter((one) =>
      ["serious", "critical"].includes(one.impact ?? ""),
    );
    expect(serious.map((one) => [one.id, one.nodes.map((node) => node.html)])).toEqual(
      [],
    );
  });
}
