/** Frames by the moments at which they are presented, and the moments that show them. */
import { ROUNDING_S } from "../wire.gen";

const SOON_S = 0.004;

/** When a clip's frames are presented, in seconds of its file. */
export interface Timing {
  fps: number;
  frames: number;
  /** When the first frame is presented. */
  start: number;
  /** When each is; empty where they come at `fps` from `start` on. */
  times: readonly number[];
  /** Seconds of the picture. */
  duration: number;
}

export function startOf(frame: number, clip: Timing): number {
  return clip.times[frame] ?? clip.start + frame / clip.fps;
}

export function endOf(clip: Timing): number {
  return clip.start + clip.duration;
}

/**
 * Seeking to the middle of a frame always shows that frame; its start may not. Where the
 * rate varies it is soon after the start: files with B-frames tell browsers how long each
 * frame stays in the order of decoding, so that some are thought to be over too early.
 */
export function timeOf(frame: number, clip: Timing): number {
  const from = startOf(frame, clip);
  const to = frame + 1 < clip.frames ? startOf(frame + 1, clip) : endOf(clip);
  const half = to > from ? (to - from) / 2 : 0.5 / clip.fps;
  return from + (clip.times.length ? Math.min(half, SOON_S) : half);
}

/** The frame that is on the screen at a moment of the file. */
export function frameAt(seconds: number, clip: Timing): number {
  const at = seconds + ROUNDING_S;
  const frame = clip.times.length
    ? before(at, clip.times)
    : Math.floor((at - clip.start) * clip.fps);
  return Math.min(Math.max(frame, 0), Math.max(0, clip.frames - 1));
}

/** The last of the sorted times that is not after a moment, or -1. */
function before(at: number, times: readonly number[]): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Frames at one rate from the start on. */
export function steady(fps: number, duration: number): Timing {
  const frames = Math.max(1, Math.round(duration * fps));
  return { fps, frames, start: 0, times: [], duration };
}

/** A clip's frames, numbered on to the end of longer ones beside it. */
export function numberedTo(end: number, clip: Timing): Timing {
  const more = Math.max(0, Math.floor((end - endOf(clip) + ROUNDING_S) * clip.fps));
  if (!more) return clip;
  const last = endOf(clip);
  const added = Array.from({ length: more }, (_, n) => last + n / clip.fps);
  return {
    ...clip,
    frames: clip.frames + more,
    times: clip.times.length ? [...clip.times, ...added] : [],
    duration: clip.duration + more / clip.fps,
  };
}

/** Whether the browser tells which frame it shows. */
export function tellsFrames(): boolean {
  return "requestVideoFrameCallback" in HTMLVideoElement.prototype;
}

/** Hear of the moment that is shown: of each frame, or as often as the page is drawn. */
export function presented(
  video: HTMLVideoElement,
  until: AbortSignal,
  act: (seconds: number) => void,
): void {
  if (tellsFrames()) {
    const next: VideoFrameRequestCallback = (_, frame) => {
      act(frame.mediaTime);
      waiting = video.requestVideoFrameCallback(next);
    };
    let waiting = video.requestVideoFrameCallback(next);
    const cancel = video.cancelVideoFrameCallback.bind(video);
    until.addEventListener("abort", () => cancel(waiting));
    return;
  }
  let drawn = 0;
  let last = -1;
  const look = () => {
    if (video.currentTime !== last && !video.seeking) act(video.currentTime);
    last = video.currentTime;
    drawn = requestAnimationFrame(look);
  };
  drawn = requestAnimationFrame(look);
  until.addEventListener("abort", () => cancelAnimationFrame(drawn));
}

export const RATES = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2] as const;

export function nextRate(rate: number, step: 1 | -1): number {
  const faster = RATES.filter((one) =>
    step > 0 ? one > rate + 1e-6 : one < rate - 1e-6,
  );
  return (step > 0 ? faster[0] : faster.at(-1)) ?? rate;
}
