/** Synced: in turn, heard. Two clips in step to the frame, one as loud as the other. */
import { placed } from "../grid/moments";
import { Group, TICK_MS } from "../grid/sync";
import type { VideoPlayer } from "../grid/video";
import { calm } from "../lib/calm";
import { frameAt, nextRate, steady, type Timing, timeOf } from "../lib/frames";
import { computed, effect, type Signal, signal, untracked } from "../lib/signals";
import { until } from "../lib/traits";
import { dropVoice, takeVoice } from "../lib/voice";

/** What is known of a clip from its bytes alone. */
export interface Blind extends Timing {
  length: number;
}
export type BlindPlayer = VideoPlayer<Blind>;
export type Place = 0 | 1;

interface Member {
  pair: string;
  player: BlindPlayer;
  gain: number;
}

const LONGEST_TICK_S = 0.5;
const ENOUGH_S = 0.25;

export class PairPlayback {
  readonly group = new Group(() => performance.now());
  readonly playing = signal(false);
  readonly time = signal(0);
  readonly rate = signal(1);
  readonly loop = signal(true);
  /** Whose turn it is where one plays after the other. */
  readonly turn = signal<Place>(0);
  /** Seconds that each side was watched. */
  watched: [number, number] = [0, 0];
  /** Whether both were watched for a moment. */
  readonly enough = signal(false);
  readonly counted = signal<Timing>(steady(24, 0));
  /** Width by height of the wider of the two. */
  readonly ratio = signal(16 / 9);
  private readonly members: [Member | null, Member | null] = [null, null];
  private readonly change = signal(0);
  private readonly hushed = signal(false);
  private readonly routes = new WeakMap<HTMLMediaElement, GainNode>();
  private context: AudioContext | null = null;
  private before = performance.now();
  private readonly voice = {
    hush: () => {
      this.hushed.value = true;
    },
  };
  /** The side that is heard, or -1. */
  readonly audible = computed(() => {
    if (this.hushed.value || this.heard.value < 0) return -1;
    return this.inTurn.value ? this.turn.value : this.heard.value;
  });

  constructor(
    readonly inTurn: Signal<boolean>,
    readonly heard: Signal<number>,
    life: AbortSignal,
    /** Whether a clip may be raised: of files beside a page a browser gives no sound to mix. */
    private readonly raises = true,
  ) {
    const timer = setInterval(() => this.tick(), TICK_MS);
    until(life, () => clearInterval(timer));
    until(life, () => dropVoice(this.voice));
    until(life, () => void this.context?.close());
    const rules = [
      () => this.group.setRate(this.rate.value),
      () => {
        this.group.loop = this.loop.value && !this.inTurn.value;
      },
      () => this.level(),
    ];
    for (const rule of rules) until(life, effect(rule));
    until(
      life,
      effect(() => {
        void [this.inTurn.value, this.turn.value, this.change.value];
        untracked(() => this.regroup());
      }),
    );
  }

  // --- who plays

  /** A clip is loaded, and shown later: its first frame is decoded by then. */
  poise(player: BlindPlayer): void {
    void player.seek(placed(player, 0));
  }

  /** A side is loaded; with both, the pair begins. */
  enter(place: Place, pair: string, player: BlindPlayer, gain: number): void {
    const before = this.members[place];
    if (before) this.leave(place, before.player);
    this.members[place] = { pair, player, gain };
    const both = this.members.flatMap((one) => (one?.pair === pair ? one.player : []));
    if (both.length < 2) return;
    this.forget();
    this.turn.value = 0;
    this.time.value = 0;
    const [left, right] = both.map((one) => one.clip);
    if (!left || !right) return;
    this.counted.value = right.frames > left.frames ? right : left;
    const ratios = both.map((one) => one.element.videoWidth / one.element.videoHeight);
    this.ratio.value = Math.max(...ratios.filter(Number.isFinite), 0.5);
    // Both stand at their first frames, decoded while they waited: nothing is sought again.
    this.group.stand(0);
    this.change.value += 1;
    if (!calm()) void this.play();
  }

