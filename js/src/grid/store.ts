/** What the components of a grid share; each takes the parts that it uses. */
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
}

export function partsOf(host: GridHost): Parts {
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
  };
}
