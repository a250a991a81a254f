/** A video element as a player of a group. */
import { FASTEST, type GridClip, SLOWEST } from "../wire.gen";
import type { Player } from "./sync";

const SEEK_PATIENCE_MS = 1500;

export class VideoPlayer implements Player {
  offset = 0;
  failed = false;
  /** The number of the frame that is on the screen. */
  shown = 0;

  constructor(
    readonly element: HTMLVideoElement,
    readonly clip: GridClip,
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
    element.addEventListener("loadeddata", changed, options);
    let waiting = 0;
    const presented: VideoFrameRequestCallback = (_, frame) => {
      this.shown = Math.floor(frame.mediaTime * clip.fps + 1e-3);
      waiting = element.requestVideoFrameCallback(presented);
    };
    waiting = element.requestVideoFrameCallback(presented);
    until.addEventListener("abort", () => {
      element.cancelVideoFrameCallback(waiting);
      element.pause();
      element.removeAttribute("src");
      element.load();
    });
  }

  get time(): number {
    return this.element.currentTime;
  }
  get duration(): number {
    return this.clip.duration;
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

  seek(seconds: number): Promise<void> {
    if (this.failed || !this.element.src) return Promise.resolve();
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
      this.element.currentTime = seconds;
      if (!this.element.seeking) done();
    });
  }
}
