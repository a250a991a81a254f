/** Synced: playing, time, rate. In the view only: loop, stretch, sound, who has a decoder. */
import {
  endOf,
  frameAt,
  nextRate,
  numberedTo,
  steady,
  type Timing,
  timeOf,
} from "../lib/frames";
import { computed, effect, type Signal, signal, untracked } from "../lib/signals";
import { share, until, write } from "../lib/traits";
import type { Cells, GridHost } from "./cells";
import { Group, TICK_MS } from "./sync";
import type { VideoPlayer } from "./video";

export const SOUNDS = ["off", "focused", "hovered"] as const;
export type Sound = (typeof SOUNDS)[number];

interface Stretch {
  from: number | null;
  to: number | null;
}

const REPORT_MS = 250;
const LOUDEST_SCALE = 20;
/** Live decoders at once; the others show a still. */
const MOST_LIVE = 25;
const USUAL_FPS = 24;

export class GroupPlayback {
  readonly group = new Group(() => performance.now());
  readonly players = new Map<number, VideoPlayer>();
  readonly playing = signal(false);
  readonly time = signal(0);
  readonly rate: Signal<number>;
  readonly loop = signal(true);
  readonly stretch = signal<Stretch>({ from: null, to: null });
  readonly sound = signal<Sound>("off");
  readonly hovered = signal(-1);
  readonly drift = signal<number | null>(null);
  /** Frames by which panes run ahead. */
  readonly offsets = signal<ReadonlyMap<number, number>>(new Map());
  /** The panes that may have a decoder. */
  private readonly slots = signal<ReadonlySet<number>>(new Set());
  private reportedAt = 0;

  /** The frames that are counted: the focused clip's, on to the end of the longest. */
  readonly counted = computed<Timing>(() => {
    const { cells } = this;
    const clips = cells.all.value.flatMap((cell) => cell.clip ?? []);
    const own = cells.source(cells.focused.value)?.value.clip ?? clips[0];
    if (!own) return steady(USUAL_FPS, this.longest.value);
    return numberedTo(Math.max(...clips.map(endOf)), own);
  });
  readonly audible = computed(() => {
    const { hovered, sound } = this;
    const pane = sound.value === "hovered" ? hovered.value : this.cells.focused.value;
    return sound.value === "off" || pane < 0 ? null : pane;
  });
  private readonly longest = computed(() =>
    Math.max(0, ...this.cells.all.value.map((cell) => cell.clip?.length ?? 0)),
  );

  constructor(
    private readonly host: GridHost,
    private readonly cells: Cells,
  ) {
    const timer = setInterval(() => this.turn(), TICK_MS);
    until(host.signal, () => clearInterval(timer));
    this.rate = share(host, "rate");
    this.always(() => this.group.setRate(this.rate.value));
    this.always(() => this.level());
    this.always(() => this.regroup());
    host.on("playing", () => {
      if (host.get("playing") !== this.playing.peek()) void this.toggle();
    });
    host.on("time", () => this.timeSet(host.get("time")));
    this.time.value = host.get("time");
    void this.group.seek(this.time.peek());
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (host.get("playing") && !calm) void this.toggle();
  }

  private always(act: () => void): void {
    until(this.host.signal, effect(act));
  }

  get duration(): number {
    return this.group.duration || this.longest.value;
  }

  // --- moves

  async toggle(): Promise<void> {
    this.playing.value = !this.playing.peek();
    const moved = this.playing.peek() ? this.group.play() : this.group.pause();
    this.time.value = this.group.time;
    this.report();
    await moved;
  }

  async seek(seconds: number): Promise<void> {
    const counted = this.counted.peek();
    const last = timeOf(counted.frames - 1, counted);
    const most = Math.max(last, this.duration - 0.5 / counted.fps);
    const bounded = Math.max(0, Math.min(seconds, most));
    this.time.value = bounded;
    await this.group.seek(bounded);
    this.report();
  }

