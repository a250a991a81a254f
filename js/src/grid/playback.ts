/** Synced: playing, time, rate, loop, stretch, sound, what is in step and by how much. */
import { calm } from "../lib/calm";
import {
  endOf,
  frameAt,
  nextRate,
  numberedTo,
  steady,
  type Timing,
  timeOf,
} from "../lib/frames";
import {
  computed,
  effect,
  type ReadonlySignal,
  type Signal,
  signal,
  untracked,
} from "../lib/signals";
import { share, until, write } from "../lib/traits";
import type { Sound, StretchView, Sync } from "../wire.gen";
import type { Cells, GridHost } from "./cells";
import { heardPane } from "./heard";
import { cutAt, marked, nudged, type Place, placeOf } from "./place";
import { Slots } from "./slots";
import { Group, TICK_MS } from "./sync";
import type { VideoPlayer } from "./video";

const [REPORT_MS, USUAL_FPS] = [250, 24];
/** The number of the player that is heard and not seen, which no cell has. */
export const HEARD = -1;

export class GroupPlayback {
  readonly group = new Group(() => performance.now());
  readonly players = new Map<number, VideoPlayer>();
  readonly playing = signal(false);
  readonly time = signal(0);
  readonly rate: Signal<number>;
  readonly loop: Signal<boolean>;
  readonly stretch: Signal<StretchView>;
  readonly sound: Signal<Sound>;
  readonly sync: Signal<Sync>;
  readonly slots = new Slots();
  readonly hovered = signal(-1);
  readonly drift = signal<number | null>(null);
  /** Frames by which panes run ahead. */
  readonly offsets: Signal<Readonly<Record<string, number>>>;
  /** Seconds of their files that are laid on each other. */
  readonly cuts: Signal<Readonly<Record<string, number>>>;
  /** Whose clip a player shows, where it is not that of its number. */
  private readonly shows = new Map<number, number>();
  private reportedAt = 0;

  /** The frames that are counted: the focused clip's, on to the end of the longest. */
  readonly counted = computed<Timing>(() => {
    const { cells } = this;
    const clips = cells.all.value.flatMap((cell) => cell.clip ?? []);
    const own = cells.source(cells.focused.value)?.value.clip ?? clips[0];
    if (!own) return steady(USUAL_FPS, this.longest.value);
    return numberedTo(Math.max(...clips.map(endOf)), own);
  });
  readonly audible: ReturnType<typeof heardPane>;
  private readonly longest = computed(() =>
    Math.max(0, ...this.cells.all.value.map((cell) => cell.clip?.length ?? 0)),
  );

  constructor(
    private readonly host: GridHost,
    private readonly cells: Cells,
    /** Whether the stage lies over the cells, which then stand. */
    private readonly covered: ReadonlySignal<boolean>,
  ) {
    const timer = setInterval(() => this.turn(), TICK_MS);
    until(host.signal, () => clearInterval(timer));
    this.rate = share(host, "rate");
    this.loop = share(host, "loop");
    this.stretch = share(host, "stretch");
    this.sound = share(host, "sound");
    this.sync = share(host, "sync");
    this.offsets = share(host, "offsets");
    this.cuts = share(host, "cuts");
    this.audible = heardPane(cells, this, host.signal);
    const rules = [
      () => this.group.setRate(this.rate.value),
      () => this.bound(),
      () => this.align(),
      () => this.regroup(),
      () => this.slots.look(cells.looked.value, this.playing.value),
    ];
    for (const rule of rules) until(host.signal, effect(rule));
    host.on("playing", () => {
      if (host.get("playing") !== this.playing.peek()) void this.toggle();
    });
    host.on("time", () => this.timeSet(host.get("time")));
    this.time.value = host.get("time");
    void this.group.seek(this.time.peek());
    if (host.get("playing")) void (calm() ? this.report() : this.toggle());
  }

  private bound(): void {
    this.group.loop = this.loop.value;
    this.group.from = this.stretch.value.start ?? 0;
    this.group.to = this.stretch.value.end;
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
    const from = performance.now();
    this.time.value = Math.max(0, Math.min(seconds, most));
    await this.group.seek(this.time.peek());
    if (this.group.size > 1) this.slots.sought(performance.now() - from);
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
    const { scale, shift } = this.place(index);
    const { fps = 1 } = this.cells.source(index)?.value.clip ?? {};
    const ahead = (this.offsets.peek()[index] ?? 0) / fps;
    return this.players.get(index)?.time ?? this.time.peek() * scale + shift + ahead;
  }

  faster(way: 1 | -1): void {
    this.rate.value = nextRate(this.rate.peek(), way);
  }

  /** Set an end of the stretch that loops, or clear both. */
  mark(which: "start" | "end" | null): void {
    this.stretch.value = marked(this.stretch.peek(), which, this.time.peek());
  }

