/** One video under the hand: state as signals, moves by frame, traits kept in step. */
import type { Name, Traits } from "../host";
import { frameAt, nextRate, presented, tellsFrames, timeOf } from "../lib/frames";
import { signal as makeSignal, type Signal } from "../lib/signals";
import { write as writeTrait } from "../lib/traits";
import type { ClipView, PlayerModel } from "../wire.gen";
import { viewsOf } from "./views";

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
  const frame = makeSignal(frameAt(host.get("time"), clip));
  const rate = makeSignal(host.get("rate"));
  const views = viewsOf(clip);
  let silent = host.get("muted");
  const muted = makeSignal(silent);
  const loop = makeSignal(host.get("loop"));
  const notice = makeSignal("");
  const on = (event: keyof HTMLVideoElementEventMap, act: () => void) =>
    video.addEventListener(event, act, { signal: until });
  const self = {
    voiced: () => {
      muted.value = silent || !views.leads(self);
      video.muted = muted.value;
    },
  };
  views.join(self, until);
  const write = <K extends Name<PlayerModel>>(name: K, value: PlayerModel[K]) =>
    views.write(self, () => writeTrait(host, name, value));
  let reported = 0;

  /** Only what plays turns at its end: a still on the last frame would jump to the first. */
  const turn = () => {
    video.loop = loop.value && !video.paused;
  };
  const report = (now = false) => {
    if (!now && performance.now() - reported < REPORT_MS) return;
    reported = performance.now();
    write("time", Math.round(video.currentTime * 1000) / 1000);
  };
  const show = (seconds: number) => {
    frame.value = frameAt(seconds, clip);
  };

  const play = async () => {
    notice.value = "";
    const end = Math.min(clip.length, video.duration || clip.length);
    if (video.ended || video.currentTime > end - 0.6 / clip.fps) video.currentTime = 0;
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

  video.playbackRate = rate.value;
  self.voiced();
  on("play", () => {
    turn();
    playing.value = true;
    write("playing", true);
  });
  on("pause", () => {
    turn();
    playing.value = false;
    write("playing", false);
    report(true);
  });
  on("ended", () => {
    frame.value = clip.frames - 1;
  });
  on("seeked", () => {
    if (!tellsFrames()) show(video.currentTime);
    report(true);
  });
  on("volumechange", () => {
    if (video.muted === muted.value) return;
    silent = video.muted;
    muted.value = silent;
    write("muted", silent);
  });
  on("loadedmetadata", () => {
    const start = host.get("time");
    if (start > 0) video.currentTime = start;
    if (host.get("playing") && views.size === 1) void play();
  });

  presented(video, until, (seconds) => {
    show(seconds);
    if (!video.paused) report();
  });
  until.addEventListener("abort", () => {
    video.pause();
    video.removeAttribute("src");
    video.load();
  });

  const follow = (name: Name<PlayerModel>, act: () => void) =>
    host.on(name, () => views.concerns(self) && act(), until);
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
    silent = host.get("muted");
    self.voiced();
  });
  follow("loop", () => {
    loop.value = host.get("loop");
    turn();
  });

  const seekTime = (seconds: number) => {
    video.currentTime = Math.min(Math.max(seconds, 0), clip.length);
  };
  const seekFrame = (target: number) => {
    const number = Math.min(Math.max(target, 0), clip.frames - 1);
    frame.value = number;
    turn();
    video.currentTime = timeOf(number, clip);
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
    toggle: () => {
      if (!video.paused) return video.pause();
      views.lead(self);
      void play();
    },
    step: (frames) => {
      video.pause();
      seekFrame(frame.value + frames);
    },
    faster: (step) => setRate(nextRate(rate.value, step)),
    setMuted: (value) => {
      notice.value = "";
      silent = value;
      if (value) self.voiced();
      else views.lead(self);
      write("muted", value);
    },
    setLoop: (value) => {
      loop.value = value;
      turn();
      write("loop", value);
    },
  };
}
