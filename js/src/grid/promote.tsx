/** From draft to final: what was kept, or is selected, at its price. */
import { useMemo } from "preact/hooks";
import { Pay, paid } from "../lib/ask";
import ask from "../lib/ask.css";
import { Child } from "../lib/child";
import { total } from "../lib/format";
import type { Component } from "../lib/mount";
import { useValue } from "../lib/signals";
import { follow } from "../lib/traits";
import type {
  ComparisonGridFromPython,
  ComparisonGridToPython,
  GridModel,
} from "../wire.gen";
import type { GridHost } from "./cells";
import { Grid, View } from "./grid";
import { Actions, Asking, act } from "./pay";
import promote from "./promote.css";
import type { Parts } from "./store";

function useFollowed<K extends "promotion" | "promoted" | "saved">(
  host: GridHost,
  name: K,
) {
  return useValue(useMemo(() => follow(host, name), [host, name]));
}

function Promote({ host, cells }: Parts) {
  const offer = useFollowed(host, "promotion");
  const launch = useValue(cells.pending);
  if (!offer) return null;
  const { ask: must, low, unpriced, ...agreed } = offer;
  const price = total({ low, high: offer.high, count: offer.count, unknown: unpriced });
  const many = offer.cells.length;
  return (
    <span class="vg-do">
      <Pay
        price={price}
        must={must}
        send={(yes) => paid(host, { type: "promote", ...agreed, unpriced, agreed: yes })}
      >
        {(press, sending) => (
          <button
            type="button"
            class={`vg-launch vg-promote ${launch ? "" : "vw-primary"}`}
            title="The cells that are selected; all that were kept where none is"
            disabled={sending}
            onClick={press}
          >
            Promote {many} to final
            {offer.count === many
              ? ""
              : ` · ${offer.count} ${offer.count === 1 ? "clip" : "clips"}`}{" "}
            · {price}
          </button>
        )}
      </Pay>
    </span>
  );
}

/** The final form of what was promoted, below its draft. */
function Final({ host }: Parts) {
  const saved = useFollowed(host, "saved");
  const grid = useFollowed(host, "promoted");
  return (
    <>
      {saved && (
        <p class="vg-saved" role="status">
          {saved}
        </p>
      )}
      <Child host={host} name={grid} class="vg-below" />
    </>
  );
}

function Both(parts: Parts) {
  return (
    <>
      <Actions {...parts} />
      <Promote {...parts} />
    </>
  );
}

const MORE = { Actions: Both, Asking, act, Below: Final };

/** A grid that can pay, and take a draft further. */
export const PromotingGrid: Component<
  GridModel,
  ComparisonGridToPython,
  ComparisonGridFromPython
> = {
  ...Grid,
  css: Grid.css + ask + promote,
  View: ({ host }) => <View host={host} more={MORE} />,
};
