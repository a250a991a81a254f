/** Where a clip's bytes come from: the Jupyter server, or the kernel in chunks. */
import type { AnyModel } from "@anywidget/types";
import type { ClipView } from "../wire.gen";
import { ask, CHUNK } from "./chunks";

type Any = AnyModel<Record<string, unknown>>;

export interface Source {
  url: string;
  how: "server" | "kernel";
}

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
    parts.push(await ask(model, { type: "read", sha256: clip.sha256, start }, signal));
  }
  const url = URL.createObjectURL(new Blob(parts, { type: "video/mp4" }));
  signal.addEventListener("abort", () => URL.revokeObjectURL(url));
  return { url, how: "kernel" };
}
