/** From draft to final: what was kept, or is selected, at its price. */
import { Ask } from "../lib/ask";
import ask from "../lib/ask.css";
import { Child } from "../lib/child";
import { total } from "../lib/format";
import type { Component } from "../lib/mount";
import { signal, useValue } from "../lib/signals";
import { follow } from "../lib/traits";
import type {
  ComparisonGridFromPython,
  ComparisonGridToPython,
  GridModel,
} from "../wire.gen";
import type { GridHost } from "./cells";
import { Grid, View } from "./grid";
import promote from "./promote.css";
import type { Extra, Parts } from "./store";

const PATIENCE_MS = 1_800_000;

/** What is promoted, for how much, and how far the asking is. */
class Promotion {
  readonly offer;
  readonly grid;
  readonly saved;
  readonly state = signal<"idle" | "asking" | "sending">("idle");
  readonly trouble = signal("");

  constructor(private readonly host: GridHost) {
    this.offer = follow(host, "promotion");
    this.grid = follow(host, "promoted");
    this.saved = follow(host, "saved");
    // What was asked about is not offered any more.
    this.offer.subscribe(() => {
      if (this.state.peek() === "asking") this.state.value = "idle";
    });
  }

  press(): void {
    if (this.offer.peek()?.ask) this.state.value = "asking";
    else void this.send(false);
  }

  async send(agreed: boolean): Promise<void> {
    const offer = this.offer.peek();
    if (!offer || this.state.peek() === "sending") return;
    this.state.value = "sending";
    this.trouble.value = "";
    const { ticket, cells, count, high, unpriced } = offer;
    const question = {
      type: "promote",
      ...{ ticket, cells, count, high, unpriced, agreed },
    } as const;
    let next: "idle" | "asking" = "idle";
    try {
      const [{ ask }] = await this.host.request(question, "promoted", {
        within: PATIENCE_MS,
      });
      if (ask && this.offer.peek() === offer) next = "asking";
    } catch (error) {
      const { name, message } = error as Error;
      if (name !== "AbortError") this.trouble.value = message;
    } finally {
      this.state.value = next;
    }
  }
}

function Promote({ cells, promotion }: Parts & { promotion: Promotion }) {
  const offer = useValue(promotion.offer);
  const state = useValue(promotion.state);
  const trouble = useValue(promotion.trouble);
  const { play_money } = useValue(cells.summary);
  const launch = useValue(cells.pending);
  if (!offer) return null;
  const { count, low, high, unpriced } = offer;
  const price = total({ low, high, count, unknown: unpriced });
  const many = offer.cells.length;
  const problem = offer.problem || trouble;
  return (
    <span class="vg-do">
      {problem && (
        <span class="vw-problem" role="alert">
          {problem}
        </span>
      )}
      {offer.problem ? null : state === "asking" ? (
        <Ask
          price={price}
          pay={() => void promotion.send(true)}
          leave={() => {
            promotion.state.value = "idle";
          }}
        />
      ) : (
        <button
          type="button"
          class={`vg-launch vg-promote ${launch ? "" : "vw-primary"}`}
          title="The cells that are selected; all that were kept where none is"
          disabled={state === "sending"}
          onClick={() => promotion.press()}
        >
          Promote {many} to final
          {count === many ? "" : ` · ${count} ${count === 1 ? "clip" : "clips"}`} ·{" "}
          {price}
          {play_money ? " play money" : ""}
        </button>
      )}
    </span>
  );
}

/** The final form of what was promoted, below its draft, or alone while it is judged blind. */
function Final({ host, marks, promotion }: Parts & { promotion: Promotion }) {
  const saved = useValue(promotion.saved);
  const grid = useValue(promotion.grid);
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
  const promotion = new Promotion(host);
  return {
    Actions: (parts) => <Promote {...parts} promotion={promotion} />,
    below: promotion.grid,
    Below: (parts) => <Final {...parts} promotion={promotion} />,
  };
}

/** A grid that can take a draft further. */
export const PromotingGrid: Component<
  GridModel,
  ComparisonGridToPython,
  ComparisonGridFromPython
> = {
  ...Grid,
  css: Grid.css + ask + promote,
  View: ({ host }) => <View host={host} more={more} />,
};