  /** Let a pane run some frames ahead; where they stand, that is seen at once. */
  nudge(index: number, frames: number): void {
    if (index >= 0) this.offsets.value = nudged(this.offsets.peek(), index, frames);
  }

  /** Lay the moment that a pane shows on the cuts of the others, and stand there. */
  cut(index: number): void {
    const clip = this.cells.source(index)?.value.clip;
    if (!clip) return;
    this.cuts.value = { ...this.cuts.peek(), [index]: cutAt(this.momentOf(index), clip) };
    this.sync.value = "cut";
    void this.seekFrame(0);
  }

  toggleSync(): void {
    this.sync.value = this.sync.peek() === "off" ? "time" : "off";
  }

  /** Whether a pane's clip is over at the moment that is shown. */
  ended(index: number): boolean {
    const clip = this.cells.source(index)?.value.clip;
    if (!clip || this.sync.value === "share" || this.sync.value === "off") return false;
    const { shift } = this.place(index);
    const own = this.time.value + shift + (this.offsets.value[index] ?? 0) / clip.fps;
    return own > endOf(clip) + 0.5 / clip.fps;
  }

  private place(index: number): Place {
    const length = this.cells.source(index)?.value.clip?.length ?? 0;
    const { sync, longest, cuts } = this;
    return placeOf(sync.value, index, length, longest.value, cuts.value);
  }

  /** Bring every player to where its cell stands on the group's time. */
  private align(): void {
    void [this.offsets.value, this.cuts.value, this.sync.value];
    const moved = [...this.players].map((each) => this.set(...each)).some(Boolean);
    if (moved) void untracked(() => this.group.seek(this.group.time));
  }

  private set(number: number, player: VideoPlayer): boolean {
    const index = this.shows.get(number) ?? number;
    const { scale, shift } = this.place(index);
    const offset = this.offsets.value[index] ?? 0;
    const same =
      player.scale === scale && player.shift === shift && player.offset === offset;
    Object.assign(player, { scale, shift, offset });
    return !same;
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
    this.playing.value = this.group.playing;
    if (!this.group.playing) this.report();
    if (!this.group.running) return;
    if (this.drift.peek() !== null) this.drift.value = this.group.drift;
    const { step } = this.group;
    // What is laid over the cells plays alone, and says nothing of them.
    if (step && !this.covered.peek()) this.slots.sample(step, this.cells.looked.peek());
    if (performance.now() - this.reportedAt > REPORT_MS) {
      this.reportedAt = performance.now();
      this.report();
    }
  }

  // --- panes

  /** Join a player to the group, if it is among those that play; `shows` is its cell. */
  enter(index: number, player: VideoPlayer, shows = index): void {
    this.players.set(index, player);
    this.shows.set(index, shows);
    untracked(() => this.set(index, player));
    if (this.takesPart(index)) this.group.add(player);
    if (index < 0) this.regroup();
  }

  leave(index: number, player: VideoPlayer): void {
    this.group.remove(player);
    if (this.players.get(index) !== player) return;
    this.players.delete(index);
    this.shows.delete(index);
    if (index < 0) this.regroup();
  }

  private regroup(): void {
    const alone = this.sync.value === "off";
    void [this.cells.chosen.value, this.covered.value, this.playing.value];
    void (alone && this.cells.focused.value);
    untracked(() => {
      for (const [index, player] of this.players) {
        if (this.takesPart(index)) continue;
        if (this.group.remove(player)) player.halt();
      }
      for (const [index, player] of this.players) {
        if (index === HEARD || !this.takesPart(index)) continue;
        if (alone && this.group.size === 0) this.group.adopt(player);
        this.group.add(player);
      }
      const voice = this.takesPart(HEARD) && this.players.get(HEARD);
      if (voice) this.group.add(voice);
      if (voice) this.group.leader = voice;
      this.time.value = this.group.time;
    });
  }

  /** A selection plays alone; out of step, the pane under the hand; the stage always. */
  private takesPart(index: number): boolean {
    if (index === HEARD) return this.playing.peek() && this.seen(this.shows.get(HEARD));
    if (index < 0) return true;
    const staged = [...this.players.keys()].some((number) => number < HEARD);
    if (staged && this.covered.peek()) return false;
    if (this.sync.peek() === "off") return index === this.cells.focused.peek();
    const chosen = this.cells.chosen.peek();
    return chosen.size === 0 || chosen.has(index);
  }

  /** Whether a clip plays where it is seen, in its cell or on the stage. */
  private seen(cell: number | undefined): boolean {
    return [...this.shows].some(
      ([index, shown]) => index !== HEARD && shown === cell && this.takesPart(index),
    );
  }
}
