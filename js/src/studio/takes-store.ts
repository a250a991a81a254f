/** The takes of the home that were loaded so far, newest first, kept as they move. */
import { KernelClock } from "../lib/clock";
import { painted } from "../lib/painted";
import { computed, effect, type Signal, signal } from "../lib/signals";
import { whileSilent } from "../lib/silence";
import { follow, share, until } from "../lib/traits";
import { type FilterView, type SweepView, type TakeView, TERMINAL } from "../wire.gen";
import { tellDone } from "./done";
import { folds, type Item, itemOf, passes, sinceOf, sweptItem } from "./items";
import type { StudioHost } from "./studio-host";

/** A page that asks often scrolls worse than one that asks for much. */
const PAGE = 300;
/** As much as most walls show at first. */
const FIRST_PAGE = 30;
const MOST_MOVED = 60;
const PATIENCE_MS = 600_000;

export class TakesStore {
  readonly clock = new KernelClock();
  readonly filter: Signal<FilterView>;
  readonly items = signal<readonly Item[]>([]);
  /** The takes of the sweeps that are unfolded. */
  readonly inside = signal<ReadonlyMap<string, readonly TakeView[]>>(new Map());
  readonly total = signal(0);
  readonly loaded = signal(false);
  readonly trouble = signal("");
  /** The newest clip's job, or the newest job. */
  readonly newest = computed(() => {
    const items = this.items.value;
    const clip = items.find((item) =>
      item.sweep ? item.sweep.latest : item.take.sha256,
    );
    return clip?.sweep?.latest ?? (clip ?? items[0])?.take?.id ?? "";
  });
  /** The jobs of a press that the wall has not heard of yet. */
  private readonly pressed = signal<readonly string[]>([]);
  /** The jobs that go on by themselves. */
  private readonly going = computed(() => {
    const alone = this.items.value.flatMap((item) => item.take ?? []);
    const inside = [...this.inside.value.values()].flat();
    const running = [...alone, ...inside].filter(
      ({ state, flags }) => !TERMINAL.has(state) && !flags.includes("unwatched"),
    );
    const jobs = [...this.pressed.value, ...running.map(({ id }) => id)];
    return [...new Set(jobs)].slice(0, MOST_MOVED);
  });
  private loading: AbortController | null = null;
  private after = "";
  private opened = Number.POSITIVE_INFINITY;

  constructor(
    private readonly host: StudioHost,
    private readonly moved: (take: TakeView) => void,
  ) {
    this.filter = share(host, "filter");
    const blind = follow(host, "blind");
    until(
      host.signal,
      effect(() => {
        void this.filter.value;
        this.loading?.abort();
        this.loading = null;
        this.inside.value = new Map();
        if (blind.value) this.items.value = [];
        else void this.page("");
      }),
    );
    whileSilent(host, {
      waits: () => !blind.value && this.going.value.length > 0,
      moved: () => this.going.value,
      ask: () => host.send({ type: "ask_moved", jobs: [...this.going.peek()] }),
    });
    host.hear((message) => {
      if (message.type !== "take") return;
      this.pressed.value = this.pressed.peek().filter((job) => job !== message.take.id);
      this.clock.heard(message.now);
      if ((message.take.ended ?? 0) >= this.opened) tellDone(message.take);
      this.merge(message.take, message.sweep);
      this.moved(message.take);
    });
  }

  find(job: string): TakeView | undefined {
    const alone = this.items.value.find((item) => item.key === job)?.take;
    const all = [...this.inside.value.values()].flat();
    return alone ?? all.find((take) => take.id === job);
  }

  /** Jobs were sent: they come by themselves, or are asked for. */
  expect(jobs: readonly string[]): void {
    const known = jobs.filter((job) => !this.find(job));
    this.pressed.value = [...this.pressed.peek(), ...known];
  }

  choose(change: Partial<FilterView>): void {
    this.filter.value = { ...this.filter.peek(), ...change };
  }

  /** The next page, if there is one and nobody asked yet. */
  more(): void {
    if (this.after && !this.loading) void this.page(this.after);
  }

  private async ask(filter: FilterView, after: string, life: AbortSignal) {
    const since = sinceOf(filter.when, this.clock.now);
    const [answer] = await this.host.request(
      { type: "ask_takes", after, count: after ? PAGE : FIRST_PAGE, filter, since },
      "takes",
      { within: PATIENCE_MS, signal: life },
    );
    this.clock.heard(answer.now);
    return answer;
  }

  private async page(after: string): Promise<void> {
    const life = new AbortController();
    this.loading = life;
    try {
      // The form is there first: a page of takes is as much to draw as all the rest.
      if (!this.loaded.peek()) await painted();
      const answer = await this.ask(this.filter.peek(), after, life.signal);
      const before = after ? this.items.peek() : [];
      const known = new Set(before.map((item) => item.key));
      const come = [
        ...answer.takes.map((take) => itemOf(take)),
        ...answer.sweeps.map(sweptItem),
      ]
        .filter((item) => !known.has(item.key))
        .sort((one, other) => other.at - one.at);
      this.items.value = [...before, ...come];
      this.after = answer.after;
      this.total.value = answer.total;
      this.opened = Math.min(this.opened, answer.now);
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

  /** Unfold a sweep to its takes, or fold them again. */
  unfold(name: string): void {
    const inside = new Map(this.inside.peek());
    if (inside.delete(name)) {
      this.inside.value = inside;
      return;
    }
    this.inside.value = inside.set(name, []);
    void this.fill(name);
  }

  private async fill(sweep: string): Promise<void> {
    const filter = { ...this.filter.peek(), sweep };
    const takes: TakeView[] = [];
    let after = "";
    do {
      const answer = await this.ask(filter, after, this.host.signal).catch(() => null);
      if (!answer || !this.inside.peek().has(sweep)) return;
      takes.push(...answer.takes);
      after = answer.after;
      this.inside.value = new Map(this.inside.peek()).set(sweep, [...takes]);
    } while (after);
  }

  private merge(take: TakeView, sweep: SweepView | null): void {
    const fits = passes(take, this.filter.peek(), this.clock.now);
    if (!sweep || !folds(this.filter.peek())) {
      this.items.value = this.with(this.items.peek(), itemOf(take), fits);
      return;
    }
    const own = this.inside.peek().get(sweep.name);
    if (own) {
      const items = own.map((each) => itemOf(each));
      const next = this.with(items, itemOf(take), fits, true);
      const takes = next.flatMap((item) => item.take ?? []);
      this.total.value += Math.min(0, takes.length - own.length);
      this.inside.value = new Map(this.inside.peek()).set(sweep.name, takes);
    }
    const known = this.items.peek().find((item) => item.sweep?.name === sweep.name);
    this.items.value = this.with(
      this.items.peek(),
      sweptItem(sweep),
      Boolean(known) || fits,
      true,
    );
    const before = known?.sweep?.planned ? 0 : (known?.sweep?.jobs ?? 0);
    if (known || fits) this.total.value += sweep.jobs - before;
  }

  /** Items with one changed, gone, or come; the total counts those that stand alone. */
  private with(items: readonly Item[], item: Item, fits: boolean, counted = false) {
    const at = items.findIndex((each) => each.key === item.key);
    const place = items.findIndex((each) => each.at <= item.at);
    const known = place >= 0 || !this.after || counted;
    if (at < 0 && !(fits && known)) return items;
    if (!counted) this.total.value += at < 0 ? 1 : fits ? 0 : -1;
    if (at < 0) return items.toSpliced(place < 0 ? items.length : place, 0, item);
    return fits ? items.with(at, item) : items.toSpliced(at, 1);
  }
}
