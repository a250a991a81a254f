/** A studio with a kernel of the test's own. */
import { studio } from "../src/widgets";
import type { ClipView, SweepView, TakeView } from "../src/wire.gen";
import { formState, kernelOf } from "./form";
import { FakeModel, show } from "./model";

export const NOW = 6000;
export const open: { close: () => void }[] = [];
export const ALL = {
  search: "",
  model: "",
  state: "all",
  starred: false,
  dropped: false,
  sweep: "",
  when: "any",
} as const;
export const NO_VOTES = { keep: "", thumb: "", score: 0, comments: [] };
export const MONEY = {
  endpoint: "local",
  real: false,
  balance: null,
  today: 1.5,
  today_unknown: 0,
  budget: null,
  unknown: null as number | null,
  ask_above: 5,
};

export function takeOf(number: number, change: Partial<TakeView> = {}): TakeView {
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
    retry: "send",
    created: 5000 - number,
    submitted: null,
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
    hidden: false,
    note: "",
    votes: NO_VOTES,
    ...change,
  };
}

export function sweepOf(change: Partial<SweepView> = {}): SweepView {
  return {
    name: "panda",
    prompt: "a red panda",
    planned: false,
    jobs: 12,
    ready: 7,
    failed: 0,
    live: 5,
    spent: 2.8,
    unknown: 0,
    high: 4.8,
    created: 6000,
    covers: [],
    latest: "",
    ...change,
  };
}

interface Options {
  takes?: readonly TakeView[];
  sweeps?: readonly SweepView[];
  state?: Record<string, unknown>;
  /** Answer presses by hand. */
  slow?: boolean;
  /** What is on the stage. */
  clip?: ClipView | null;
  width?: number;
}

export function draw({
  takes = [],
  sweeps = [],
  state = {},
  slow = false,
  clip = null,
  width = 1000,
}: Options = {}) {
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
    blind: false,
    dropped: 0,
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
      const { sweep } = Object(message.filter);
      const all = takes.filter((take) => take.sweep === sweep);
      const from = all.findIndex((take) => take.id === message.after) + 1;
      const page = all.slice(from, from + 60);
      const after = from + 60 < all.length ? page.at(-1)?.id : "";
      const rest = { sweeps: sweep || from ? [] : sweeps, total: takes.length };
      model.say({ type: "takes", id, takes: page, ...rest, after, now: NOW });
    } else if (type === "open_take") {
      const take = takes.find((one) => one.id === message.job) ?? takeOf(0);
      model.say({
        type: "take_opened",
        id,
        take,
        clip,
        values: { prompt: "x", seed: 3 },
      });
    } else if (type === "compare") {
      model.say({ type: "compared", id });
    } else if (type === "press" && !slow) {
      model.say({ type: "pressed", id, jobs: ["job1"], reused: 0, ask: false });
    }
  };
  const view = show(studio, model);
  view.el.style.width = `${width}px`;
  open.push(view);
  return { model, ...view };
}

export const presses = (model: FakeModel) =>
  model.sent.filter((one) => one.type === "press");
export const generate = (el: Element) => {
  const button = el.querySelector<HTMLButtonElement>(".vs-generate");
  if (!button) throw new Error("no button");
  return button;
};
export const named = (el: Element, text: string) =>
  [...el.querySelectorAll<HTMLButtonElement>("button")].find((one) =>
    one.textContent?.includes(text),
  );

export function tidy(): void {
  for (const view of open.splice(0)) view.close();
  document.body.removeAttribute("data-jp-theme-light");
}
