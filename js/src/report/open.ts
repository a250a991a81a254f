/** The grid of an open report: as in a notebook, with nobody to ask. */
import { Grid } from "../grid/grid";
import { type Host, staticHost } from "../host";
import { mount } from "../lib/mount";
import type {
  ComparisonGridFromPython,
  ComparisonGridToPython,
  GridModel,
  ReportView,
} from "../wire.gen";

type GridHost = Host<GridModel, ComparisonGridToPython, ComparisonGridFromPython>;

/** What a person chooses in the view, before anything was chosen. */
const UNTOUCHED = {
  blind_pairs: "",
  dropped_shown: false,
  baseline: -1,
  cuts: {},
  filter: { show: "all", values: {}, most: null },
  focused: -1,
  hidden: [],
  loop: true,
  mode: "grid",
  blind: false,
  offsets: {},
  order: "plan",
  pending: null,
  per_row: 0,
  playing: false,
  promoted: "",
  promotion: null,
  rate: 1,
  saved: "",
  score: "",
  score_filter: { least: null, most: null, flagged: "any" },
  selected: [],
  slices: {},
  sound: "off",
  stretch: { start: null, end: null },
  sync: "time",
  time: 0,
  verified: false,
} satisfies Partial<GridModel>;

/** A host that knows where two clips differ most. */
function reportHost(view: ReportView, signal: AbortSignal): GridHost {
  const { files, differences, ...given } = view;
  const host = staticHost<GridModel, ComparisonGridToPython, ComparisonGridFromPython>(
    { state: { ...UNTOUCHED, ...given }, files },
    signal,
  );
  const heard: ((message: ComparisonGridFromPython) => void)[] = [];
  return {
    ...host,
    hear: (act) => heard.push(act),
    send: (message) => {
      if (message.type !== "find_differences") return;
      const { one, other } = message;
      const times = differences[`${Math.min(one, other)}-${Math.max(one, other)}`] ?? [];
      for (const act of heard) act({ type: "differences", one, other, times });
    },
  };
}

export function drawGrid(el: HTMLElement, view: ReportView, signal: AbortSignal): void {
  mount(Grid, reportHost(view, signal), el);
}
