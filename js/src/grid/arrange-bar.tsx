/** Where the axes run, what is shown, in which order and size, and how it is looked at. */
import { Icon } from "../lib/icons";
import { useValue } from "../lib/signals";
import type { Order } from "../wire.gen";
import { Axes } from "./axes";
import { Filter } from "./filter";
import { MOST_PER_ROW } from "./layout";
import { Modes } from "./modes";
import type { Parts } from "./store";
import { Choose } from "./transport";

const ORDERS: Readonly<Record<Order, string>> = {
  plan: "As planned",
  cheapest: "Cheapest",
  dearest: "Priciest",
  fastest: "Fastest",
  state: "By state",
};

export function ArrangeBar({
  arrangement,
  cells,
  compare,
}: Pick<Parts, "arrangement" | "cells" | "compare">) {
  const order = useValue(arrangement.now.order);
  const past = useValue(arrangement.past);
  const verified = useValue(compare.verified);
  return (
    <div class="vg-arrange" role="group" aria-label="Arrangement">
      <Axes arrangement={arrangement} />
      <Filter arrangement={arrangement} cells={cells} />
      <Choose
        name="Order"
        value={order}
        texts={ORDERS}
        set={(next) => arrangement.set({ order: next })}
      />
      <Size arrangement={arrangement} />
      <button
        type="button"
        class="vw-quiet-button vg-labelled"
        aria-label="Asked / got"
        aria-pressed={verified}
        title="What was asked beside what came (V)"
        onClick={() => {
          compare.verified.value = !verified;
        }}
      >
        <Icon name="check" />
        <span class="vg-roomy">Asked / got</span>
      </button>
      {past.length > 0 && (
        <button
          type="button"
          class="vw-quiet-button"
          aria-label="Undo the arrangement"
          title="Undo (U)"
          onClick={() => arrangement.undo()}
        >
          <Icon name="undo" />
        </button>
      )}
      <span class="vg-push">
        <Chosen cells={cells} compare={compare} />
        <Modes compare={compare} />
      </span>
    </div>
  );
}

function Size({ arrangement }: Pick<Parts, "arrangement">) {
  const perRow = useValue(arrangement.now.per_row);
  const words = perRow ? `${perRow} in a row` : "fit";
  return (
    <label class="vg-slider" title={`Cells in a row: ${words}`}>
      <Icon name="columns" />
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
      <span class="vw-quiet">{perRow || "fit"}</span>
    </label>
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
