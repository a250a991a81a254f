/** What a cell cost, or would. */
import { dollars, NOT_TOLD, price } from "../lib/format";
import type { CellView } from "../wire.gen";

export function money(cell: CellView): string {
  if (cell.fate === "refused") return "";
  if (cell.into !== null) return "same clip, no charge";
  if (cell.live.flags.includes("reused")) return "free";
  if (cell.live.cost !== null) return dollars(cell.live.cost);
  if (cell.live.state === "failed" || cell.live.state === "blocked") return "not charged";
  if (cell.live.charged === null) return NOT_TOLD;
  if (cell.high === 0) return "";
  return cell.high === null ? "price unknown" : `est. ${price(cell.low, cell.high)}`;
}

/** Whether it ended badly in a way that sending the same again may mend. */
export function repeatable(cell: CellView): boolean {
  const { actions, flags, state } = cell.live;
  return (
    cell.into === null &&
    actions.includes("retry") &&
    !flags.includes("unwatched") &&
    (state === "failed" || state === "expired")
  );
}
