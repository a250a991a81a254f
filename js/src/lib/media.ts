/** The ways by which a file reaches the page: each takes what it can, the next the rest. */

import { CHUNK_BYTES, FILE_ENDINGS, type FileKind, SENT_MOST_BYTES } from "../wire.gen";
import { megabytes } from "./format";
import { isDeaf } from "./hearing";
import type { Patience } from "./message";
import { until } from "./traits";

const PATIENCE_MS = 20_000;
const MISSES = 3;

export interface MediaFile {
  name: string;
  kind: FileKind;
  /** Its path below the Jupyter server's base URL, if it is there. */
  path: string | null;
  /** Bytes, where they are known. */
  size?: number;
  /** Hear how many bytes have come by a way that takes long. */
  progress?: (bytes: number) => void;
  /** A stretch of at most `CHUNK_BYTES` bytes, from the kernel. */
  part(start: number, signal: AbortSignal): Promise<ArrayBuffer>;
  /** The same of the copy whose sound is MP3, where a kernel can make one. */
  mp3?: MediaFile["part"];
}

export interface Located {
  url: string;
  how: "server" | "page" | "kernel" | "kernel, its sound as MP3";
  /** Whether the URL holds memory until it is revoked. */
  held: boolean;
}

export interface Resolver {
  /** An address to play from while it loads; undefined where there is none ever. */
  stream?(file: MediaFile, signal: AbortSignal): Promise<Located | null>;
  /** The whole file. */
  whole(file: MediaFile, signal: AbortSignal): Promise<Located | null>;
}

export function fileName(sha256: string, kind: FileKind): string {
  return `${sha256}${FILE_ENDINGS[kind]}`;
}

/** What every way of asking the kernel for bytes has in common. */
export async function chunk(
  signal: AbortSignal,
  ask: (patience: Patience) => Promise<[unknown, readonly DataView[]]>,
): Promise<ArrayBuffer> {
  const [, buffers] = await ask({ within: PATIENCE_MS, signal });
  const part = buffers[0];
  if (!part) throw new Error("empty");
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice().buffer;
}

/** Where a file is from, by the first way that has it. */
export async function locate(
  ways: readonly Resolver[],
  file: MediaFile,
  want: "stream" | "whole",
  signal: AbortSignal,
): Promise<Located> {
  if (file.mp3 && (await isDeaf())) {
    const copy = { ...file, part: file.mp3 };
    const place = await fromKernel.whole(copy, signal).catch(() => null);
    signal.throwIfAborted();
    if (place) return { ...place, how: "kernel, its sound as MP3" };
  }
  for (const way of ways) {
    const place = want === "stream" ? (way.stream ?? way.whole) : way.whole;
    const located = await place(file, signal);
    if (signal.aborted && located?.held) URL.revokeObjectURL(located.url);
    signal.throwIfAborted();
    if (located) return located;
  }
  throw new Error("it is not here");
}

/**
 * A clip as it is saved: with what it carries of its making behind it, and as it is where
 * nobody can say that.
 */
export async function keepsake(
  url: string,
  marks: () => Promise<ArrayBuffer>,
  life: AbortSignal,
): Promise<string> {
  try {
    const tail = await marks();
    if (!tail.byteLength) return url;
    const answer = await fetch(url, { credentials: "same-origin", signal: life });
    if (!answer.ok) return url;
    const whole = new Blob([await answer.blob(), tail], { type: "video/mp4" });
    const copy = URL.createObjectURL(whole);
    until(life, () => URL.revokeObjectURL(copy));
    return copy;
  } catch {
    return url;
  }
}

function held(parts: BlobPart[], kind: FileKind, how: Located["how"]): Located {
  const type = kind === "strip" || kind === "poster" ? "image/jpeg" : "video/mp4";
  return { url: URL.createObjectURL(new Blob(parts, { type })), how, held: true };
}

let known: string | null | undefined;

/** The Jupyter server's own base URL, or null outside Jupyter. */
export function serverUrl(page?: Document): string | null {
  if (page) return serverOf(page);
  known ??= serverOf(document);
  return known;
}

let serves = true;

/** What the server said when it was asked for the kit, as an HTTP status. */
export function serverAnswered(status: number): void {
  serves = status === 200;
}

/** Whether a Jupyter server hands out the home's files, for all that is known. */
export function isServed(): boolean {
  return serves && serverUrl() !== null;
}