  async step(frames: number): Promise<void> {
    if (this.playing.peek()) await this.toggle();
    await this.seekFrame(frameAt(this.time.peek(), this.counted.peek()) + frames);
  }

  async seekFrame(frame: number): Promise<void> {
    const counted = this.counted.peek();
    const number = Math.max(0, Math.min(counted.frames - 1, frame));
    await this.seek(timeOf(number, counted));
  }

  /** The moment of its file that a pane shows. */
  momentOf(index: number): number {
    return this.players.get(index)?.time ?? this.time.peek();
  }

  setRate(rate: number): void {
    this.rate.value = rate;
  }

  faster(way: 1 | -1): void {
    this.setRate(nextRate(this.rate.peek(), way));
  }

  setLoop(loop: boolean): void {
    this.loop.value = loop;
    this.group.loop = loop;
  }

  /** Set an end of the stretch that loops, or clear both. */
  mark(which: keyof Stretch | null): void {
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
    this.offsets.value = new Map(this.offsets.peek()).set(index, player.offset);
    void this.group.seek(this.group.time);
  }

  // --- the kernel

  private report(): void {
    write(this.host, "time", Math.round(this.time.peek() * 1000) / 1000);
    write(this.host, "playing", this.playing.peek());
  }

  /** Follow a time that Python set; its echo of our own, or a turn of the loop, is none. */
  private timeSet(seconds: number): void {
    const running = this.playing.peek();
    const apart = Math.abs(seconds - this.time.peek());
    const turned = running ? Math.abs(this.duration - apart) : apart;
    const near = running ? 1 : 0.5 / this.counted.peek().fps;
    if (Math.min(apart, turned) > near) void this.seek(seconds);
  }

  private turn(): void {
    if (!this.playing.peek()) return;
    this.group.tick();
    this.time.value = this.group.time;
    if (!this.group.playing) {
      this.playing.value = false;
      this.report();
      return;
    }
    if (!this.group.running) return;
    if (this.drift.peek() !== null) this.drift.value = this.group.drift;
    if (performance.now() - this.reportedAt > REPORT_MS) {
      this.reportedAt = performance.now();
      this.report();
    }
  }

  // --- panes

  /** Join a pane's player to the group, if it is among those that play. */
  enter(index: number, player: VideoPlayer): void {
    this.players.set(index, player);
    if (takesPart(index, this.cells.chosen.peek())) this.group.add(player);
    this.level();
  }

  leave(index: number, player: VideoPlayer): void {
    this.group.remove(player);
    if (this.players.get(index) !== player) return;
    this.players.delete(index);
    const offsets = new Map(this.offsets.peek());
    if (offsets.delete(index)) this.offsets.value = offsets;
  }

  private regroup(): void {
    const chosen = this.cells.chosen.value;
    for (const [index, player] of this.players) {
      if (takesPart(index, chosen)) this.group.add(player);
      else if (this.group.remove(player)) player.halt();
    }
    untracked(() => this.level());
  }

  /** Whether a pane has a decoder, or could have one. */
  slot(index: number): "held" | "free" | "none" {
    const held = this.slots.value;
    if (held.has(index)) return "held";
    return held.size < MOST_LIVE ? "free" : "none";
  }

  /** Ask for a decoder; panes that got none wait for one to come free. */
  claim(index: number): void {
    const held = this.slots.peek();
    if (held.has(index) || held.size >= MOST_LIVE) return;
    this.slots.value = new Set([...held, index]);
  }

  unclaim(index: number): void {
    const held = new Set(this.slots.peek());
    if (held.delete(index)) this.slots.value = held;
  }

  /** One pane is heard, brought down to the level of the quietest clip. */
  private level(): void {
    const heard = this.audible.value;
    const levels = this.cells.all.peek().flatMap((cell) => cell.clip?.loudness ?? []);
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

/** A selection plays alone; players beside the cells always do. */
function takesPart(index: number, chosen: ReadonlySet<number>): boolean {
  return chosen.size === 0 || chosen.has(index) || index < 0;
}
