/** Synced: what was measured, the score that is looked at, which cells it lets through. */
import { computed, type ReadonlySignal, type Signal } from "../lib/signals";
import { follow, same, share } from "../lib/traits";
import type {
  CellScores,
  CellView,
  MetricView,
  ScoreFilter,
  ScoresView,
} from "../wire.gen";
import type { GridHost } from "./cells";

export const ANY_SCORE: ScoreFilter = { least: null, most: null, flagged: "any" };
const ENDS = ["th", "st", "nd", "rd"];

/** "2nd of 6". */
export function placed([place = 0, of = 0]: readonly number[]): string {
  const teen = Math.floor(place / 10) % 10 === 1;
  return `${place}${(!teen && ENDS[place % 10]) || "th"} of ${of}`;
}

/** A value with its unit, as short as it can be told apart. */
export function figure(value: number, { unit }: Pick<MetricView, "unit">): string {
  const text = String(Number(value.toPrecision(3)));
  return unit === "0-1" ? text : `${text} ${unit}`;
}

export class Scores {
  readonly known: ReadonlySignal<ScoresView>;
  readonly name: Signal<string>;
  readonly filter: Signal<ScoreFilter>;
  readonly metric = computed(() =>
    this.known.value.metrics.find((metric) => metric.name === this.name.value),
  );

  constructor(private readonly host: GridHost) {
    this.known = follow(host, "scores_known");
    this.name = share(host, "score");
    this.filter = share(host, "score_filter");
  }

  of(index: number): CellScores | undefined {
    return this.known.value.cells[index];
  }

  /** A cell's value of the score that is looked at. */
  value(index: number): number | undefined {
    return this.of(index)?.values[this.name.value];
  }

  /** Look at another score, at all of its range. */
  choose(name: string): void {
    this.name.value = name;
    this.filter.value = { ...this.filter.peek(), least: null, most: null };
  }

  facet(change: Partial<ScoreFilter>): void {
    this.filter.value = { ...this.filter.peek(), ...change };
  }

  passes({ index }: Pick<CellView, "index">): boolean {
    const { least, most, flagged } = this.filter.value;
    const flags = this.of(index)?.flags;
    if (flagged !== "any" && (!flags || flags.length > 0 !== (flagged === "with")))
      return false;
    if (least === null && most === null) return true;
    const value = this.value(index);
    return value !== undefined && value >= (least ?? value) && value <= (most ?? value);
  }

  get filters(): boolean {
    return !same(this.filter.value, ANY_SCORE);
  }

  /** Measure what was not yet, or stop. */
  measure(): void {
    this.host.send({ type: "measure" });
  }
}