function serverOf(page: Document): string | null {
  const config = page.getElementById("jupyter-config-data")?.textContent;
  try {
    // nbclassic has no such element.
    const { baseUrl } = config ? JSON.parse(config) : page.body.dataset;
    return baseUrl ? new URL(baseUrl, page.location.href).href : null;
  } catch {
    return null;
  }
}

/** What JupyterHub wants of a script beside its cookie: the same again as a header. */
export function tokenOf(cookies: string): HeadersInit {
  const token = /(?:^|;\s*)_xsrf=([^;]*)/.exec(cookies)?.[1];
  return token ? { "X-XSRFToken": token } : {};
}

/** The Jupyter server's route; after a few misses in a row it is not tried again. */
export function fromServer(base: string): Resolver {
  let served: boolean | null = null;
  let misses = 0;
  const get = async (file: MediaFile, signal: AbortSignal, headers: HeadersInit) => {
    if (!file.path || served === false) return null;
    const url = new URL(file.path, base).href;
    const answer = await fetch(url, {
      headers: { ...tokenOf(document.cookie), ...headers },
      credentials: "same-origin",
      signal,
    }).catch(() => null);
    const kind = answer?.headers.get("content-type") ?? "";
    return answer?.ok && /^(video|image)\//.test(kind) ? { url, answer } : null;
  };
  return {
    stream: async (file, signal) => {
      const got = await get(file, signal, { range: "bytes=0-0" });
      await got?.answer.body?.cancel();
      return got && { url: got.url, how: "server", held: false };
    },
    whole: async (file, signal) => {
      if (!file.path || served === false) return null;
      const got = await get(file, signal, {});
      signal.throwIfAborted();
      if (got) {
        served = true;
        // As a blob it is never copied into the page's own memory.
        const url = URL.createObjectURL(await got.answer.blob());
        return { url, how: "server", held: true };
      }
      misses += 1;
      if (misses >= MISSES) served ??= false;
      return null;
    },
  };
}

/** Files beside the page, or held in it by an element (`#name`): a picture, or base64. */
export function besidePage(files: Readonly<Record<string, string>>): Resolver {
  const inPage = async (id: string, kind: FileKind): Promise<Located | null> => {
    const element = await elementOf(id);
    if (element instanceof HTMLImageElement) {
      return { url: element.src, how: "page", held: false };
    }
    const text = element?.textContent;
    return text ? held([bytesOf(text)], kind, "page") : null;
  };
  const stream = async ({ name }: MediaFile): Promise<Located | null> => {
    const place = files[name];
    if (!place || place.startsWith("#")) return null;
    return { url: new URL(place, document.baseURI).href, how: "page", held: false };
  };
  return {
    stream,
    whole: (file) => {
      const place = files[file.name] ?? "";
      return place.startsWith("#") ? inPage(place.slice(1), file.kind) : stream(file);
    },
  };
}

/** An element of the page, as soon as all of it was read: then another one follows. */
async function elementOf(id: string): Promise<HTMLElement | null> {
  for (;;) {
    const element = document.getElementById(id);
    if (element?.nextElementSibling || document.readyState !== "loading") return element;
    await new Promise<void>((read) => {
      const done = () => {
        seen.disconnect();
        read();
      };
      const seen = new MutationObserver(done);
      seen.observe(document.body, { childList: true });
      document.addEventListener("DOMContentLoaded", done, { once: true });
    });
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** What no server streams and is too much to send and to hold. */
export class TooLarge extends Error {
  constructor(size: number) {
    super(
      `${megabytes(size)} are more than the ${megabytes(SENT_MOST_BYTES)} that are sent to a page`,
    );
  }
}

/** The kernel's chunks, put together in memory, up to `SENT_MOST_BYTES`. */
export const fromKernel: Resolver = {
  whole: async (file, signal) => {
    if ((file.size ?? 0) > SENT_MOST_BYTES) throw new TooLarge(file.size ?? 0);
    const parts: ArrayBuffer[] = [];
    for (let start = 0; ; start += CHUNK_BYTES) {
      const part = await file.part(start, signal);
      signal.throwIfAborted();
      parts.push(part);
      file.progress?.(start + part.byteLength);
      if (part.byteLength < CHUNK_BYTES) return held(parts, file.kind, "kernel");
    }
  },
};
