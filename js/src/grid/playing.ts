/** Playing, standing, seeking and hearing: the group, its clock and its sound. */
import { computed, effect } from "@preact/signals-core";
import { nextRate } from "../lib/frames";
import { type Signal, signal } from "../lib/signals";
import type { CellView } from "../wire.gen";
import { Group, TICK_MS } from "./sync";
import type { VideoPlayer } from "./video";

export type Sound = "off" | "focused" | "hovered";

const TELL_MS = 250;
const LOUDEST_SCALE = 20;

export abstract class Playing {
  readonly group = new Group(() => performance.now());
  readonly cells = new Map<number, Signal<CellView>>();
  readonly players = new Map<number, VideoPlayer>();
  /** Turns when any cell changed; for what is told of all cells together. */
  readonly version = signal(0);
  readonly focused = signal(-1);
  readonly hovered = signal(-1);
  readonly playing = signal(false);
  readonly time = signal(0);
  readonly rate = signal(1);
  readonly loop = signal(true);
  readonly stretch = signal<{ from: number | null; to: number | null }>({
    from: null,
    to: null,
  });
  readonly sound = signal<Sound>("off");
  readonly drift = signal<number | null>(null);
  /** Where the two compared clips differ most, in seconds. */
  readonly peaks = signal<readonly number[]>([]);
  private toldAt = 0;

  constructor(readonly until: AbortSignal) {
    const timer = setInterval(() => this.turn(), TICK_MS);
    this.aborted(() => clearInterval(timer));
    this.aborted(effect(() => this.level()));
  }

  /** Tell the kernel where the group stands. */
  protected abstract tell(): void;

  protected aborted(act: () => void): void {
    this.until.addEventListener("abort", act);
  }

  cell(index: number): CellView | undefined {
    return this.cells.get(index)?.peek();
  }

  all(): CellView[] {
    return [...this.cells.values()].map((one) => one.peek());
  }

  get fps(): number {
    const clip = this.cell(this.focused.peek())?.clip;
    return clip?.fps ?? this.all().find((cell) => cell.clip)?.clip?.fps ?? 24;
  }

  get duration(): number {
    const lengths = this.all().map((cell) => cell.clip?.duration ?? 0);
    return this.group.duration || Math.max(0, ...lengths);
  }

  async toggle(): Promise<void> {
    this.playing.value = !this.playing.peek();
    await (this.playing.peek() ? this.group.play() : this.group.pause());
    this.time.value = this.group.time;
    this.tell();
  }

  async seek(seconds: number): Promise<void> {
    const bounded = Math.max(0, Math.min(seconds, this.duration - 0.5 / this.fps));
    this.time.value = bounded;
    await this.group.seek(bounded);
    this.tell();
  }

  async step(frames: number): Promise<void> {
    if (this.playing.peek()) await this.toggle();
    const frame = Math.floor(this.time.peek() * this.fps + 1e-3) + frames;
    await this.seek((frame + 0.5) / this.fps);
  }

  setRate(rate: number): void {
    this.rate.value = rate;
    this.group.setRate(rate);
  }

  faster(way: 1 | -1): void {
    this.setRate(nextRate(this.rate.peek(), way));
  }

  setLoop(loop: boolean): void {
    this.loop.value = loop;
    this.group.loop = loop;
  }

  /** Set an end of the stretch that loops, or clear both. */
  mark(which: "from" | "to" | null): void {
    const now = this.time.peek();
    const { from, to } = this.stretch.peek();
    let next = { from, to, ...(which ? { [which]: now } : { from: null, to: null }) };
    if (next.from !== null && next.to !== null && next.to <= next.from) {
      next = which === "to" ? { from: null, to: now } : { from: now, to: null };
    }
    this.stretch.value = next;
    this.group.from = next.from ?? 0;
    this.group.to = next.to;
  }

  nudge(index: number, frames: number): void {
    const player = this.players.get(index);
    if (!player) return;
    player.offset += frames;
    void this.group.seek(this.group.time);
    this.version.value += 1;
  }

  jump(way: 1 | -1): void {
    const now = this.time.peek();
    const peaks = this.peaks.peek();
    const next =
      way > 0
        ? peaks.find((at) => at > now + 0.02)
        : peaks.filter((at) => at < now - 0.02).at(-1);
    if (next !== undefined) void this.seek(next);
  }

  private turn(): void {
    if (!this.playing.peek()) return;
    this.group.tick();
    this.time.value = this.group.time;
    if (!this.group.playing) {
      this.playing.value = false;
      this.tell();
      return;
    }
    if (!this.group.running) return;
    if (this.drift.peek() !== null) this.drift.value = this.group.drift;
    if (performance.now() - this.toldAt > TELL_MS) {
      this.toldAt = performance.now();
      this.tell();
    }
  }

  readonly audible = computed(() => {
    const pane = this.sound.value === "hovered" ? this.hovered.value : this.focused.value;
    return this.sound.value === "off" || pane < 0 ? null : pane;
  });

  /** One pane is heard, brought down to the level of the quietest clip. */
  level(): void {
    const heard = this.audible.value;
    const levels = this.all().flatMap((cell) => cell.clip?.loudness ?? []);
    const quietest = Math.max(-35, Math.min(0, ...levels));
    this.group.leader = heard === null ? null : (this.players.get(heard) ?? null);
    for (const [index, player] of this.players) {
      player.element.muted = index !== heard;
      const loud = player.clip.loudness;
      const gain = loud === null ? 1 : 10 ** ((quietest - loud) / LOUDEST_SCALE);
      player.element.volume = Math.max(0, Math.min(1, gain));
    }
  }
}
