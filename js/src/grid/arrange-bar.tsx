/** Where the axes run, what is shown, in which order and size, and how it is looked at. */
import { Quiet } from "../lib/button";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { useComputed, useValue } from "../lib/signals";
import type { Order } from "../wire.gen";
import { Axes } from "./axes";
import { Filter } from "./filter";
import { MOST_PER_ROW } from "./layout";
import { Modes } from "./modes";
import { ScoresBar } from "./scores-bar";
import type { Parts } from "./store";
import { Choose } from "./transport";
import { VotesBar } from "./votes";

const ORDERS: Readonly<Record<Order, string>> = {
  plan: "As planned",
  cheapest: "Cheapest",
  dearest: "Priciest",
  fastest: "Fastest",
  state: "By state",
  highest: "Highest score",
  lowest: "Lowest score",
};

type Props = Pick<
  Parts,
  "arrangement" | "cells" | "compare" | "host" | "marks" | "scores"
>;

export function ArrangeBar({ arrangement, cells, compare, host, marks, scores }: Props) {
  const past = useValue(arrangement.past);
  const clips = useComputed(() => cells.all.value.some((cell) => cell.clip), [cells]);
  return (
    <div class="vg-arrange" role="group" aria-label="Arrangement">
      <Axes arrangement={arrangement} />
      <Filter arrangement={arrangement} cells={cells} scores={scores} />
      <Display arrangement={arrangement} compare={compare} />
      <ScoresBar arrangement={arrangement} cells={cells} host={host} scores={scores} />
      {past.length > 0 && (
        <Quiet
          name="Undo the arrangement"
          title="Undo (U)"
          icon="undo"
          act={() => arrangement.undo()}
        />
      )}
      <span class="vg-push">
        <Chosen cells={cells} compare={compare} />
        {clips && <VotesBar marks={marks} host={host} />}
        {clips && <Modes compare={compare} />}
      </span>
    </div>
  );
}

/** Order and size of the cells, and what they tell. */
function Display({ arrangement, compare }: Pick<Parts, "arrangement" | "compare">) {
  const order = useValue(arrangement.now.order);
  const perRow = useValue(arrangement.now.per_row);
  const verified = useValue(compare.verified);
  const count = Number(order !== "plan") + Number(perRow > 0) + Number(verified);
  const words = perRow ? `${perRow} in a row` : "as fits";
  return (
    <Popover
      name={count > 0 ? `Display ${count}` : "Display"}
      class="vw-quiet-button vg-labelled"
      face={
        <>
          <Icon name="columns" />
          <span class="vg-words">Display </span>
          {count > 0 && <span class="vg-count">{count}</span>}
        </>
      }
      focus="select"
    >
      {() => (
        <div class="vg-panel vg-display">
          <div>
            <span>Order</span>
            <Choose
              name="Order"
              value={order}
              texts={ORDERS}
              set={(next) => arrangement.set({ order: next })}
            />
          </div>
          <label>
            <span>Cells in a row</span>
            <input
              type="range"
              min={0}
              max={MOST_PER_ROW}
              value={perRow}
              aria-label="Cells in a row"
              aria-valuetext={words}
              onInput={(event) =>
                arrangement.set({ per_row: Number(event.currentTarget.value) })
              }
            />
            <small>{perRow || "fit"}</small>
          </label>
          <label>
            <span>Asked and got</span>
            <input
              type="checkbox"
              checked={verified}
              onChange={() => {
                compare.verified.value = !verified;
              }}
            />
            <small>V</small>
          </label>
        </div>
      )}
    </Popover>
  );
}

/** What can be done with those that are ticked. */
function Chosen({ cells, compare }: Pick<Parts, "cells" | "compare">) {
  const { length } = useValue(cells.selected);
  if (!length) return null;
  return (
    <span class="vg-chosen">
      {length === 2 && (
        <button type="button" onClick={() => compare.openChosen()}>
          Compare
        </button>
      )}
      <button
        type="button"
        class="vw-quiet-button"
        aria-label={`${length} ticked play alone: play all`}
        title="Only the ticked play: play all"
        onClick={() => {
          cells.selected.value = [];
        }}
      >
        {length} ticked
        <Icon name="close" />
      </button>
    </span>
  );
}
