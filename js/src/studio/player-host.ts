/** The stage's player sees a host of its own: its state is the browser's, its files the studio's. */
import { type Host, staticHost, typed } from "../host";
import { calm } from "../lib/calm";
import { effect } from "../lib/signals";
import type {
  ClipView,
  PlayerModel,
  VideoPlayerFromPython,
  VideoPlayerToPython,
} from "../wire.gen";
import { fileOf, posterUrl } from "./files";
import type { StudioStore } from "./store";

export type PlayerHost = Host<PlayerModel, VideoPlayerToPython, VideoPlayerFromPython>;

export function playerHost(
  studio: StudioStore,
  clip: ClipView,
  arrived: boolean,
  signal: AbortSignal,
): PlayerHost {
  const { host } = studio;
  const plays = arrived && !calm();
  const state: PlayerModel = {
    clip: { ...clip, poster: clip.poster || posterUrl(host, clip.sha256) },
    shape: [clip.width, clip.height],
    placeholder: "",
    playing: plays,
    time: 0,
    rate: 1,
    muted: plays || studio.muted.peek(),
    loop: studio.loop.peek(),
    stretch: [],
    titled: false,
    starred: null,
  };
  const own = staticHost<PlayerModel, VideoPlayerToPython, VideoPlayerFromPython>(
    { state, files: {} },
    signal,
  );
  const stop = effect(() => {
    if (own.get("loop") !== studio.loop.value) own.set("loop", studio.loop.value);
  });
  signal.addEventListener("abort", stop);
  own.on("loop", () => {
    studio.loop.value = own.get("loop");
  });
  own.on("muted", () => {
    studio.muted.value = own.get("muted");
  });
  const file = fileOf(host, clip.sha256, "clip");
  return {
    ...own,
    live: host.live,
    offline: host.offline,
    media: host.media,
    request: async (question, _, patience) => {
      if (question.type === "make_proxy") throw new Error("The original is shown here.");
      const { start, length } = question;
      const kinds = {
        read_mp3: "mp3",
        read_strip: "strip",
        read_marks: "marks",
      } as const;
      const kind = kinds[question.type as keyof typeof kinds] ?? file.kind;
      const asked = { ...question, type: "read_take", kind } as const;
      return typed(await host.request({ ...asked, start, length }, "chunk", patience));
    },
  };
}
