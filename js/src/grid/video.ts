/** A video element as a player of a group. */
import { frameAt, presented, type Timing } from "../lib/frames";
import { FASTEST, type GridClip, SLOWEST } from "../wire.gen";
import type { Player } from "./moments";

const SEEK_PATIENCE_MS = 1500;
const SAME_S = 1e-4;

export class VideoPlayer<Clip extends Timing & { length: number } = GridClip>
  implements Player
{
  offset = 0;
  scale = 1;
  shift = 0;
  failed = false;
  /** Where it was sent last, until it runs: where a clock stops, another frame may be on the screen. */
  private sent = Number.NaN;
  /** The number of the frame that is on the screen. */
  shown = 0;

  constructor(
    readonly element: HTMLVideoElement,
    readonly clip: Clip,
    until: AbortSignal,
    changed: () => void = () => {},
  ) {
    const options = { signal: until };
    element.addEventListener(
      "error",
      () => {
        this.failed = Boolean(element.src);
        changed();
      },
      options,
    );
    element.addEventListener(
      "loadedmetadata",
      () => {
        // A codec that the browser lacks may leave the sound alone.
        if (element.videoWidth === 0) this.failed = true;
        if (this.failed) changed();
      },
      options,
    );
    element.addEventListener("loadeddata", changed, options);
    presented(element, until, (seconds) => {
      this.shown = frameAt(seconds, clip);
    });
    until.addEventListener("abort", () => {
      element.pause();
      element.removeAttribute("src");
      element.load();
    });
  }

  get time(): number {
    return this.element.currentTime;
  }
  get duration(): number {
    const own = this.element.duration;
    return Number.isFinite(own) ? Math.min(own, this.clip.length) : this.clip.length;
  }
  get timing(): Timing {
    return this.clip;
  }
  get fps(): number {
    return this.clip.fps;
  }
  get ready(): boolean {
    return !this.failed && this.element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  }
  get running(): boolean {
    return !this.element.paused && !this.element.ended;
  }

  setRate(rate: number): void {
    const bounded = Math.min(FASTEST, Math.max(SLOWEST, rate));
    if (Math.abs(this.element.playbackRate - bounded) > 1e-4) {
      this.element.playbackRate = bounded;
    }
  }

  async start(): Promise<void> {
    this.sent = Number.NaN;
    try {
      await this.element.play();
    } catch (error) {
      if ((error as DOMException).name !== "NotAllowedError") throw error;
      this.element.muted = true;
      await this.element.play();
    }
  }

  halt(): void {
    this.element.pause();
  }

  /** Whether a moment is shown already; seeking it again would decode it again. */
  private stands(seconds: number): boolean {
    const { element } = this;
    const still = element.paused && !element.seeking && this.ready;
    const there = Math.abs(element.currentTime - seconds) < SAME_S;
    return still && there && Math.abs(this.sent - seconds) < SAME_S;
  }

  seek(seconds: number): Promise<void> {
    if (this.failed || !this.element.src || this.stands(seconds)) {
      return Promise.resolve();
    }
    this.sent = seconds;
    return new Promise((resolve) => {
      const life = new AbortController();
      const done = () => {
        life.abort();
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, SEEK_PATIENCE_MS);
      const options = { signal: life.signal };
      const landed = () => {
        if (!this.element.seeking) done();
      };
      this.element.addEventListener("seeked", landed, options);
      this.element.addEventListener("error", done, options);
      this.element.addEventListener("emptied", done, options);
      this.element.currentTime = seconds;
      if (!this.element.seeking) done();
    });
  }
}
