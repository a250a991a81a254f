/** From draft to final: what was kept, or is selected, at its price. */
import { useMemo } from "preact/hooks";
import { Ask } from "../lib/ask";
import ask from "../lib/ask.css";
import { Child } from "../lib/child";
import { total } from "../lib/format";
import type { Component } from "../lib/mount";
import { useSignal, useValue } from "../lib/signals";
import { follow } from "../lib/traits";
import type {
  ComparisonGridFromPython,
  ComparisonGridToPython,
  GridModel,
} from "../wire.gen";
import type { GridHost } from "./cells";
import { Grid, View } from "./grid";
import promote from "./promote.css";
import type { Parts } from "./store";

const PATIENCE_MS = 1_800_000;

function useFollowed<K extends "promotion" | "promoted" | "saved">(
  host: GridHost,
  name: K,
) {
  return useValue(useMemo(() => follow(host, name), [host, name]));
}

function Promote({ host, cells }: Parts) {
  const offer = useFollowed(host, "promotion");
  const { play_money } = useValue(cells.summary);
  const launch = useValue(cells.pending);
  const state = useSignal<"idle" | "asking" | "sending">("idle");
  const trouble = useSignal("");
  if (!offer) return null;
  const { ask: _, low, unpriced, ...agreed } = offer;
  const price = total({ low, high: offer.high, count: offer.count, unknown: unpriced });
  const many = offer.cells.length;
  const send = async (yes: boolean) => {
    if (state.peek() === "sending") return;
    state.value = "sending";
    trouble.value = "";
    const question = { type: "promote", ...agreed, unpriced, agreed: yes } as const;
    let next: "idle" | "asking" = "idle";
    try {
      const [{ ask }] = await host.request(question, "promoted", {
        within: PATIENCE_MS,
      });
      if (ask) next = "asking";
    } catch (error) {
      const { name, message } = error as Error;
      if (name !== "AbortError") trouble.value = message;
    } finally {
      state.value = next;
    }
  };
  return (
    <span class="vg-do">
      {trouble.value && (
        <span class="vw-problem" role="alert">
          {trouble.value}
        </span>
      )}
      {state.value === "asking" ? (
        <Ask
          price={price}
          pay={() => void send(true)}
          leave={() => {
            state.value = "idle";
          }}
        />
      ) : (
        <button
          type="button"
          class={`vg-launch vg-promote ${launch ? "" : "vw-primary"}`}
          title="The cells that are selected; all that were kept where none is"
          disabled={state.value === "sending"}
          onClick={() => {
            if (offer.ask) state.value = "asking";
            else void send(false);
          }}
        >
          Promote {many} to final
          {offer.count === many
            ? ""
            : ` · ${offer.count} ${offer.count === 1 ? "clip" : "clips"}`}{" "}
          · {price}
          {play_money ? " play money" : ""}
        </button>
      )}
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

const MORE = { Actions: Promote, Below: Final };

/** A grid that can take a draft further. */
export const PromotingGrid: Component<
  GridModel,
  ComparisonGridToPython,
  ComparisonGridFromPython
> = {
  ...Grid,
  css: Grid.css + ask + promote,
  View: ({ host }) => <View host={host} more={MORE} />,
};
