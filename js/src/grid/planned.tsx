/** A cell of a plan: its price, or why there is none. */
import { price } from "../lib/format";
import { useComputed, useValue } from "../lib/signals";
import type { CellProps } from "./cell";

export function PlannedCell({ source, column, width, labelled, ...parts }: CellProps) {
  const { arrangement, cells } = parts;
  const cell = useValue(source);
  const { index } = cell;
  const focused = useComputed(() => cells.focused.value === index, [index]);
  const first = useComputed(
    () => cells.focused.value < 0 && arrangement.table.value.flat[0] === index,
    [index],
  );
  const refused = cell.fate === "refused";
  const other = cell.into === null ? undefined : cells.at(cell.into);
  const out = refused || cell.fate === "ended";
  const words = out
    ? `n/a: ${cell.reason}`
    : other
      ? `= ${other.title} · no charge`
      : cell.fate === "reuse"
        ? "there already · free"
        : price(cell.low, cell.high);
  return (
    <div
      class={`vg-cell vg-planned ${out ? "vg-hatched" : ""}`}
      role="gridcell"
      aria-colindex={column}
      tabIndex={focused || first ? 0 : -1}
      aria-label={`${cell.title}: ${words}`}
      title={out ? words : cell.title}
      data-cell={index}
      data-state={refused ? "refused" : cell.live.state}
      data-focused={focused}
      style={{ width: `${width}px` }}
      onFocusIn={() => cells.focus(index)}
      onPointerDown={() => cells.focus(index)}
    >
      {labelled && <span class="vg-title">{cell.title}</span>}
      <span class={out || other ? "vw-quiet vg-title" : "vg-price"}>{words}</span>
    </div>
  );
}
