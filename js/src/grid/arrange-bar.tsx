/** Where the axes run, what is shown, in which order and size. */
import { Choice } from "../lib/choice";
import { useValue } from "../lib/signals";
import type { AxisView } from "../wire.gen";
import { type Order, type Show, sliceOf } from "./arrange";
import { SIZE_NAMES } from "./arrangement";
import type { Parts } from "./store";

const SHOWS: readonly Show[] = ["all", "ready", "running", "failed", "not made"];
const ORDERS: readonly Order[] = ["plan", "cheapest", "dearest", "fastest", "state"];

export function ArrangeBar({ arrangement }: Pick<Parts, "arrangement">) {
  const axes = useValue(arrangement.axes).filter((axis) => axis.values.length > 1);
  const hidden = useValue(arrangement.hidden);
  return (
    <div class="vg-line vg-arrange">
      {axes.length > 1 &&
        axes.map((axis) => (
          <Place key={axis.name} arrangement={arrangement} axis={axis} />
        ))}
      {axes.length > 1 && (
        <button type="button" onClick={() => arrangement.swap()}>
          Swap
        </button>
      )}
      <Choice name="Show" value={arrangement.show} options={SHOWS} />
      <Choice name="Order" value={arrangement.order} options={ORDERS} />
      <Choice name="Size" value={arrangement.size} options={SIZE_NAMES} />
      {hidden.size > 0 && (
        <button
          type="button"
          onClick={() => {
            arrangement.hidden.value = new Set();
          }}
        >
          Show {hidden.size} hidden
        </button>
      )}
    </div>
  );
}

interface PlaceProps extends Pick<Parts, "arrangement"> {
  axis: AxisView;
}

/** Where one axis runs: down, across, or one value of it. */
function Place({ arrangement, axis }: PlaceProps) {
  const rows = useValue(arrangement.rows);
  const columns = useValue(arrangement.columns);
  const slices = useValue(arrangement.slices);
  const slice = sliceOf(axis, { rows, columns, slices });
  const where = slice ?? (rows.includes(axis.name) ? "rows" : "columns");
  return (
    <label>
      {axis.name}{" "}
      <select
        value={where}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const run = value === "rows" || value === "columns";
          arrangement.place(axis, run ? value : Number(value));
        }}
      >
        <option value="rows">in rows</option>
        <option value="columns">in columns</option>
        {axis.values.map((value, n) => (
          <option key={value} value={n}>
            only {value}
          </option>
        ))}
      </select>
    </label>
  );
}
