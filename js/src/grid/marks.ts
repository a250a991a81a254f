/** Synced: what was voted on cells, whether dropped ones are shown, blind pairs that are open. */
import { Ballot } from "../lib/ballot";
import { computed, type ReadonlySignal, type Signal } from "../lib/signals";
import { follow, share } from "../lib/traits";
import type { ClipMarks } from "../wire.gen";
import type { GridHost } from "./cells";

export class Marks {
  readonly all: ReadonlySignal<Readonly<Record<string, ClipMarks>>>;
  readonly shown: Signal<boolean>;
  /** The blind pairs that are open. */
  readonly pairs: ReadonlySignal<string>;
  /** Whether they are judged now: then nothing else is shown. */
  readonly blind: ReadonlySignal<boolean>;
  readonly ballot: Ballot<number>;
  readonly dropped = computed<ReadonlySet<number>>(
    () =>
      new Set(
        Object.entries(this.all.value).flatMap(([index, mark]) =>
          mark.keep === "drop" ? [Number(index)] : [],
        ),
      ),
  );

  constructor(private readonly host: GridHost) {
    this.all = follow(host, "marks");
    this.shown = share(host, "dropped_shown");
    this.pairs = follow(host, "blind_pairs");
    this.blind = follow(host, "blind");
    this.ballot = new Ballot(
      (index, kind, answer, moment) =>
        host.send({ type: "vote_on", index, kind, answer, moment }),
      () => host.send({ type: "undo_vote_on" }),
    );
  }

  /** Whether a cell is left out because its clip was dropped. */
  hides(index: number): boolean {
    return !this.shown.value && this.dropped.value.has(index);
  }

  judge(): void {
    this.host.send({ type: "judge_blind" });
  }
}
