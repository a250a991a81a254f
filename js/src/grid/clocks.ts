/** What the clocks of several players say: their middle, how late they are, what brings one back. */

const BEND_MOST = 0.5;
const BEND_STEP = 0.02;
const BEND_GAIN = 4;
const CLOSE_S = 0.004;
const ONE_LATE = 0.3;
/** From so many on, one that strays is told from several. */
const SEVERAL = 4;

export interface Step {
  live: number;
  group: number;
  /** The share of a measurement that counts as late: none, less where one strays alone, or all. */
  late: number;
}

/** The rate that brings a player back, from how far it is ahead (seconds). */
export function bent(rate: number, ahead: number): number {
  if (Math.abs(ahead) < CLOSE_S) return rate;
  const wanted = Math.max(-BEND_MOST, Math.min(BEND_MOST, -ahead * BEND_GAIN));
  const stepped = Math.round(wanted / BEND_STEP) * BEND_STEP;
  const least = stepped === 0 ? -Math.sign(ahead) * BEND_STEP : stepped;
  return rate * (1 + least);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** How late clocks are that should be no more than so many seconds apart. */
export function lateness(clocks: readonly number[], most: number): number {
  const sorted = [...clocks].sort((a, b) => a - b);
  const apart = (from: number, to: number) =>
    (sorted.at(to) ?? 0) - (sorted.at(from) ?? 0) > most;
  if (!apart(0, -1)) return 0;
  const others = apart(0, -2) && apart(1, -1);
  return others || clocks.length < SEVERAL ? 1 : ONE_LATE;
}