  /** Another pair is to be judged: nothing of it was watched. */
  forget(): void {
    this.watched = [0, 0];
    this.enough.value = false;
  }

  leave(place: Place, player: BlindPlayer): void {
    this.group.remove(player);
    player.halt();
    player.element.muted = true;
    if (this.members[place]?.player === player) this.members[place] = null;
    this.change.value += 1;
  }

  private regroup(): void {
    const [left, right] = this.members;
    if (left?.pair !== right?.pair) return;
    const alone = this.inTurn.peek();
    this.members.forEach((member, place) => {
      if (!member) return;
      if (alone && place !== this.turn.peek()) {
        this.group.remove(member.player);
        member.player.halt();
      } else this.group.add(member.player);
    });
    this.level();
  }

  // --- moves

  async play(from?: number): Promise<void> {
    if (from !== undefined) await this.group.seek(from);
    const started = this.group.play();
    this.playing.value = true;
    await started;
  }

  async toggle(): Promise<void> {
    if (!this.playing.peek()) return this.play();
    this.playing.value = false;
    await this.group.pause();
    this.time.value = this.group.time;
  }

  /** Play a side by itself from its start. */
  async alone(place: Place): Promise<void> {
    this.inTurn.value = true;
    this.turn.value = place;
    await this.play(0);
  }

  async seekFrame(frame: number): Promise<void> {
    const counted = this.counted.peek();
    const number = Math.max(0, Math.min(counted.frames - 1, frame));
    this.time.value = timeOf(number, counted);
    await this.group.seek(this.time.peek());
  }

  async step(frames: number): Promise<void> {
    if (this.playing.peek()) await this.toggle();
    await this.seekFrame(frameAt(this.time.peek(), this.counted.peek()) + frames);
  }

  faster(way: 1 | -1): void {
    this.rate.value = nextRate(this.rate.peek(), way);
  }

  hear(place: Place | -1): void {
    this.hushed.value = false;
    this.heard.value = place;
    if (this.inTurn.peek() && place >= 0) void this.alone(place as Place);
  }

  private tick(): void {
    const now = performance.now();
    const passed = Math.min((now - this.before) / 1000, LONGEST_TICK_S);
    this.before = now;
    if (!this.playing.peek()) return;
    this.members.forEach((member, place) => {
      if (member?.player.running && document.visibilityState === "visible") {
        this.watched[place as Place] += passed;
      }
    });
    this.enough.value = Math.min(...this.watched) >= ENOUGH_S;
    this.group.tick();
    this.time.value = this.group.time;
    if (this.group.playing) return;
    if (this.inTurn.peek() && this.turn.peek() === 0) {
      this.turn.value = 1;
      void this.play(0);
    } else {
      this.turn.value = 0;
      this.playing.value = false;
    }
  }

  // --- sound

  /** A person did something: sound may be made from now on. */
  arouse(): void {
    if (this.raises) this.context ??= new AudioContext();
    if (this.context?.state === "suspended") this.context.resume().catch(() => {});
    this.level();
  }

  /** One side is heard, brought to the level of the other. */
  private level(): void {
    const heard = this.audible.value;
    const running = this.playing.value;
    void this.change.value;
    this.group.leader = this.members[heard]?.player ?? null;
    this.members.forEach((member, place) => {
      if (!member) return;
      const { element } = member.player;
      element.muted = place !== heard;
      if (place === heard) this.route(element, member.gain);
    });
    if (running && heard >= 0) untracked(() => takeVoice(this.voice));
  }

  private route(element: HTMLMediaElement, gain: number): void {
    if (!this.context) {
      element.volume = Math.min(1, gain);
      return;
    }
    let node = this.routes.get(element);
    if (!node) {
      node = this.context.createGain();
      node.connect(this.context.destination);
      this.context.createMediaElementSource(element).connect(node);
      this.routes.set(element, node);
      element.volume = 1;
    }
    node.gain.value = gain;
  }
}
