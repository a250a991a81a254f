/** Which panes decode, and which copies they play: what the machine keeps in step. */
import { computed, signal } from "../lib/signals";
import type { Step } from "./clocks";
import {
  AT_EASE,
  kept,
  LATE,
  MOST_LIVE,
  next,
  rested,
  SLOW_SEEK_MS,
  small,
  WINDOW,
} from "./load";

const SLOW_SEEKS = 3;
/** Samples that fewer panes take to find together. */
const SETTLING = 5;

export class Slots {
  private readonly load = signal(AT_EASE);
  private readonly held = signal<ReadonlySet<number>>(new Set());
  private readonly wanted = signal<ReadonlySet<number>>(new Set());
  /** Whether small copies stand in for the proxies. */
  readonly small = computed(() => this.load.value.small);
  /** How many of the panes that are near play, when they do not all. */
  readonly short = computed(() => {
    const [live, all] = [this.held.value.size, this.wanted.value.size];
    return live < all && this.load.value.most < MOST_LIVE ? { live, all } : null;
  });
  private late = 0;
  private samples = 0;
  private slow = 0;

  /** Whether a pane has a decoder, or could have one. */
  of(index: number): "held" | "free" | "none" {
    const held = this.held.value;
    if (held.has(index)) return "held";
    return held.size < this.load.value.most ? "free" : "none";
  }

  /** Ask for a decoder; panes that got none wait for one to come free. */
  claim(index: number): void {
    this.wanted.value = new Set([...this.wanted.peek(), index]);
    const held = this.held.peek();
    if (held.has(index) || held.size >= this.load.peek().most) return;
    this.held.value = new Set([...held, index]);
  }

  unclaim(index: number): void {
    const wanted = new Set(this.wanted.peek());
    if (wanted.delete(index)) this.wanted.value = wanted;
    const held = new Set(this.held.peek());
    if (held.delete(index)) this.held.value = held;
  }

  /** Take in whether those that play are in step; at the end of a stretch, judge it. */
  sample({ live, group, late }: Step, looked: readonly number[]): void {
    if (this.samples >= 0) this.late += late;
    this.samples += 1;
    // What is late already is not waited out.
    if (this.samples < WINDOW && this.late <= LATE * WINDOW) return;
    const share = this.late / WINDOW;
    const before = this.load.peek();
    const load = next(before, share, live, this.wanted.peek().size, group);
    this.late = 0;
    // Other copies take a while to come; until then, what is measured says nothing.
    this.samples = load.small !== before.small ? -WINDOW : share > LATE ? -SETTLING : 0;
    const held = [...this.held.peek()];
    this.load.value = load;
    this.hold(kept(held, looked, load.most));
  }

  /** Take in how long a seek of several took. */
  sought(ms: number): void {
    this.forget();
    this.slow = ms > SLOW_SEEK_MS ? this.slow + 1 : 0;
    if (this.slow >= SLOW_SEEKS) this.load.value = small(this.load.peek());
  }

  /** All panes stand: those that had a still get their own frame, and are tried again. */
  private rest(): void {
    this.forget();
    this.load.value = rested(this.load.peek());
    this.hold([...this.held.peek(), ...this.wanted.peek()]);
  }

  /** Who is looked at plays, in the place of another where not all do; where none plays, all stand. */
  look(looked: readonly number[], playing: boolean): void {
    if (!playing) this.rest();
    const held = [...this.held.peek()];
    const wanted = looked.filter((index) => this.wanted.peek().has(index));
    this.hold(kept([...new Set([...held, ...wanted])], looked, this.load.peek().most));
  }

  private hold(indexes: readonly number[]): void {
    const [held, next] = [
      this.held.peek(),
      new Set(indexes.slice(0, this.load.peek().most)),
    ];
    if (next.size !== held.size || [...next].some((index) => !held.has(index))) {
      this.held.value = next;
    }
  }

  /** After a seek or a pause, what was measured says nothing. */
  forget(): void {
    [this.late, this.samples] = [0, 0];
  }
}
