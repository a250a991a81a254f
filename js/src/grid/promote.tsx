/** From draft to final: what was kept, or is selected, at its price. */
import { PATIENCE, Pay } from "../lib/ask";
import ask from "../lib/ask.css";
import { Child } from "../lib/child";
import { total } from "../lib/format";
import type { Component } from "../lib/mount";
import { useNews } from "../lib/news";
import { type ReadonlySignal, useValue } from "../lib/signals";
import { follow } from "../lib/traits";
import type {
  ComparisonGridFromPython,
  ComparisonGridToPython,
  GridModel,
  PromotionView,
} from "../wire.gen";
import type { GridHost } from "./cells";
import { Grid, View } from "./grid";
import { sums } from "./head";
import { Actions, Asking, act } from "./pay";
import promote from "./promote.css";
import type { Extra, Parts } from "./store";
import { Pairs, Shut } from "./votes";

type Offers = ReadonlySignal<PromotionView | null>;
interface Finals {
  below: ReadonlySignal<string>;
  saves: ReadonlySignal<string>;
}

function Promote({ host, cells, offers }: Parts & { offers: Offers }) {
  const offer = useValue(offers);
  const launch = useValue(cells.pending);
  if (!offer) return null;
  const { ask, low, problem, ...seen } = offer;
  const { count, high, unpriced } = seen;
  const price = total({ low, high, count, unknown: unpriced });
  const many = seen.cells.length;
  return (
    <span class="vg-do">
      {problem ? (
        <span class="vw-problem" role="alert">
          {problem}
        </span>
      ) : (
        <Pay
          about={offer}
          price={price}
          must={ask}
          send={async (agreed) => {
            const question = { type: "promote", ...seen, agreed } as const;
            return (await host.request(question, "promoted", PATIENCE))[0];
          }}
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
              {count === many ? "" : ` · ${count} ${count === 1 ? "clip" : "clips"}`} ·{" "}
              {price}
            </button>
          )}
        </Pay>
      )}
    </span>
  );
}

/** What ended is told to who listens; what goes on is not. */
function News({ cells }: Pick<Parts, "cells">) {
  const { title } = useValue(cells.summary);
  const ended = sums(useValue(cells.all)).filter(
    ({ tone }) => tone !== "blue" && tone !== "grey",
  );
  useNews(title, ended.map(({ count, word }) => `${count} ${word}`).join(" · "));
  return null;
}

/** The final form of what was promoted, below its draft, or alone while it is judged blind. */
function Final({ host, marks, below, saves }: Parts & Finals) {
  const saved = useValue(saves);
  const grid = useValue(below);
  const blind = useValue(marks.blind);
  return (
    <>
      {saved && !blind && (
        <p class="vg-saved" role="status">
          {saved}
        </p>
      )}
      <Child host={host} name={grid} class="vg-below" />
    </>
  );
}

function more(host: GridHost): Extra {
  const offers = follow(host, "promotion");
  const [below, saves] = [follow(host, "promoted"), follow(host, "saved")];
  return {
    Actions: (parts) => (
      <>
        <Actions {...parts} />
        <Promote {...parts} offers={offers} />
        <News {...parts} />
      </>
    ),
    Asking,
    act,
    Pairs,
    Shut,
    below,
    Below: (parts) => <Final {...parts} below={below} saves={saves} />,
  };
}

/** A grid that can pay, and take a draft further. */
export const PromotingGrid: Component<
  GridModel,
  ComparisonGridToPython,
  ComparisonGridFromPython
> = {
  ...Grid,
  css: Grid.css + ask + promote,
  View: ({ host }) => <View host={host} more={more} />,
};
