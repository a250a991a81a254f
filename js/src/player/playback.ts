/** One video under the hand: state as signals, moves by frame, traits kept in step. */
import type { Name, Traits } from "../host";
import { calm } from "../lib/calm";
import { frameAt, nextRate, presented, startOf, timeOf } from "../lib/frames";
import { signal as makeSignal, type Signal } from "../lib/signals";
import { write as writeTrait } from "../lib/traits";
import { dropVoice, takeVoice } from "../lib/voice";
import type { ClipView, PlayerModel } from "../wire.gen";
import { viewsOf } from "./views";

const REPORT_MS = 250;

export interface Playback {
  playing: Signal<boolean>;
  frame: Signal<number>;
  rate: Signal<number>;
  muted: Signal<boolean>;
  loop: Signal<boolean>;
  /** From and to in seconds; one alone while the other end is not set. */
  ends: Signal<Ends>;
  notice: Signal<string>;
  toggle(): void;
  seekFrame(frame: number): void;
  seekTime(seconds: number): void;
  step(frames: number): void;
  faster(step: 1 | -1): void;
  setRate(rate: number): void;
  setMuted(muted: boolean): void;
  setLoop(loop: boolean): void;
  /** Put an end of the stretch where the clip stands; null takes both away. */
  mark(end: keyof Ends | null): void;
}

export interface Ends {
  from: number | null;
  to: number | null;
}

const FORBIDDEN = "Muted: the browser wants a click.";

export function control(
  video: HTMLVideoElement,
  clip: ClipView,
  host: Traits<PlayerModel>,
  until: AbortSignal,
  arrived = false,
): Playback {
  const playing = makeSignal(false);
  const frame = makeSignal(frameAt(host.get("time"), clip));
  const rate = makeSignal(host.get("rate"));
  const views = viewsOf(clip);
  let silent = arrived || host.get("muted");
  let hushed = false;
  const muted = makeSignal(silent);
  const loop = makeSignal(host.get("loop"));
  const ends = makeSignal(endsOf(host.get("stretch")));
  const notice = makeSignal("");
  const on = (event: keyof HTMLVideoElementEventMap, act: () => void) =>
    video.addEventListener(event, act, { signal: until });
  const self = {
    voiced: () => {
      muted.value = silent || hushed || !views.leads(self);
      video.muted = muted.value;
      if (!muted.value) notice.value = "";
    },
    hush: () => {
      hushed = true;
      self.voiced();
    },
  };
  const speak = () => {
    hushed = false;
    self.voiced();
    if (!muted.value && !video.paused) takeVoice(self);
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
    const end = Math.min(clip.length, video.duration || clip.length);
    const { from, to } = ends.peek();
    const outside = video.currentTime < (from ?? 0) || video.currentTime > (to ?? end);
    const over = video.ended || video.currentTime > end - 0.6 / clip.fps;
    if (over || outside) video.currentTime = from ?? 0;
    try {
      await video.play();
    } catch (error) {
      if ((error as DOMException).name !== "NotAllowedError") {
        write("playing", false);
        return;
      }
      silent = true;
      self.voiced();
      notice.value = FORBIDDEN;
      write("muted", true);
      await video.play().catch(() => write("playing", false));
    }
  };

  video.playbackRate = rate.value;
  self.voiced();
  // Both are told late: by then it may be the other way round again.
  on("play", () => {
    if (video.paused) return;
    turn();
    playing.value = true;
    speak();
    write("playing", true);
  });
  on("pause", () => {
    if (!video.paused) return;
    turn();
    playing.value = false;
    write("playing", false);
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
    if (video.muted === muted.value) return;
    silent = video.muted;
    muted.value = silent;
    if (!silent) speak();
    write("muted", silent);
  });
  on("loadedmetadata", () => {
    const start = host.get("time");
    if (start > 0) video.currentTime = start;
    if (arrived || (host.get("playing") && views.size === 1 && !calm())) void play();
  });

  presented(video, until, (seconds) => {
    // a frame that was sought before the last one is no place to step on from
    if (!video.seeking) show(seconds);
    const { from, to } = ends.peek();
    if (to !== null && seconds > to - 0.5 / clip.fps && !video.paused) {
      if (loop.value) video.currentTime = from ?? 0;
      else video.pause();
    }
    if (!video.paused) report();
  });
  until.addEventListener("abort", () => {
    dropVoice(self);
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
    speak();
  });
  follow("stretch", () => {
    ends.value = endsOf(host.get("stretch"));
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
    ends,
    notice,
    seekTime,
    seekFrame,
    setRate,
    toggle: () => {
      if (!video.paused) return video.pause();
      views.lead(self);
      hushed = false;
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
      if (!value) views.lead(self);
      speak();
      write("muted", value);
    },
    setLoop: (value) => {
      loop.value = value;
      turn();
      write("loop", value);
    },
    mark: (end) => {
      const at = startOf(frame.value, clip);
      ends.value = end === null ? NO_ENDS : ordered({ ...ends.value, [end]: at });
      const { from, to } = ends.value;
      write("stretch", from === null || to === null ? [] : [from, to]);
    },
  };
}

const NO_ENDS: Ends = { from: null, to: null };

function endsOf([from, to]: readonly number[]): Ends {
  return from === undefined || to === undefined || to <= from ? NO_ENDS : { from, to };
}

/** An end that would lie on the wrong side of the other takes its place. */
function ordered({ from, to }: Ends): Ends {
  return from !== null && to !== null && to <= from ? { from, to: null } : { from, to };
}
