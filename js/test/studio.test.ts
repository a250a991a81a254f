import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { linesOf } from "../src/studio/plan";
import { passes } from "../src/studio/takes-store";
import { studio } from "../src/widgets";
import type { PlanReply, TakeView } from "../src/wire.gen";
import { checkedAs, formState, kernelOf } from "./form";
import { FakeModel, show, until } from "./model";

const open: { close: () => void }[] = [];
const ALL = { search: "", model: "", state: "all", starred: false, sweep: "" } as const;
const MONEY = {
  endpoint: "local",
  real: false,
  balance: null,
  today: 1.5,
  budget: null,
  ask_above: 5,
};

function takeOf(number: number, change: Partial<TakeView> = {}): TakeView {
  return {
    id: `job${number}`,
    model: "full",
    title: "Full",
    prompt: `a lake ${number}`,
    about: "720p · 4 s",
    seed: String(number),
    sweep: "",
    state: "cancelled",
    flags: [],
    actions: [],
    created: 5000 - number,
    began: null,
    ended: null,
    usual: 10,
    low: 0.4,
    high: 0.4,
    cost: null,
    trouble: "",
    next_step: "",
    request_id: "",
    sha256: "",
    shape: [16, 9],
    duration: 0,
    has_audio: false,
    starred: false,
    note: "",
    ...change,
  };
}

interface Options {
  takes?: readonly TakeView[];
  state?: Record<string, unknown>;
  /** Answer presses by hand. */
  slow?: boolean;
  width?: number;
}

function draw({ takes = [], state = {}, slow = false, width = 1000 }: Options = {}) {
  const form = formState();
  const values = { ...Object(form.form).values, prompt: "a lake" };
  const model = new FakeModel({
    ...form,
    form: { ...Object(form.form), values },
    money: MONEY,
    ticket: "t1",
    media: "",
    notice: "",
    grid: "",
    stage: "",
    filter: ALL,
    count: 1,
    muted: false,
    loop: true,
    ...state,
  });
  kernelOf(model, (answer) => answer());
  const send = model.send.bind(model);
  model.send = (message) => {
    send(message);
    const { type, id } = message;
    if (type === "ask_takes") {
      const from = takes.findIndex((take) => take.id === message.after) + 1;
      const page = takes.slice(from, from + 60);
      model.say({ type: "takes", id, takes: page, total: takes.length, now: 0 });
    } else if (type === "open_take") {
      const take = takes.find((one) => one.id === message.job) ?? takeOf(0);
      model.say({
        type: "take_opened",
        id,
        take,
        clip: null,
        values: { prompt: "x", seed: 3 },
      });
    } else if (type === "press" && !slow) {
      model.say({ type: "pressed", id, jobs: ["job1"], reused: 0 });
    }
  };
  const view = show(studio, model);
  view.el.style.width = `${width}px`;
  open.push(view);
  return { model, ...view };
}
afterEach(() => {
  for (const view of open.splice(0)) view.close();
  document.body.removeAttribute("data-jp-theme-light");
});

const presses = (model: FakeModel) => model.sent.filter((one) => one.type === "press");
const generate = (el: Element) => {
  const button = el.querySelector<HTMLButtonElement>(".vs-generate");
  if (!button) throw new Error("no button");
  return button;
};
const named = (el: Element, text: string) =>
  [...el.querySelectorAll<HTMLButtonElement>("button")].find((one) =>
    one.textContent?.includes(text),
  );

test("three clicks while the kernel is busy are one press", async () => {
  const { el, model } = draw({ slow: true });
  for (let click = 0; click < 3; click += 1) generate(el).click();
  await until(() => generate(el).disabled, "off at once");
  generate(el).click();
  expect(presses(model)).toHaveLength(1);
  expect(presses(model)[0]).toMatchObject({ ticket: "t1", count: 1 });
  expect(generate(el).textContent).toContain("Sending");
  model.say({ type: "pressed", id: presses(model)[0]?.id, jobs: [], reused: 0 });
  await until(() => !generate(el).disabled, "on again");
});

test("Enter twice with Ctrl is one press, of what stands in the field", async () => {
  const { el, model } = draw({ slow: true });
  const area = el.querySelector("textarea");
  if (!area) throw new Error("no prompt");
  area.value = "a frozen lake";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  for (let press = 0; press < 2; press += 1) {
    area.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }),
    );
  }
  expect(presses(model)).toHaveLength(1);
  expect(presses(model)[0]?.form).toMatchObject({ values: { prompt: "a frozen lake" } });
});

test("two views press with the same ticket", async () => {
  const { el, model } = draw({ slow: true });
  const other = show(studio, model);
  open.push(other);
  generate(el).click();
  generate(other.el).click();
  expect(presses(model).map((one) => one.ticket)).toEqual(["t1", "t1"]);
  expect(presses(model)[0]?.form).toEqual(presses(model)[1]?.form);
});

