/** Clips side by side: played in step, compared two by two. */
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { typed } from "../host";
import type { Component } from "../lib/mount";
import { signal, useValue } from "../lib/signals";
import transport from "../styles/transport.css";
import common from "../styles/votes.css";
import type {
  CellView,
  ComparisonGridFromPython,
  ComparisonGridToPython,
  GridModel,
} from "../wire.gen";
import { ArrangeBar } from "./arrange-bar";
import axes from "./axes.css";
import bar from "./bar.css";
import cell from "./cell.css";
import type { GridHost } from "./cells";
import empty from "./empty.css";
import grid from "./grid.css";
import { Head } from "./head";
import { hold } from "./hold";
import { press, release } from "./keys";
import { Menu } from "./menu";
import scores from "./scores.css";
import { Stage } from "./stage";
import stage from "./stage.css";
import { type More, type Parts, partsOf } from "./store";
import { Table } from "./table";
import { Help, Said, TextPanel } from "./text";
import { GridTransport } from "./transport";
import { Voice } from "./voice";
import votes from "./votes.css";

const NOTHING: More = () => ({});
const EMPTY = signal("");

export function View({ host, more = NOTHING }: { host: GridHost; more?: More }) {
  const parts = useMemo(() => partsOf(host, more), [host, more]);
  const { cells, compare, marks, panels } = parts;
  const { Below: Last, below = EMPTY, Pairs, Shut } = parts.more;
  const root = useRef<HTMLDivElement>(null);
  const zoom = useValue(compare.zoom);
  const { title } = useValue(cells.summary);
  const blind = useValue(marks.blind);
  const pairs = useValue(marks.pairs);
  const last = useValue(below);
  const alone = blind && !pairs && last;
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    element.style.setProperty("--zx", String(zoom.x));
    element.style.setProperty("--zy", String(zoom.y));
    element.style.setProperty("--zoom", String(zoom.by));
  }, [zoom]);
  const body = useMemo(
    () => (
      <>
        <Head {...parts} root={root} />
        <ArrangeBar {...parts} />
        <TextPanel panels={panels} />
        <Help panels={panels} />
        <Stage {...parts} />
        <Table {...parts} />
        <Said panels={panels} />
        <Deck {...parts} />
        <Voice {...parts} />
        <Menu {...parts} root={root} />
        {Pairs && <Pairs {...parts} />}
      </>
    ),
    [parts],
  );
  useLayoutEffect(() => (root.current ? hold(root.current) : undefined), []);
  return (
    <div
      ref={root}
      class={`vw-box vg ${blind ? "vg-blind" : ""}`}
      tabIndex={-1}
      role="group"
      aria-label={blind ? "Blind pairs" : `Comparison: ${title}`}
      data-lm-suppress-shortcuts="true"
      onKeyDown={(event) => {
        if (blind) return;
        if (root.current && press(event, parts, root.current)) event.preventDefault();
        event.stopPropagation();
      }}
      onKeyUp={(event) => {
        release(event, parts);
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        const inside = (event.target as HTMLElement).closest(".vg-menu");
        if (!inside) panels.menu.value = null;
      }}
    >
      {!blind ? body : !alone && Shut && <Shut {...parts} />}
      {Last && (!blind || alone) && <Last {...parts} />}
    </div>
  );
}

/** Below the cells, unless the stage has it. */
function Deck(parts: Parts) {
  const wide = useValue(parts.compare.wide);
  return wide ? null : <GridTransport {...parts} />;
}

/** Keep the model's own cells up to date, from which another view begins. */
function begin(host: GridHost): void {
  host.hear((message) => {
    if (message.type !== "live" && message.type !== "clip") return;
    const cells = typed<CellView[]>(host.get("cells"));
    const cell = cells[message.index];
    if (!cell) return;
    cells[message.index] =
      message.type === "live"
        ? { ...cell, live: message.live }
        : { ...cell, clip: message.clip };
  });
}

export const Grid: Component<
  GridModel,
  ComparisonGridToPython,
  ComparisonGridFromPython
> = {
  css: transport + grid + bar + axes + cell + empty + scores + common + votes + stage,
  View,
  begin,
};
