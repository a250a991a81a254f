/** One video under the hand: state as signals, moves by frame, traits kept in step. */
import type { Name, Traits } from "../host";
import { frameAt, nextRate, timeOf } from "../lib/frames";
import { signal as makeSignal, type Signal } from "../lib/signals";
import { write } from "../lib/traits";
import type { ClipView, PlayerModel } from "../wire.gen";

const REPORT_MS = 250;

export interface Playback {
  playing: Signal<boolean>;
  frame: Signal<number>;
  rate: Signal<number>;
  muted: Signal<boolean>;
  loop: Signal<boolean>;
  notice: Signal<string>;
  toggle(): void;
  seekFrame(frame: number): void;
  seekTime(seconds: number): void;
  step(frames: number): void;
  faster(step: 1 | -1): void;
  setRate(rate: number): void;
  setMuted(muted: boolean): void;
  setLoop(loop: boolean): void;
}

const FORBIDDEN = "Muted: the browser wants a click.";

export function control(
  video: HTMLVideoElement,
  clip: ClipView,
  host: Traits<PlayerModel>,
  until: AbortSignal,
): Playback {
  const playing = makeSignal(false);
  const frame = makeSignal(frameAt(host.get("time"), clip.fps, clip.frames));
  const rate = makeSignal(host.get("rate"));
  const muted = makeSignal(host.get("muted"));
  const loop = makeSignal(host.get("loop"));
  const notice = makeSignal("");
  const on = (event: keyof HTMLVideoElementEventMap, act: () => void) =>
    video.addEventListener(event, act, { signal: until });
  let reported = 0;

  const report = (now = false) => {
    if (!now && performance.now() - reported < REPORT_MS) return;
    reported = performance.now();
    write(host, "time", Math.round(video.currentTime * 1000) / 1000);
  };
  const show = (seconds: number) => {
    frame.value = frameAt(seconds, clip.fps, clip.frames);
  };

  const play = async () => {
    notice.value = "";
    if (video.ended || frame.value >= clip.frames - 1) video.currentTime = 0;
    try {
      await video.play();
    } catch (error) {
      if ((error as DOMException).name !== "NotAllowedError") {
        write(host, "playing", false);
        return;
      }
      video.muted = true;
      notice.value = FORBIDDEN;
      await video.play().catch(() => write(host, "playing", false));
    }
  };

  video.loop = loop.value;
  video.playbackRate = rate.value;
  video.muted = muted.value;
  on("play", () => {
    playing.value = true;
    write(host, "playing", true);
  });
  on("pause", () => {
    playing.value = false;
    write(host, "playing", false);
    report(true);
  });
  on("ended", () => {
    frame.value = clip.frames - 1;
  });
  on("seeked", () => {
    show(video.currentTime);
    report(true);
  });
  on("volumechange", () => {
    muted.value = video.muted;
    write(host, "muted", video.muted);
  });
  on("loadedmetadata", () => {
    const start = host.get("time");
    if (start > 0) video.currentTime = start;
    if (host.get("playing")) void play();
  });

  let presented = 0;
  const onFrame: VideoFrameRequestCallback = (_, data) => {
    show(data.mediaTime);
    if (!video.paused) report();
    presented = video.requestVideoFrameCallback(onFrame);
  };
  presented = video.requestVideoFrameCallback(onFrame);
  until.addEventListener("abort", () => {
    video.cancelVideoFrameCallback(presented);
    video.pause();
    video.removeAttribute("src");
    video.load();
  });

  const follow = (name: Name<PlayerModel>, act: () => void) => host.on(name, act, until);
  follow("playing", () => {
    if (host.get("playing") === !video.paused) return;
    if (host.get("playing")) void play();
    else video.pause();
  });
  follow("time", () => {
    const near = video.paused ? 0.5 / clip.fps : 1;
    if (Math.abs(host.get("time") - video.currentTime) > near) {
      video.currentTime = host.get("time");
    }
  });
  follow("rate", () => {
    rate.value = host.get("rate");
    video.playbackRate = rate.value;
  });
  follow("muted", () => {
    video.muted = host.get("muted");
  });
  follow("loop", () => {
    loop.value = host.get("loop");
    video.loop = loop.value;
  });

  const seekTime = (seconds: number) => {
    video.currentTime = Math.min(Math.max(seconds, 0), clip.duration);
  };
  const seekFrame = (target: number) => {
    const number = Math.min(Math.max(target, 0), clip.frames - 1);
    frame.value = number;
    video.currentTime = timeOf(number, clip.fps);
  };
  const setRate = (value: number) => {
    rate.value = value;
    video.playbackRate = value;
    write(host, "rate", value);
  };
  return {
    playing,
    frame,
    rate,
    muted,
    loop,
    notice,
    seekTime,
    seekFrame,
    setRate,
    toggle: () => (video.paused ? void play() : video.pause()),
    step: (frames) => {
      video.pause();
      seekFrame(frame.value + frames);
    },
    faster: (step) => setRate(nextRate(rate.value, step)),
    setMuted: (value) => {
      notice.value = "";
      video.muted = value;
    },
    setLoop: (value) => {
      loop.value = value;
      video.loop = value;
      write(host, "loop", value);
    },
  };
}
