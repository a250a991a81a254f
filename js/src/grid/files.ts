/** A cell's files: from the Jupyter server, else in chunks from the kernel. */
import type { AnyModel } from "@anywidget/types";
import { ask, CHUNK } from "../lib/chunks";
import { baseUrl } from "../lib/source";
import type { CellView, FileKind, GridModel } from "../wire.gen";

type Model = AnyModel<GridModel & Record<string, unknown>>;

const AT_ONCE = 4;
const MISSES = 3;
const KEPT = 48;
const ENDING: Record<FileKind, string> = {
  clip: ".mp4",
  proxy: ".proxy.mp4",
  strip: ".strip.jpg",
  poster: ".jpg",
};

/** Lets so many through at a time, in order. */
export class Gate {
  private waiting: (() => void)[] = [];
  private inside = 0;
  constructor(private readonly most: number) {}
  async pass<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.inside >= this.most) {
      await new Promise<void>((go) => this.waiting.push(go));
    }
    this.inside += 1;
    try {
      return await work();
    } finally {
      this.inside -= 1;
      this.waiting.shift()?.();
    }
  }
}

export class Files {
  private readonly gate = new Gate(AT_ONCE);
  private readonly streams = new Gate(AT_ONCE);
  private readonly held = new Map<string, number>();
  private readonly blobs = new Map<string, Promise<string>>();
  private readonly base = baseUrl();
  private served: boolean | null = null;
  private misses = 0;

  constructor(
    private readonly model: Model,
    private readonly until: AbortSignal,
  ) {
    until.addEventListener("abort", () => {
      for (const url of this.blobs.values()) void url.then(URL.revokeObjectURL, () => {});
      this.blobs.clear();
    });
  }

  /** The URL of a file that the Jupyter server gives, or null. */
  direct(cell: CellView, kind: FileKind): string | null {
    const { clip } = cell;
    if (!this.base || !clip || this.served === false) return null;
    if ((kind === "clip" || kind === "poster") && !clip.stored) return null;
    const path = `${this.model.get("summary").media}/${clip.sha256}${ENDING[kind]}`;
    return new URL(path, this.base).href;
  }

  /** A URL of the whole file in memory, good until `hold` aborts; fetched once. */
  blob(cell: CellView, kind: FileKind, hold: AbortSignal): Promise<string> {
    const key = `${cell.clip?.sha256} ${kind}`;
    this.held.set(key, (this.held.get(key) ?? 0) + 1);
    hold.addEventListener("abort", () => {
      this.held.set(key, (this.held.get(key) ?? 1) - 1);
      this.evict();
    });
    const found = this.blobs.get(key);
    if (found) {
      this.blobs.delete(key);
      this.blobs.set(key, found);
      return found;
    }
    const made = this.gate.pass(() => {
      if (!this.held.get(key)) throw new DOMException("nobody waits", "AbortError");
      return this.load(cell, kind);
    });
    this.blobs.set(key, made);
    made.catch(() => this.blobs.delete(key));
    return made;
  }

  /** Let go of what nobody shows, but for the newest. */
  private evict(): void {
    const idle = [...this.blobs].filter(([key]) => !this.held.get(key));
    for (const [key, url] of idle.slice(0, -KEPT)) {
      this.blobs.delete(key);
      this.held.delete(key);
      void url.then(URL.revokeObjectURL, () => {});
    }
  }

  /** What a large clip is played from: a stream where there is one. */
  async stream(cell: CellView, hold: AbortSignal): Promise<string> {
    const url = this.direct(cell, "clip");
    if (!url || !(await this.answers(url))) return this.blob(cell, "clip", hold);
    return new Promise((resolve) => {
      void this.streams.pass(
        () =>
          new Promise<void>((done) => {
            if (hold.aborted) done();
            hold.addEventListener("abort", () => done());
            resolve(url);
          }),
      );
    });
  }

  private async answers(url: string): Promise<boolean> {
    try {
      const answer = await fetch(url, {
        headers: { range: "bytes=0-0" },
        credentials: "same-origin",
        signal: this.until,
      });
      await answer.body?.cancel();
      const kind = answer.headers.get("content-type") ?? "";
      return answer.ok && /^(video|image)\//.test(kind);
    } catch {
      return false;
    }
  }

  private async load(cell: CellView, kind: FileKind): Promise<string> {
    this.until.throwIfAborted();
    const type = kind === "strip" || kind === "poster" ? "image/jpeg" : "video/mp4";
    const url = this.direct(cell, kind);
    if (url) {
      const answer = await fetch(url, {
        credentials: "same-origin",
        signal: this.until,
      }).catch(() => null);
      const told = answer?.headers.get("content-type") ?? "";
      if (answer?.ok && /^(video|image)\//.test(told)) {
        this.served = true;
        return URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type }));
      }
      this.until.throwIfAborted();
      this.misses += 1;
      if (this.misses >= MISSES) this.served ??= false;
    }
    const parts: ArrayBuffer[] = [];
    for (let start = 0; ; start += CHUNK) {
      const part = await this.read(cell, kind, start);
      this.until.throwIfAborted();
      parts.push(part);
      if (part.byteLength < CHUNK || kind === "poster") break;
    }
    return URL.createObjectURL(new Blob(parts, { type }));
  }

  private read(cell: CellView, kind: FileKind, start: number): Promise<ArrayBuffer> {
    const sha256 = cell.clip?.sha256 ?? "";
    const question = { type: "read_file", index: cell.index, sha256, kind, start };
    return ask(this.model as never, question, this.until);
  }
}
