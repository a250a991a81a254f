/** Which panes may decode: as many as the machine keeps in step. */
import { computed, signal } from "../lib/signals";
import { kept, type Load, MOST_LIVE, next, WINDOW } from "./load";

export class Slots {
  private readonly load = signal<Load>({ most: MOST_LIVE, calm: 0 });
  private readonly held = signal<ReadonlySet<number>>(new Set());
  private readonly wanted = signal<ReadonlySet<number>>(new Set());
  /** How many of the panes that are near play, when they do not all. */
  readonly short = computed(() => {
    const [live, all] = [this.held.value.size, this.wanted.value.size];
    return live < all && this.load.value.most < MOST_LIVE ? { live, all } : null;
  });
  private strayed = 0;
  private seen = 0;
  private samples = 0;

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

  /** Take in how the panes that play keep step; at the end of a stretch, judge it. */
  sample(live: number, strayed: number, looked: readonly number[]): void {
    this.seen += live;
    this.strayed += strayed;
    this.samples += 1;
    if (this.samples < WINDOW) return;
    const share = this.strayed / Math.max(1, this.seen);
    const running = Math.round(this.seen / this.samples);
    [this.seen, this.strayed, this.samples] = [0, 0, 0];
    const load = next(this.load.peek(), share, running);
    const held = [...this.held.peek()];
    this.load.value = load;
    if (held.length > load.most) this.held.value = new Set(kept(held, looked, load.most));
  }

  /** After a seek or a pause, what was measured says nothing. */
  forget(): void {
    [this.seen, this.strayed, this.samples] = [0, 0, 0];
  }
}
