/** Synced: what was voted on cells, whether dropped ones are shown. In the view: who is commented. */
import { computed, type ReadonlySignal, type Signal, signal } from "../lib/signals";
import { follow, share } from "../lib/traits";
import type { ClipMarks, MarkKind } from "../wire.gen";
import type { GridHost } from "./cells";

export class Marks {
  readonly all: ReadonlySignal<Readonly<Record<string, ClipMarks>>>;
  readonly shown: Signal<boolean>;
  /** The blind pairs that are open below. */
  readonly pairs: ReadonlySignal<string>;
  /** The cell whose comment is written, and the moment it is about. */
  readonly writing = signal<{ index: number; at: number } | null>(null);
  readonly dropped = computed<ReadonlySet<number>>(
    () =>
      new Set(
        Object.entries(this.all.value).flatMap(([index, mark]) =>
          mark.keep === "drop" ? [Number(index)] : [],
        ),
      ),
  );
  /** Votes given in this view that U takes back. */
  private given = 0;

  constructor(private readonly host: GridHost) {
    this.all = follow(host, "marks");
    this.shown = share(host, "dropped_shown");
    this.pairs = follow(host, "blind_pairs");
  }

  /** Whether a cell is left out because its clip was dropped. */
  hides(index: number): boolean {
    return !this.shown.value && this.dropped.value.has(index);
  }

  vote(
    index: number,
    kind: MarkKind,
    answer: string,
    moment: number | null = null,
  ): void {
    this.given += 1;
    this.host.send({ type: "vote_on", index, kind, answer, moment });
  }

  /** Drop a clip, or keep one that was dropped. */
  flip(index: number): void {
    const dropped = this.all.peek()[index]?.keep === "drop";
    this.vote(index, "keep", dropped ? "keep" : "drop");
  }

  /** Take the last vote of this view back; tell whether there was one. */
  undo(): boolean {
    if (!this.given) return false;
    this.given -= 1;
    this.host.send({ type: "undo_vote_on" });
    return true;
  }

  judge(): void {
    this.host.send({ type: "judge_blind" });
  }
}
