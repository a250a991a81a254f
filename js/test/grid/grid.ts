/** A grid of four cells with a kernel in the test's hand. */

import { vi } from "vitest";
import { grid } from "../../src/widgets";
import type {
  AxisView,
  CellLive,
  CellView,
  GridClip,
  SummaryView,
} from "../../src/wire.gen";
import { bytes, FILE, PIXEL } from "../clip";
import { FakeModel, show, until } from "../model";

export const LIVE: CellLive = {
  job: "j",
  state: "ready",
  flags: [],
  actions: [],
  retry: "send",
  note: "",
  trouble: null,
  cost: 0.4,
  charged: 0.4,
  began: 100,
  ended: 150,
};
/** A cell that nothing was sent for. */
export const PLANNED: CellLive = {
  ...LIVE,
  state: "planned",
  cost: null,
  charged: 0,
  began: null,
  ended: null,
};

export const CLIP: GridClip = {
  ...FILE,
  checks: [],
  loudness: -16,
  stored: false,
  served: false,
  derived: true,
  trouble: "",
};
export const HEAD: SummaryView = {
  title: "panda",
  shared: [{ name: "duration", text: "4" }],
  prompts: ["a red fox runs"],
  wordings: ["a red fox runs"],
  warnings: ["<b>careful</b>"],
  play_money: true,
  expected_s: 60,
  media: `veo-widgets/media/${"a".repeat(16)}`,
};

export function cell(
  index: number,
  at: number[],
  change: Partial<CellView> = {},
): CellView {
  return {
    index,
    at,
    title: `cell ${index}`,
    model: "veo-2",
    prompt: 0,
    fate: "send",
    reason: "",
    into: null,
    low: 1,
    high: 2,
    usual: 60,
    shape: [16, 9],
    live: LIVE,
    clip: { ...CLIP, sha256: String(index).repeat(64).slice(0, 64) },
    ...change,
  };
}

export function axis(name: string, values: string[]): AxisView {
  return { name, values, labels: values };
}

export const open: { close: () => void }[] = [];
export function closeAll(): void {
  for (const view of open.splice(0)) view.close();
  vi.restoreAllMocks();
}

export const STATE = {
  summary: HEAD,
  axes: [axis("model", ["veo-3-fast", "veo-2"]), axis("seed", ["1", "2"])],
  rows: ["seed"],
  columns: ["model"],
  pending: null,
  stop_reason: "",
  playing: false,
  time: 0,
  rate: 1,
  selected: [],
  focused: -1,
  mode: "grid",
  baseline: -1,
  unequal: [],
  slices: {},
  filter: { show: "all", values: {}, most: null },
  order: "plan",
  hidden: [],
  per_row: 0,
  loop: true,
  stretch: { start: null, end: null },
  sound: "off",
  sync: "time",
  offsets: {},
  cuts: {},
  verified: false,
  marks: {},
  dropped_shown: false,
  blind_pairs: "",
  blind: false,
  promotion: null,
  promoted: "",
  saved: "",
  scores_known: { metrics: [], cells: {}, done: 0, total: 0, missing: 0, trouble: "" },
  score: "",
  score_filter: { least: null, most: null, flagged: "any" },
};

export function draw(cells: CellView[], state: Record<string, unknown> = {}) {
  const model = new FakeModel({ ...STATE, cells, ...state });
  const send = model.send.bind(model);
  model.send = (message) => {
    send(message);
    if (message.type !== "read_file") return;
    const image = message.kind === "strip" || message.kind === "poster";
    const start = Number(message.start);
    const part = (image ? PIXEL : bytes).slice(start, start + Number(message.length));
    queueMicrotask(() =>
      model.say({ type: "chunk", id: message.id, error: null }, [
        new DataView(part.buffer),
      ]),
    );
  };
  const view = show(grid, model);
  open.push(view);
  const find = (selector: string) => view.el.querySelector<HTMLElement>(selector);
  const all = (selector: string) => [...view.el.querySelectorAll<HTMLElement>(selector)];
  const button = (name: string) =>
    all("button").find((one) => (one.ariaLabel ?? one.textContent) === name);
  const key = (pressed: string, extra: KeyboardEventInit = {}) => {
    const target = find(".vg-cell") as HTMLElement;
    target.dispatchEvent(
      new KeyboardEvent("keydown", {
        key: pressed,
        bubbles: true,
        cancelable: true,
        ...extra,
      }),
    );
  };
  return { model, find, all, button, key, ...view };
}

export const FOUR = [cell(0, [0, 0]), cell(1, [0, 1]), cell(2, [1, 0]), cell(3, [1, 1])];
export const ready = (view: ReturnType<typeof draw>, count: number) =>
  until(() => {
    const videos = view.all(".vg-pane video") as HTMLVideoElement[];
    return videos.filter((one) => one.readyState >= 2).length === count && videos;
  }, `${count} videos`);