test("an empty prompt sends nothing, and the field is marked and focused", async () => {
  const { el, model } = draw();
  const area = el.querySelector("textarea");
  if (!area) throw new Error("no prompt");
  area.value = " ";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => model.sent.find((one) => one.type === "edit"), "told");
  const { by, revision } = Object(model.sent.find((one) => one.type === "edit")?.form);
  const problems = [{ field: "prompt", text: "prompt is required", source: "" }];
  model.kernel("checked", { ...checkedAs(by, revision), problems });
  generate(el).click();
  await until(() => document.activeElement === area, "focused");
  expect(area.getAttribute("aria-invalid")).toBe("true");
  expect(presses(model)).toEqual([]);
});

test("real money is said, and above the limit it is asked for in place", async () => {
  const money = {
    ...MONEY,
    endpoint: "segmind",
    real: true,
    balance: 41.2,
    ask_above: 0.5,
  };
  const { el, model } = draw({ state: { money } });
  expect(el.querySelector(".vs-real")?.textContent).toContain("real money · $41.20 left");
  generate(el).click();
  await until(() => el.querySelector("[role=alertdialog]"), "asked");
  expect(presses(model)).toEqual([]);
  named(el, "Cancel")?.click();
  await until(() => el.querySelector(".vs-generate"), "back");
  generate(el).click();
  await until(() => el.querySelector("[role=alertdialog]"), "asked again");
  named(el, "Pay")?.click();
  await until(() => presses(model).length === 1, "sent");
});

test("several models are planned, and the plan says what it costs", async () => {
  const { el, model } = draw();
  const form = { ...Object(model.get("form")), axes: { model: ["full", "auto"] } };
  model.kernel("form", { ...form, by: "", revision: 9 });
  await until(() => generate(el).textContent?.includes("Plan 2 clips"), "the button");
  generate(el).click();
  const ask = await until(
    () => model.sent.find((one) => one.type === "ask_plan"),
    "asked",
  );
  const cell = { fate: "send", reason: "", low: 0.4, high: 0.4 };
  const cells = [0, 1].map((at) => ({ ...cell, at: [at] }));
  const axes = [{ name: "model", values: ["full", "auto"] }];
  const more = { new: 2, low: 0.8, high: 0.8, known: true, expected_s: 9, warnings: [] };
  model.say({ type: "plan", id: ask.id, axes, cells, ...more });
  await until(
    () => el.querySelectorAll(".vs-plan td.vs-send").length === 2,
    "the matrix",
  );
  named(el, "Generate 2 clips")?.click();
  const run = await until(() => model.sent.find((one) => one.type === "run_plan"), "run");
  expect(run).toMatchObject({ ticket: "t1", new: 2, high: 0.8, budget: null });
  expect(presses(model)).toEqual([]);
});

test("a plan's matrix puts the longest axis across", () => {
  const cell = { fate: "send", reason: "", low: 1, high: 1 } as const;
  const at = [0, 1].flatMap((row) => [0, 1, 2].map((column) => [row, column]));
  const plan: PlanReply = {
    type: "plan",
    id: "",
    axes: [
      { name: "model", values: ["a", "b"] },
      { name: "seed", values: ["1", "2", "3"] },
    ],
    cells: at.map((place) => ({ ...cell, at: place })),
    new: 6,
    low: 6,
    high: 6,
    known: true,
    expected_s: 1,
    warnings: [],
  };
  const { columns, lines } = linesOf(plan);
  expect(columns).toEqual(["1", "2", "3"]);
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
    wall.scrollTop = wall.scrollHeight;
    const asked = model.sent.filter((one) => one.type === "ask_takes").length;
    await until(
      () => model.sent.filter((one) => one.type === "ask_takes").length > asked,
      "the next page",
    );
    expect(drawn()).toBeLessThanOrEqual(60);
  }
  expect(el.querySelector(".vs-tools h3")?.textContent).toContain("5000");
});

test("a job that moves is drawn anew, a new one comes first", async () => {
  const { el, model } = draw({ takes: [takeOf(1)] });
  await until(() => el.querySelectorAll(".vs-take").length === 1, "one");
  const failed = takeOf(1, { state: "failed", trouble: "<b>no</b>", actions: ["retry"] });
  model.say({ type: "take", take: failed, now: 0 });
  await until(
    () => el.querySelector(".vs-bad")?.textContent?.includes("<b>no</b>"),
    "why",
  );
  model.say({ type: "take", take: takeOf(0, { id: "new", state: "queued" }), now: 0 });
  await until(() => el.querySelectorAll(".vs-take").length === 2, "two");
  expect(el.querySelector(".vs-take")?.getAttribute("data-job")).toBe("new");
  named(el, "Retry · $0.40")?.click();
  expect(model.sent.at(-1)).toEqual({
    type: "act_on_take",
    job: "job1",
    action: "retry",
  });
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
