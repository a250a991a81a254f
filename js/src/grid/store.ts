/** What the components of a grid share; each takes the parts that it uses. */
import type { ComponentType } from "preact";
import type { ReadonlySignal } from "../lib/signals";
import type { CellView, JobAction } from "../wire.gen";
import { Arrangement } from "./arrangement";
import { Cells, type GridHost } from "./cells";
import { Comparison } from "./compare";
import { Files } from "./files";
import { Marks } from "./marks";
import { Panels } from "./panels";
import { GroupPlayback } from "./playback";
import { Scores } from "./scores";

export interface Parts {
  host: GridHost;
  cells: Cells;
  arrangement: Arrangement;
  playback: GroupPlayback;
  compare: Comparison;
  panels: Panels;
  marks: Marks;
  scores: Scores;
  files: Files;
  more: Extra;
}

export type Acting = Pick<Parts, "cells" | "host" | "panels">;

/** What a grid of a sweep has besides; a page alone has nothing of it. */
export interface Extra {
  /** In the head, beside what else can be done with all cells. */
  Actions?: ComponentType<Parts>;
  /** In the place of a cell whose step waits for a person's word. */
  Asking?: ComponentType<Acting & { cell: CellView }>;
  /** Do what a cell's button says. */
  act?: (parts: Acting, index: number, action: JobAction) => Promise<void>;
  /** The blind pairs, below the cells; and all that is drawn while they are judged. */
  Pairs?: ComponentType<Parts>;
  Shut?: ComponentType<Parts>;
  /** Below all, or alone while it is judged blind itself. */
  Below?: ComponentType<Parts>;
  /** The widget that is drawn there; empty for none. */
  below?: ReadonlySignal<string>;
}

/** Makes it, once for a grid. */
export type More = (host: GridHost) => Extra;

export function partsOf(host: GridHost, more: More): Parts {
  const cells = new Cells(host);
  const marks = new Marks(host);
  const scores = new Scores(host);
  const arrangement = new Arrangement(host, cells, marks, scores);
  const compare = new Comparison(host, cells, arrangement);
  return {
    host,
    cells,
    arrangement,
    playback: new GroupPlayback(host, cells, compare.wide),
    compare,
    panels: new Panels(host),
    marks,
    scores,
    files: new Files(host),
    more: more(host),
  };
}
