/** What a player plays from: the clip, or its small copy where the clip cannot be. */
import type { Host } from "../host";
import { megabytes } from "../lib/format";
import {
  chunk,
  fileName,
  keepsake,
  type Located,
  locate,
  type MediaFile,
  TooLarge,
} from "../lib/media";
import { type Signal, signal } from "../lib/signals";
import { until } from "../lib/traits";
import {
  CHUNK_BYTES,
  type ClipView,
  type PlayerModel,
  type VideoPlayerFromPython,
  type VideoPlayerToPython,
} from "../wire.gen";

export type PlayerHost = Host<PlayerModel, VideoPlayerToPython, VideoPlayerFromPython>;

const MAKING_MS = 600_000;
const UNEVEN = "Its frames come unevenly, and browsers skip some of them when they seek.";
const TOLD_FROM = 16_000_000;
const MP3: Located["how"] = "kernel, its sound as MP3";

export class Source {
  /** Where the bytes are from. */
  readonly how = signal("");
  /** Why a small copy plays; empty where the clip itself does. */
  readonly copied = signal("");
  /** What is waited for, or why nothing can be played. */
  readonly note: Signal<string> = signal("");

  private frames: Promise<string> | null = null;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly clip: ClipView,
    private readonly host: PlayerHost,
    private readonly life: AbortSignal,
  ) {
    const hear = (event: string, act: () => void) =>
      video.addEventListener(event, act, { signal: life });
    hear("error", () => {
      if (video.src) this.failed();
    });
    hear("loadedmetadata", () => {
      // A codec that the browser lacks may leave the sound alone.
      if (video.videoWidth === 0) this.failed();
    });
    if (clip.uneven) void this.copy(UNEVEN);
    else void this.play(this.original());
  }

  /** The clip's frames side by side; empty where there are none. Asked for once. */
  strip(): Promise<string> {
    const { clip, host, life } = this;
    const file: MediaFile = {
      name: fileName(clip.sha256, "strip"),
      kind: "strip",
      // The kernel makes it when it is not there, and the server cannot.
      path: null,
      part: (start, signal) => this.part("read_strip", start, signal),
    };
    this.frames ??= locate(host.media, file, "whole", life)
      .then((place) => this.own(place).url)
      .catch(() => {
        this.frames = null;
        return "";
      });
    return this.frames;
  }

  /** Keep the clip under a name, with how it was made; its own also where its small copy plays. */
  async save(name: string): Promise<void> {
    const { copied, host, life, video } = this;
    const link = document.createElement("a");
    const { mp3: _, ...plain } = this.original();
    const url =
      copied.peek() || this.how.peek() === MP3
        ? this.own(await locate(host.media, plain, "whole", life)).url
        : video.currentSrc;
    link.href = await keepsake(url, () => this.part("read_marks", 0, life), life);
    link.download = name;
    link.click();
  }

  openAlone(): void {
    window.open(this.video.currentSrc, "_blank");
  }

  private own(place: Located): Located {
    if (place.held) until(this.life, () => URL.revokeObjectURL(place.url));
    return place;
  }

  private async play(file: MediaFile): Promise<void> {
    try {
      this.put(await locate(this.host.media, file, "stream", this.life));
    } catch (error) {
      if (error instanceof TooLarge && !this.copied.peek()) {
        void this.copy(`${error.message}.`);
      } else this.trouble(error as Error);
    }
  }

  private put(place: Located): void {
    this.how.value = place.how;
    this.note.value = "";
    this.video.src = this.own(place).url;
  }

  private trouble(error: Error): void {
    if (error.name === "AbortError" || this.life.aborted) return;
    const why = this.copied.peek();
    this.note.value = why
      ? `${why} Its small copy cannot be played either: ${error.message}`
      : `Cannot read it: ${error.message}`;
  }

  private failed(): void {
    if (this.copied.peek()) this.trouble(new Error("it cannot be decoded."));
    else void this.copy(`This browser cannot play ${this.clip.codec || "it"}.`);
  }

  /** Play the small copy instead, which the kernel makes if it is not there. */
  private async copy(why: string): Promise<void> {
    const { clip, host, life } = this;
    this.copied.value = why;
    this.note.value = `${why} Its small copy is being made …`;
    this.video.removeAttribute("src");
    try {
      const path = host.live ? await this.made() : null;
      await this.play({
        name: fileName(clip.sha256, "proxy"),
        kind: "proxy",
        path,
        part: (start, signal) => this.part("read_proxy", start, signal),
      });
    } catch (error) {
      if (!life.aborted) this.trouble(error as Error);
    }
  }

  private async made(): Promise<string> {
    const question = { type: "make_proxy", sha256: this.clip.sha256 } as const;
    const patience = { within: MAKING_MS, signal: this.life };
    const [answer] = await this.host.request(question, "proxy_made", patience);
    return answer.path;
  }

  private original(): MediaFile {
    const { has_audio, sha256, path, size } = this.clip;
    return {
      ...(has_audio &&
        this.host.live && {
          mp3: (start, signal) => this.part("read_mp3", start, signal),
        }),
      name: fileName(sha256, "clip"),
      kind: "clip",
      path: path || null,
      size,
      progress: (bytes) => {
        if (size < TOLD_FROM) return;
        this.note.value = `Reading it: ${megabytes(bytes)} of ${megabytes(size)}`;
      },
      part: (start, signal) => this.part("read", start, signal),
    };
  }

  private part(
    type: "read" | "read_mp3" | "read_proxy" | "read_strip" | "read_marks",
    start: number,
    signal: AbortSignal,
  ) {
    const { sha256 } = this.clip;
    return chunk(signal, (patience) =>
      this.host.request({ type, sha256, start, length: CHUNK_BYTES }, "chunk", patience),
    );
  }
}
