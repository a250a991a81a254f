/** Where a clip's bytes come from: the Jupyter server, or the kernel in chunks. */
import type { AnyModel } from "@anywidget/types";
import type { ClipView, VideoPlayerFromPython } from "../wire.gen";
import { fresh } from "./format";

type Any = AnyModel<Record<string, unknown>>;

export interface Source {
  url: string;
  how: "server" | "kernel";
}

const CHUNK = 4_000_000;
const PATIENCE_MS = 20_000;

/** The Jupyter server's own base URL, or null outside Jupyter. */
export function baseUrl(page: Document = document): string | null {
  const config = page.getElementById("jupyter-config-data");
  if (!config?.textContent) return null;
  try {
    const told = JSON.parse(config.textContent).baseUrl;
    return told ? new URL(told, page.location.href).href : null;
  } catch {
    return null;
  }
}

async function served(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      headers: { range: "bytes=0-0" },
      credentials: "same-origin",
      signal,
    });
    await answer.body?.cancel();
    const kind = answer.headers.get("content-type") ?? "";
    return answer.ok && kind.startsWith("video/");
  } catch {
    return false;
  }
}

/** Ask the kernel for one stretch of bytes; a lost answer ends in an error. */
function read(model: Any, clip: ClipView, start: number, signal: AbortSignal) {
  const id = fresh();
  return new Promise<ArrayBuffer>((resolve, reject) => {
    const done = () => {
      model.off("msg:custom", heard);
      clearTimeout(timer);
    };
    const heard = (message: VideoPlayerFromPython, buffers: DataView[]) => {
      if (message.type === "code" || message.id !== id) return;
      done();
      const part = buffers[0];
      if (message.error || !part) reject(new Error(message.error ?? "empty"));
      else {
        const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
        resolve(bytes.slice().buffer);
      }
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error("the kernel does not answer"));
    }, PATIENCE_MS);
    signal.addEventListener("abort", () => {
      done();
      reject(new DOMException("gone", "AbortError"));
    });
    model.on("msg:custom", heard);
    model.send({ type: "read", id, sha256: clip.sha256, start, length: CHUNK });
  });
}

export async function open(
  model: Any,
  clip: ClipView,
  signal: AbortSignal,
): Promise<Source> {
  const base = baseUrl();
  if (base) {
    const url = new URL(clip.path, base).href;
    if (await served(url, signal)) return { url, how: "server" };
  }
  const parts: ArrayBuffer[] = [];
  for (let start = 0; start < clip.size; start += CHUNK) {
    parts.push(await read(model, clip, start, signal));
  }
  const url = URL.createObjectURL(new Blob(parts, { type: "video/mp4" }));
  signal.addEventListener("abort", () => URL.revokeObjectURL(url));
  return { url, how: "kernel" };
}
