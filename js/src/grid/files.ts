/** The cells' files: fetched once, held while they are shown, few at a time. */
import { Gate } from "../lib/gate";
import { isDeaf } from "../lib/hearing";
import {
  chunk,
  fileName,
  keepsake,
  type Located,
  locate,
  type MediaFile,
} from "../lib/media";
import { until } from "../lib/traits";
import { type CellView, CHUNK_BYTES, type FileKind } from "../wire.gen";
import type { GridHost } from "./cells";

/** As many as a browser opens to one server. */
const AT_ONCE = 6;
const STREAMS = 4;
const KEPT = 48;

export class Files {
  private readonly gate = new Gate(AT_ONCE);
  private readonly streams = new Gate(STREAMS);
  private readonly holders = new Map<string, number>();
  private readonly loaded = new Map<string, Promise<Located>>();

  constructor(private readonly host: GridHost) {
    if (host.live) void isDeaf();
    until(host.signal, () => {
      for (const place of this.loaded.values()) letGo(place);
      this.loaded.clear();
    });
  }

  /** A URL of the whole file, good until `hold` aborts; fetched once, `later` after all others. */
  async whole(
    cell: CellView,
    kind: FileKind,
    hold: AbortSignal,
    later = false,
  ): Promise<string> {
    const key = `${cell.clip?.sha256} ${kind}`;
    this.holders.set(key, (this.holders.get(key) ?? 0) + 1);
    until(hold, () => {
      this.holders.set(key, (this.holders.get(key) ?? 1) - 1);
      this.evict();
    });
    const known = this.loaded.get(key);
    if (known) {
      this.loaded.delete(key);
      this.loaded.set(key, known);
      return (await known).url;
    }
    const { host } = this;
    const place = this.gate.pass(() => {
      if (!this.holders.get(key)) throw new DOMException("nobody waits", "AbortError");
      host.signal.throwIfAborted();
      return locate(host.media, this.file(cell, kind), "whole", host.signal);
    }, later);
    this.loaded.set(key, place);
    place.catch(() => this.loaded.delete(key));
    return (await place).url;
  }

  /** A URL of the clip as it is saved: with how it was made. */
  async saved(cell: CellView): Promise<string> {
    const { signal } = this.host;
    const marks = () => this.file(cell, "marks").part(0, signal);
    return keepsake(await this.whole(cell, "clip", signal), marks, signal);
  }

  /** What a clip is heard from: its proxy, the clip itself, or a copy that this browser hears. */
  sound(cell: CellView, mp3: boolean, hold: AbortSignal): Promise<string> {
    if (mp3) return this.whole(cell, "mp3", hold);
    if (this.host.live && cell.clip?.derived) return this.whole(cell, "proxy", hold);
    return this.stream(cell, hold);
  }

  /** The small copy, or the larger one where there is none. */
  async small(cell: CellView, hold: AbortSignal): Promise<string> {
    return this.whole(cell, "small", hold).catch((error: Error) => {
      if (error.name === "AbortError") throw error;
      return this.whole(cell, "pictures", hold);
    });
  }

  /** Let go of what nobody shows, but for the newest. */
  private evict(): void {
    const idle = [...this.loaded].filter(([key]) => !this.holders.get(key));
    for (const [key, place] of idle.slice(0, -KEPT)) {
      this.loaded.delete(key);
      this.holders.delete(key);
      letGo(place);
    }
  }

  /** What a large clip is played from: a stream where there is one, `inTurn` few at a time. */
  async stream(cell: CellView, hold: AbortSignal, inTurn = false): Promise<string> {
    const { host } = this;
    const file = this.file(cell, "clip");
    for (const way of host.media) {
      const place = await way.stream?.(file, host.signal);
      if (!place) continue;
      if (!inTurn) return place.url;
      return new Promise((resolve) => {
        void this.streams.pass(
          () =>
            new Promise<void>((done) => {
              if (hold.aborted) done();
              until(hold, done);
              resolve(place.url);
            }),
        );
      });
    }
    return this.whole(cell, "clip", hold);
  }

  /** Ask for a clip's proxy; the cell is told when it is there. */
  derive(cell: CellView): void {
    this.host.send({ type: "derive", index: cell.index });
  }

  private file(cell: CellView, kind: FileKind): MediaFile {
    const { host } = this;
    const sha256 = cell.clip?.sha256 ?? "";
    const name = fileName(sha256, kind);
    const { served = false, stored = false, size = 0 } = cell.clip ?? {};
    const there = {
      clip: served,
      poster: stored,
      proxy: true,
      pictures: true,
      small: true,
      strip: true,
      marks: false,
      mp3: false,
    }[kind];
    const question = { type: "read_file", index: cell.index, sha256, kind } as const;
    return {
      name,
      kind,
      path: there ? `${host.get("summary").media}/${name}` : null,
      ...(kind === "clip" && { size }),
      part: (start, signal) =>
        chunk(signal, (patience) =>
          host.request({ ...question, start, length: CHUNK_BYTES }, "chunk", patience),
        ),
    };
  }
}

function letGo(place: Promise<Located>): void {
  place.then(
    ({ url, held }) => held && URL.revokeObjectURL(url),
    () => {},
  );
}
