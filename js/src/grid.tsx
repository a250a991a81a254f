import type { Initialize, Render } from "@anywidget/types";
import { useEffect, useRef } from "preact/hooks";
import { Deck } from "./grid/deck";
import { Arrange, Head } from "./grid/head";
import { press, release } from "./grid/keys";
import { Help, Menu, Told } from "./grid/menu";
import { Stage } from "./grid/stage";
import { type Model, Store } from "./grid/store";
import { Table } from "./grid/table";
import { follow, mount } from "./lib/mount";
import { useValue } from "./lib/signals";
import badge from "./styles/badge.css";
import base from "./styles/base.css";
import styles from "./styles/grid.css";
import tones from "./styles/tones.css";
import type { CellView, ComparisonGridFromPython, GridModel } from "./wire.gen";

function Grid({ store }: { store: Store }) {
  const root = useRef<HTMLDivElement>(null);
  const zoom = useValue(store.zoom);
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    element.style.setProperty("--zx", String(zoom.x));
    element.style.setProperty("--zy", String(zoom.y));
    element.style.setProperty("--zoom", String(zoom.by));
  }, [zoom]);
  return (
    <div
      ref={root}
      class="vg"
      role="group"
      aria-label={`Comparison: ${store.model.get("summary").title}`}
      data-lm-suppress-shortcuts="true"
      onKeyDown={(event) => {
        if (root.current && press(event, store, root.current)) {
          event.preventDefault();
          event.stopPropagation();
        }
      }}
      onKeyUp={(event) => release(event, store)}
      onPointerDown={(event) => {
        const inside = (event.target as HTMLElement).closest(".vg-menu");
        if (!inside) store.menu.value = null;
      }}
    >
      <Head store={store} />
      <Arrange store={store} />
      <Deck store={store} />
      <Help store={store} />
      <Stage store={store} />
      <Told store={store} />
      <Table store={store} />
      <Menu store={store} root={root} />
    </div>
  );
}

/** Keep the model's own cells up to date, from which another view begins. */
const initialize: Initialize<GridModel> = ({ model, signal }) => {
  const heard = (message: ComparisonGridFromPython) => {
    if (message.type !== "live" && message.type !== "clip") return;
    const cells = model.get("cells") as CellView[];
    const cell = cells[message.index];
    if (!cell) return;
    cells[message.index] =
      message.type === "live"
        ? { ...cell, live: message.live }
        : { ...cell, clip: message.clip };
  };
  model.on("msg:custom", heard);
  signal.addEventListener("abort", () => model.off("msg:custom", heard));
};

const render: Render<GridModel> = ({ model, el, signal }) => {
  if (signal.aborted) return;
  const typed = model as unknown as Model;
  const store = new Store(typed, signal);
  const seen = (["summary", "axes", "pending", "stop_reason"] as const).map((name) =>
    follow<GridModel, typeof name>(typed, name, signal),
  );
  const View = () => {
    for (const one of seen) useValue<unknown>(one);
    return <Grid store={store} />;
  };
  mount(el, base + tones + badge + styles, signal, <View />);
};

export default { initialize, render };
