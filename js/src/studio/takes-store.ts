/** The takes of the home that were loaded so far, newest first, kept as they move. */
import { KernelClock } from "../lib/clock";
import { type Signal, signal } from "../lib/signals";
import { share } from "../lib/traits";
import {
  FAILED,
  type FilterView,
  type Group,
  type TakeView,
  TERMINAL,
} from "../wire.gen";
import type { StudioHost } from "./studio-host";

const PAGE = 60;
const PATIENCE_MS = 600_000;

const GROUPS: Record<Group, (take: TakeView) => boolean> = {
  all: () => true,
  running: (take) => !TERMINAL.has(take.state),
  ready: (take) => take.state === "ready",
  failed: (take) => FAILED.has(take.state),
};

export function passes(take: TakeView, filter: FilterView): boolean {
  const text = `${take.prompt} ${take.model}`.toLowerCase();
  return (
    GROUPS[filter.state](take) &&
    (!filter.model || take.model === filter.model) &&
    (!filter.starred || take.starred) &&
    (!filter.sweep || take.sweep === filter.sweep) &&
    filter.search
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}

export class TakesStore {
  readonly clock = new KernelClock();
  readonly filter: Signal<FilterView>;
  readonly takes = signal<readonly TakeView[]>([]);
  readonly total = signal(0);
  readonly loaded = signal(false);
  readonly trouble = signal("");
  private loading: AbortController | null = null;

  constructor(
    private readonly host: StudioHost,
    private readonly moved: (take: TakeView) => void,
  ) {
    this.filter = share(host, "filter");
    this.filter.subscribe(() => this.load());
    host.hear((message) => {
      if (message.type !== "take") return;
      this.clock.heard(message.now);
      this.merge(message.take);
      this.moved(message.take);
    });
  }

  find(job: string): TakeView | undefined {
    return this.takes.value.find((take) => take.id === job);
  }

  choose(change: Partial<FilterView>): void {
    this.filter.value = { ...this.filter.peek(), ...change };
  }

  /** Begin anew. */
  private load(): void {
    this.loading?.abort();
    this.loading = null;
    void this.page("");
  }

  /** The next page, if there is one and nobody asked yet. */
  more(): void {
    const takes = this.takes.peek();
    const last = takes.at(-1);
    if (last && !this.loading && takes.length < this.total.peek())
      void this.page(last.id);
  }

  private async page(after: string): Promise<void> {
    const life = new AbortController();
    this.loading = life;
    try {
      const [answer] = await this.host.request(
        { type: "ask_takes", after, count: PAGE, filter: this.filter.peek() },
        "takes",
        { within: PATIENCE_MS, signal: life.signal },
      );
      this.clock.heard(answer.now);
      const before = after ? this.takes.peek() : [];
      const known = new Set(before.map((take) => take.id));
      this.takes.value = [
        ...before,
        ...answer.takes.filter((take) => !known.has(take.id)),
      ];
      this.total.value = answer.total;
      this.loaded.value = true;
      this.trouble.value = "";
    } catch (error) {
      if ((error as Error).name !== "AbortError") {
        this.trouble.value = (error as Error).message;
      }
    } finally {
      if (this.loading === life) this.loading = null;
    }
  }

  private merge(take: TakeView): void {
    const takes = this.takes.peek();
    const at = takes.findIndex((each) => each.id === take.id);
    const fits = passes(take, this.filter.peek());
    if (at >= 0) {
      this.takes.value = fits ? takes.with(at, take) : takes.toSpliced(at, 1);
      if (!fits) this.total.value -= 1;
    } else if (fits && (!takes[0] || take.created >= takes[0].created)) {
      this.takes.value = [take, ...takes];
      this.total.value += 1;
    }
  }
}
