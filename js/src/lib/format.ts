/** Times, money and sizes as people read them. */

export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${String(whole % 60).padStart(2, "0")} min`;
  const hours = Math.floor(minutes / 60);
  return `${hours}:${String(minutes % 60).padStart(2, "0")} h`;
}

/** How long it takes until all is done, where anybody knows. */
export function soon(seconds: number | null): string {
  return seconds === null ? "time unknown" : `about ${span(Math.max(1, seconds))}`;
}

/** Between what seconds most end; 0 and 0 where nobody knows. */
export function usually(low: number, high: number): string {
  return high
    ? `usually ${Math.max(1, Math.round(low))}–${Math.max(1, Math.round(high))} s`
    : "usual time unknown";
}

export function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

export function range(low: number, high: number): string {
  const [from, to] = [dollars(low), dollars(high)];
  return from === to ? from : `${from}–${to.slice(1)}`;
}

export const UNKNOWN = "price unknown";

/** A range of dollars, or that nobody knows it. */
export function price(low: number | null, high: number | null): string {
  return low === null || high === null ? UNKNOWN : range(low, high);
}

/** An amount that a person typed; nothing is none, and what is no amount is `undefined`. */
export function amountOf(text: string): number | null | undefined {
  const typed = text.replace(/[$\s]/g, "");
  if (typed === "") return null;
  const number = Number(typed);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** What taking something up again costs, after its verb; nothing where it is free. */
export function again(high: number | null): string {
  return high === 0 ? "" : ` · ${price(high, high)}`;
}

export interface Total {
  low: number;
  high: number;
  /** How many there are, and of how many nobody knows it: those are in no amount. */
  count: number;
  unknown: number;
}

interface Ranged {
  low: number | null;
  high: number | null;
}

export function totalOf(cells: readonly Ranged[]): Total {
  const known = cells.filter((cell) => cell.low !== null && cell.high !== null);
  const add = (side: "low" | "high") =>
    known.reduce((sum, cell) => sum + (cell[side] ?? 0), 0);
  const unknown = cells.length - known.length;
  return { low: add("low"), high: add("high"), count: cells.length, unknown };
}

/** Of a clip whose cost neither the service nor its price tells. */
export const NOT_TOLD = "cost not told";

/**
 * What several come to: "$3.20 spent and 2 of 6 unknown". Other words where none is known,
 * and then nothing of what is said after an amount.
 */
export function total(sum: Total, nothing = UNKNOWN, after = ""): string {
  const { low, high, count, unknown } = sum;
  if (unknown && unknown === count) return nothing;
  const amount = `${range(low, high)}${after}`;
  return unknown ? `${amount} and ${unknown} of ${count} unknown` : amount;
}

/** Made once: each call of `toLocaleTimeString` makes one anew, which takes longer than a tile. */
const CLOCK = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });

export function clock(seconds: number): string {
  return CLOCK.format(seconds * 1000);
}

export function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function position(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}
