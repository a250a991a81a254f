/** The takes that a person ticked, and what is done with them together. */
import { computed, signal } from "../lib/signals";
import type { Mark, TakeView } from "../wire.gen";
import type { StudioHost } from "./studio-host";
import type { TakesStore } from "./takes-store";

const PATIENCE_MS = 600_000;
type Marks = Partial<Pick<Mark, "starred" | "hidden" | "note">>;

export class Ticks {
  readonly jobs = signal<ReadonlySet<string>>(new Set());
  /** What was done, and how it is undone. */
  readonly said = signal<{ text: string; undo?: () => void } | null>(null);
  readonly takes = computed(() =>
    [...this.jobs.value].flatMap((job) => this.all.find(job) ?? []),
  );
  readonly clips = computed(() => this.takes.value.filter((take) => take.sha256));
  /** The jobs of the clips that stand on the wall, each by itself. */
  readonly shown = computed<readonly string[]>(() => {
    const inside = [...this.all.inside.value.values()].flat();
    const takes = [...this.all.items.value.flatMap((item) => item.take ?? []), ...inside];
    return takes.filter((take) => take.sha256).map((take) => take.id);
  });

  constructor(
    private readonly host: StudioHost,
    private readonly all: TakesStore,
  ) {}

  flip(job: string): void {
    const next = new Set(this.jobs.peek());
    if (!next.delete(job)) next.add(job);
    this.jobs.value = next;
    this.said.value = null;
  }

  clear(): void {
    this.jobs.value = new Set();
    this.said.value = null;
  }

  mark(takes: readonly TakeView[], change: Marks): void {
    const untouched = { starred: null, hidden: null, note: null };
    const jobs = takes.map((take) => take.id);
    this.host.send({ type: "mark", jobs, ...untouched, ...change });
  }

  /** Put the ticked takes away, or back on the wall. */
  hide(hidden: boolean): void {
    const takes = this.takes.peek();
    this.mark(takes, { hidden });
    this.jobs.value = new Set();
    const text = `${takes.length} ${hidden ? "hidden" : "shown again"}`;
    const undo = () => {
      this.mark(takes, { hidden: !hidden });
      this.said.value = null;
    };
    this.said.value = { text, undo };
  }

  /** A line of frames of every ticked clip, in a picture beside the notebook. */
  async sheet(): Promise<void> {
    const jobs = this.clips.peek().map((take) => take.id);
    this.said.value = { text: "Making the contact sheet…" };
    try {
      const [sheet] = await this.host.request(
        { type: "ask_sheet_of_takes", jobs },
        "sheet_made",
        { within: PATIENCE_MS },
      );
      const words = [`Beside the notebook: ${sheet.path}`, ...sheet.warnings];
      this.said.value = { text: words.join(". ") };
    } catch (error) {
      this.said.value = { text: (error as Error).message };
    }
  }

  /** Takes side by side in the grid below, or a sweep; or two at a time, without names. */
  async compare(jobs: readonly string[], sweep = "", blind = false): Promise<void> {
    this.said.value = { text: blind ? "Opening blind pairs…" : "Opening the grid…" };
    try {
      await this.host.request({ type: "compare", jobs, sweep, blind }, "compared", {
        within: PATIENCE_MS,
      });
      this.clear();
    } catch (error) {
      this.said.value = { text: (error as Error).message };
    }
  }
}
