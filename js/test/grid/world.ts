import type { Player } from "../../src/grid/moments";
import { Group, TICK_MS } from "../../src/grid/sync";
import { steady, type Timing } from "../../src/lib/frames";

/** Simulated players on a simulated clock: each decodes at its own unsteady speed. */
export class World {
  now = 0;
  players: Sim[] = [];
  readonly group = new Group(() => this.now);
  private seed = 7;

  random(): number {
    this.seed = (this.seed * 1103515245 + 12345) % 2147483648;
    return this.seed / 2147483648;
  }
  add(options: Partial<Sim> = {}): Sim {
    const made = Object.assign(new Sim(this), options);
    this.players.push(made);
    this.group.add(made);
    return made;
  }
  /** Let milliseconds pass in steps of ten; promises settle in between. */
  async pass(ms: number, each: () => void = () => {}): Promise<void> {
    for (let step = 0; step < ms; step += 10) {
      this.now += 10;
      for (const one of this.players) one.advance(10);
      if (this.now % TICK_MS === 0) this.group.tick();
      for (let n = 0; n < 8; n += 1) await Promise.resolve();
      each();
    }
  }
}

export class Sim implements Player {
  time = 0;
  duration = 8;
  fps = 24;
  offset = 0;
  scale = 1;
  shift = 0;
  ready = true;
  failed = false;
  running = false;
  rate = 1;
  skew = 1;
  jitter = 0;
  lag = 30;
  stalled = 0;
  broken = false;
  seeks = 0;
  private waiting: { at: number; to: number; done: () => void } | null = null;

  get timing(): Timing {
    return steady(this.fps, this.duration);
  }

  constructor(private readonly world: World) {}

  advance(ms: number): void {
    if (this.waiting && this.world.now >= this.waiting.at) {
      this.time = this.waiting.to;
      const { done } = this.waiting;
      this.waiting = null;
      done();
    }
    if (this.stalled > 0) {
      this.stalled -= ms;
      return;
    }
    if (!this.running || this.waiting) return;
    const uneven = 1 + (this.world.random() - 0.5) * this.jitter;
    this.time += (ms / 1000) * this.rate * this.skew * uneven;
    if (this.time >= this.duration) {
      this.time = this.duration;
      this.running = false;
    }
  }
  setRate(rate: number): void {
    this.rate = rate;
  }
  start(): Promise<void> {
    if (this.broken) return Promise.reject(new Error("broken"));
    this.running = true;
    return Promise.resolve();
  }
  halt(): void {
    this.running = false;
  }
  seek(seconds: number): Promise<void> {
    this.seeks += 1;
    if (this.broken) return Promise.resolve();
    return new Promise((done) => {
      this.waiting = { at: this.world.now + this.lag, to: seconds, done };
    });
  }
  get frame(): number {
    return Math.floor(this.time * this.fps + 1e-3);
  }
}

export const FRAME = 1 / 24;
