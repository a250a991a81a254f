/** The axes as chips: dragged, moved by arrows or by their menu, to rows, columns or a slice. */
import { Quiet } from "../lib/button";
import { drag } from "../lib/drag";
import { Icon } from "../lib/icons";
import { Item, Popover } from "../lib/popover";
import { type Signal, useSignal, useValue } from "../lib/signals";
import type { AxisView } from "../wire.gen";
import { sliceOf, worded } from "./arrange";
import type { Parts } from "./store";

type Where = "rows" | "columns";
type Props = Pick<Parts, "arrangement">;

const MOVES: Readonly<Record<string, Where>> = {
  ArrowUp: "columns",
  ArrowDown: "rows",
};

export function Axes({ arrangement }: Props) {
  const axes = useValue(arrangement.axes).filter((axis) => axis.values.length > 1);
  const rows = useValue(arrangement.now.rows);
  const columns = useValue(arrangement.now.columns);
  const slices = useValue(arrangement.now.slices);
  const over = useSignal("");
  if (axes.length < 2) return null;
  const of = (names: readonly string[]) =>
    names.flatMap((name) => axes.filter((axis) => axis.name === name));
  const sliced = axes.filter(
    (axis) => sliceOf(axis, { rows, columns, slices }) !== undefined,
  );
  return (
    <span class="vg-axes">
      <Zone {...{ arrangement, over }} where="rows" name="Rows" axes={of(rows)} />
      <Quiet name="Swap rows and columns" icon="swap" act={() => arrangement.swap()} />
      <Zone
        {...{ arrangement, over }}
        where="columns"
        name="Columns"
        axes={of(columns)}
      />
      {sliced.map((axis) => (
        <Slice key={axis.name} arrangement={arrangement} axis={axis} />
      ))}
    </span>
  );
}

interface ZoneProps extends Props {
  /** Over which place one is dragged. */
  over: Signal<string>;
  where: Where;
  name: string;
  axes: readonly AxisView[];
}

/** A place among the axes: `rows` or `columns`, and before which axis there. */
function slotOf(where: Where, before = ""): string {
  return `${where}:${before}`;
}

function Zone({ arrangement, over, where, name, axes }: ZoneProps) {
  const own = slotOf(where);
  return (
    <span
      class="vg-zone"
      role="group"
      aria-label={name}
      data-slot={own}
      data-over={over.value === own}
    >
      <span class="vw-quiet vg-where" data-where={where}>
        {name}
      </span>
      {axes.map((axis) => (
        <Chip key={axis.name} {...{ arrangement, over, axis, where }} />
      ))}
      {!axes.length && <span class="vg-drop">drop an axis</span>}
    </span>
  );
}

interface ChipProps extends Props {
  over: Signal<string>;
  axis: AxisView;
  where: Where;
}

function Chip({ arrangement, over, axis, where }: ChipProps) {
  const other = where === "rows" ? "columns" : "rows";
  const own = slotOf(where, axis.name);
  const dragged = useSignal(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its chip is dragged, and has the keys
    <span
      class="vg-axis"
      data-slot={own}
      data-over={over.value === own}
      data-dragged={dragged.value}
      onPointerDown={(event) => {
        const chip = event.currentTarget;
        if (event.button !== 0 || (event.target as Element).closest("[popover]")) return;
        drag(event, chip, {
          over: (slot) => {
            dragged.value = true;
            over.value = slot === own ? "" : slot;
          },
          drop: (slot) => {
            const [to, before] = slot.split(":");
            if (slot === own || (to !== "rows" && to !== "columns")) return;
            arrangement.place(axis, to, before);
          },
          end: () => {
            dragged.value = false;
            over.value = "";
          },
        });
      }}
      onKeyDown={(event) => {
        const to = MOVES[event.key];
        if (!to || (event.target as HTMLElement).closest("[popover]")) return;
        event.preventDefault();
        event.stopPropagation();
        arrangement.place(axis, to);
      }}
    >
      <Popover
        name={`Axis ${axis.name}: arrows move it`}
        class="vg-chip"
        face={axis.name.replaceAll("_", " ")}
      >
        {(close) => {
          const place = (to: Where | number) => () => {
            close();
            arrangement.place(axis, to);
          };
          return (
            <>
              <Item act={place(other)}>To the {other}</Item>
              <Item act={place(where)}>Innermost of the {where}</Item>
              <hr />
              {axis.values.map((value, n) => (
                <Item key={value} act={place(n)}>
                  <span class="vw-clamp">Only {worded(axis, n, axis.values)}</span>
                </Item>
              ))}
            </>
          );
        }}
      </Popover>
    </span>
  );
}

/** An axis of which one value is shown: a slider through them, and back into the table. */
function Slice({ arrangement, axis }: Props & { axis: AxisView }) {
  const slices = useValue(arrangement.now.slices);
  const now = Math.min(slices[axis.name] ?? 0, axis.values.length - 1);
  return (
    <span class="vg-zone vg-slice">
      <button
        type="button"
        class="vg-chip"
        title={`${axis.values[now]}: back to the rows`}
        aria-label={`Axis ${axis.name}: back to the rows`}
        onClick={() => arrangement.place(axis, "rows")}
      >
        {axis.name.replaceAll("_", " ")}
        <Icon name="close" />
      </button>
      <input
        type="range"
        min={0}
        max={axis.values.length - 1}
        value={now}
        aria-label={`Value of ${axis.name}`}
        aria-valuetext={axis.values[now]}
        onInput={(event) =>
          arrangement.set({
            slices: { ...slices, [axis.name]: Number(event.currentTarget.value) },
          })
        }
      />
      <span class="vg-title">{axis.labels[now]}</span>
    </span>
  );
}
