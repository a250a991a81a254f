/** One video under the hand: state as signals, moves by frame, traits kept in step. */
import type { AnyModel } from "@anywidget/types";
import type { ClipView, PlayerModel } from "../wire.gen";
import { frameAt, nextRate, timeOf } from "./frames";
import { signal as makeSignal, type Signal } from "./signals";

type Model = AnyModel<PlayerModel & Record<string, unknown>>;

const TELL_MS = 250;

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
  model: Model,
  until: AbortSignal,
): Playback {
  const playing = makeSignal(false);
  const frame = makeSignal(frameAt(model.get("time"), clip.fps, clip.frames));
  const rate = makeSignal(model.get("rate"));
  const muted = makeSignal(model.get("muted"));
  const loop = makeSignal(model.get("loop"));
  const notice = makeSignal("");
  const on = (event: keyof HTMLVideoElementEventMap, act: () => void) =>
    video.addEventListener(event, act, { signal: until });
  let told = 0;

  const write = <K extends keyof PlayerModel & string>(
    name: K,
    value: PlayerModel[K],
  ) => {
    if (model.get(name) === value) return;
    model.set(name, value as never);
    model.save_changes();
  };
  const tell = (now = false) => {
    if (!now && performance.now() - told < TELL_MS) return;
    told = performance.now();
    write("time", Math.round(video.currentTime * 1000) / 1000);
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
        write("playing", false);
        return;
      }
      video.muted = true;
      notice.value = FORBIDDEN;
      await video.play().catch(() => write("playing", false));
    }
  };

  video.loop = loop.value;
  video.playbackRate = rate.value;
  video.muted = muted.value;
  on("play", () => {
    playing.value = true;
    write("playing", true);
  });
  on("pause", () => {
    playing.value = false;
    write("playing", false);
    tell(true);
  });
  on("ended", () => {
    frame.value = clip.frames - 1;
  });
  on("seeked", () => {
    show(video.currentTime);
    tell(true);
  });
  on("volumechange", () => {
    muted.value = video.muted;
    write("muted", video.muted);
  });
  on("loadedmetadata", () => {
    const wanted = model.get("time");
    if (wanted > 0) video.currentTime = wanted;
    if (model.get("playing")) void play();
  });

  let presented = 0;
  const onFrame: VideoFrameRequestCallback = (_, data) => {
    show(data.mediaTime);
    if (!video.paused) tell();
    presented = video.requestVideoFrameCallback(onFrame);
  };
  presented = video.requestVideoFrameCallback(onFrame);
  until.addEventListener("abort", () => {
    video.cancelVideoFrameCallback(presented);
    video.pause();
    video.removeAttribute("src");
    video.load();
  });

  const changed = {
    playing: () => {
      if (model.get("playing") === !video.paused) return;
      if (model.get("playing")) void play();
      else video.pause();
    },
    time: () => {
      const near = video.paused ? 0.5 / clip.fps : 1;
      if (Math.abs(model.get("time") - video.currentTime) > near) {
        video.currentTime = model.get("time");
      }
    },
    rate: () => {
      rate.value = model.get("rate");
      video.playbackRate = rate.value;
    },
    muted: () => {
      video.muted = model.get("muted");
    },
    loop: () => {
      loop.value = model.get("loop");
      video.loop = loop.value;
    },
  };
  for (const [name, handler] of Object.entries(changed)) {
    const event = `change:${name}` as const;
    model.on(event, handler);
    until.addEventListener("abort", () => model.off(event, handler));
  }

  const seekTime = (seconds: number) => {
    video.currentTime = Math.min(Math.max(seconds, 0), clip.duration);
  };
  const seekFrame = (wanted: number) => {
    const number = Math.min(Math.max(wanted, 0), clip.frames - 1);
    frame.value = number;
    video.currentTime = timeOf(number, clip.fps);
  };
  const setRate = (value: number) => {
    rate.value = value;
    video.playbackRate = value;
    write("rate", value);
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
      write("loop", value);
    },
  };
}
