import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { badge, copy, image } from "../src/widgets";
import { JOB } from "./badge";
import { choose, draw as drawControls, tidy as tidyControls } from "./controls";
import { checkedAs, formState } from "./form";
import { drawForm, formOf, GIVEN, KINDS, MODELS } from "./form-of";
import {
  cell,
  closeAll,
  draw as drawGrid,
  FOUR,
  LIVE,
  PLANNED,
  ready as readyGrid,
} from "./grid/grid";
import { FakeModel, show, until } from "./model";
import { button, draw as drawPlayer, key, ready, tidy as tidyPlayer } from "./player";
import {
  ALL,
  draw as drawStudio,
  MONEY,
  named,
  sweepOf,
  takeOf,
  tidy as tidyStudio,
} from "./studio";

const open: { close: () => void }[] = [];
afterEach(() => {
  tidyControls();
  tidyPlayer();
  tidyStudio();
  closeAll();
  for (const view of open.splice(0)) view.close();
});

const warning = { field: "seed", text: "Up to 99.", source: "", fix: { seed: 99 } };
const draws: Record<string, () => Promise<Element> | Element> = {
  controls: async () => {
    const { el, model } = drawControls();
    choose(el, "small");
    model.kernel("checked", { ...checkedAs("", 0), warnings: [warning] });
    await until(() => el.querySelector(".vc-notice span"), "what was changed");
    return el;
  },
  images: async () => {
    const state = formState("pictures");
    const values = {
      start: "https://a/s.png",
      references: ["https://a/1.png", "https://a/2.png"],
    };
    const { el } = drawControls(undefined, {
      ...state,
      form: { ...Object(state.form), values },
    });
    el.querySelector<HTMLElement>("[data-slot='start:0'] > button")?.click();
    await until(() => el.querySelector(".vc-image-panel"), "an image");
    return el;
  },
  "all kinds of fields": async () => {
    const { el } = drawForm(formOf(KINDS), GIVEN);
    await until(() => el.querySelector("[data-field='shots[1].prompt']"), "two shots");
    return el;
  },
  "a list with a search": async () => {
    const { el } = drawForm(formOf(KINDS), GIVEN);
    el.querySelector<HTMLElement>("[data-field=moves] .vw-combo")?.click();
    await until(() => el.querySelector("[role=option]"), "its options");
    return el;
  },
  "all models": async () => {
    const [first, ...rest] = MODELS;
    if (!first) throw new Error("no models");
    const status = "as the stored page says, unverified";
    const { el } = drawForm(
      { ...first, status, retired: true },
      {},
      rest.map((form) => ({ ...form, status, priced: false })),
    );
    el.querySelector<HTMLElement>("button.vc-model")?.click();
    await until(() => el.querySelector("[role=option]"), "models");
    return el;
  },
  player: async () => {
    const { el } = drawPlayer({ starred: true });
    await ready(el);
    key(el, "v");
    key(el, "?");
    await until(() => el.querySelector("[data-part=facts]"), "facts");
    return el;
  },
  "narrow player": async () => {
    const { el } = drawPlayer();
    el.style.width = "380px";
    await ready(el);
    (await until(() => button(el, "More controls"), "the menu")).click();
    await until(() => el.querySelector(".vw-menu"), "open");
    return el;
  },
  "an axis of several": async () => {
    const { el, model } = drawControls();
    const form = model.get("form") as object;
    model.kernel("form", { ...form, axes: { duration: [4, 8] }, by: "", revision: 9 });
    await until(() => el.querySelector(".vc-several"), "two lengths");
    return el;
  },
  image: () => {
    const state = { images: [], label: "Start", many: true, message: "Too large." };
    return drawn(image, state);
  },
  copy: () => drawn(copy, { text: "x", label: "Copy" }),
  "running badge": () => drawBadge({}),
  "badge of trouble": () =>
    drawBadge({
      state: "failed",
      actions: ["retry"],
      retry: "send",
      error: {
        kind: "InferenceFailed",
        message: "It failed.",
        detail: "why",
        next_step: "Change it.",
        charged: false,
      },
    }),
  studio: async () => {
    const takes = [
      takeOf(1, { state: "processing", began: 1, actions: ["unwatch"] }),
      takeOf(2, { state: "failed", trouble: "It failed.", actions: ["retry"] }),
      takeOf(3, { starred: true, note: "good" }),
    ];
    const { el } = drawStudio({ takes });
    await until(() => el.querySelectorAll(".vs-take").length === 3, "takes");
    await until(() => el.querySelector(".vs-stage[data-job]"), "the stage");
    return el;
  },
  "studio's failure": async () => {
    const { el } = drawStudio({
      takes: [takeOf(1, { state: "blocked", trouble: "Blocked.", next_step: "Reword." })],
    });
    await until(() => el.querySelector(".vs-stage .vs-why b"), "why");
    return el;
  },
  "studio's search without a result": async () => {
    const { el } = drawStudio({ state: { filter: { ...ALL, search: "nothing" } } });
    await until(() => named(el, "Show all"), "the way back");
    return el;
  },
  "studio asks before it pays": async () => {
    const { el } = drawStudio({
      state: { money: { ...MONEY, real: true, ask_above: 0 } },
    });
    named(el, "Generate")?.click();
    await until(() => el.querySelector(".vw-ask"), "asked");
    return el;
  },
  "studio's plan": async () => {
    const { el } = drawStudio();
    named(el, "Generate");
    el.querySelector<HTMLElement>(".vs-more")?.click();
    await until(() => el.querySelector(".vs-menu"), "several at once");
    return el;
  },
  grid: async () => {
    const view = drawGrid(FOUR, { focused: 1, baseline: 0 });
    await readyGrid(view, 4);
    return view.el;
  },
  "grid's filter and trouble": async () => {
    const live = { ...LIVE, state: "failed", note: "No.", actions: ["retry"] } as const;
    const view = drawGrid([...FOUR.slice(0, 3), cell(3, [1, 1], { clip: null, live })]);
    await until(() => view.el.querySelector(".vg-trouble"), "what went wrong");
    view.button("Filter")?.click();
    await until(() => view.el.querySelector(".vg-facets"), "facets");
    return view.el;
  },
  "grid's plan": async () => {
    const live = { ...PLANNED, job: null };
    const view = drawGrid(FOUR.map((each) => ({ ...each, clip: null, live })));
    await until(() => view.el.querySelector(".vg-planned"), "prices");
    return view.el;
  },
  "grid's menus of pictures, what is unfair, votes and scores": async () => {
    const marks = { 0: { keep: "keep", thumb: "up", score: 4, comments: [] } };
    const unequal = [{ about: "Length", text: "8 s in 3", values: ["8 s"], cells: [2] }];
    const shown = { unequal, marks, verified: true, offsets: { 1: 3 }, sound: "focused" };
    const view = drawGrid(FOUR, { ...shown, focused: 1, baseline: 0, per_row: 2 });
    await readyGrid(view, 4);
    view.button("Pictures of all cells")?.click();
    await until(() => view.button("Contact sheet"), "its lines");
    return view.el;
  },
  "grid's clip over the window": async () => {
    const view = drawGrid(FOUR, { focused: 1 });
    await readyGrid(view, 4);
    view.key("Enter");
    await until(() => view.all(".vg-stage:popover-open .vg-small").length === 4, "film");
    return view.el;
  },
  "grid's difference over the window": async () => {
    const view = drawGrid(FOUR, { focused: 1, baseline: 0 });
    await readyGrid(view, 4);
    view.key("d");
    await until(() => view.all(".vg-stage:popover-open video").length === 2, "two");
    return view.el;
  },
  "grid judged blind": async () => {
    const view = drawGrid([], { axes: [], blind: true });
    await until(() => view.find(".vg-shut"), "shut");
    return view.el;
  },
  "studio's sweep": async () => {
    const { el } = drawStudio({ takes: [], sweeps: [sweepOf()] });
    await until(() => el.querySelector("[aria-label='Judge panda blind']"), "a tile");
    return el;
  },
  "grid's wipe": async () => {
    const view = drawGrid(FOUR, { focused: 1, baseline: 0, mode: "wipe" });
    await until(() => view.all(".vg-both video").length === 2, "two sides");
    return view.el;
  },
};

function drawn(widget: Parameters<typeof show>[0], state: object): Element {
  const view = show(widget, new FakeModel({ ...state }));
  open.push(view);
  return view.el;
}

function drawBadge(change: Partial<typeof JOB>): Element {
  const view = show(badge, new FakeModel({ job: { ...JOB, ...change } }));
  open.push(view);
  return view.el;
}

const THEMES = ["light", "dark"] as const;
const cases = Object.keys(draws).flatMap((name) =>
  THEMES.map((theme) => [name, theme] as const),
);

test.each(cases)("axe finds nothing serious: %s, %s", async (name, theme) => {
  const light = theme === "light";
  document.body.setAttribute("data-jp-theme-light", String(light));
  document.body.style.background = light ? "#fff" : "#111";
  const el = await draws[name]?.();
  if (!el) throw new Error(name);
  const { violations } = await axe.run(el, { resultTypes: ["violations"] });
  const serious = violations.filter((one) =>
    ["serious", "critical"].includes(one.impact ?? ""),
  );
  const said = serious.map((one) => [one.id, one.nodes.map((node) => node.html)]);
  document.body.removeAttribute("data-jp-theme-light");
  document.body.style.background = "";
  expect(said).toEqual([]);
});
