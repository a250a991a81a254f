/** Clips side by side: played in step, compared two by two. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { typed } from "../host";
import type { Component } from "../lib/mount";
import { useValue } from "../lib/signals";
import transport from "../styles/transport.css";
import type {
  CellView,
  ComparisonGridFromPython,
  ComparisonGridToPython,
  GridModel,
} from "../wire.gen";
import { ArrangeBar } from "./arrange-bar";
import cell from "./cell.css";
import type { GridHost } from "./cells";
import grid from "./grid.css";
import { Head } from "./head";
import { press, release } from "./keys";
import { Menu } from "./menu";
import { Compare } from "./pair";
import pair from "./pair.css";
import { partsOf } from "./store";
import { Table } from "./table";
import { Help, TextPanel } from "./text";
import { GridTransport } from "./transport";

function View({ host }: { host: GridHost }) {
  const parts = useMemo(() => partsOf(host), [host]);
  const { arrangement, cells, compare, files, panels, playback } = parts;
  const root = useRef<HTMLDivElement>(null);
  const zoom = useValue(compare.zoom);
  const { title } = useValue(cells.summary);
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
        <Head host={host} cells={cells} />
        <ArrangeBar arrangement={arrangement} />
        <GridTransport
          cells={cells}
          compare={compare}
          panels={panels}
          playback={playback}
        />
        <Help panels={panels} />
        <Compare compare={compare} files={files} playback={playback} />
        <TextPanel panels={panels} />
        <Table {...parts} />
        <Menu {...parts} root={root} />
      </>
    ),
    [parts],
  );
  return (
    <div
      ref={root}
      class="vg"
      role="group"
      aria-label={`Comparison: ${title}`}
      data-lm-suppress-shortcuts="true"
      onKeyDown={(event) => {
        if (root.current && press(event, parts, root.current)) {
          event.preventDefault();
          event.stopPropagation();
        }
      }}
      onKeyUp={(event) => release(event, parts)}
      onPointerDown={(event) => {
        const inside = (event.target as HTMLElement).closest(".vg-menu");
        if (!inside) panels.menu.value = null;
      }}
    >
      {body}
    </div>
  );
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
> = { css: transport + grid + cell + pair, View, begin };
