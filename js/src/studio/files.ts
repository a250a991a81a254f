/** Posters and clips of takes: straight from the Jupyter server, else by way of the kernel. */
import { Gate } from "../lib/gate";
import { chunk, fileName, locate, type MediaFile, serverUrl } from "../lib/media";
import { CHUNK_BYTES, type FileKind } from "../wire.gen";
import type { StudioHost } from "./studio-host";

const gate = new Gate(4);

export function fileOf(host: StudioHost, sha256: string, kind: FileKind): MediaFile {
  const name = fileName(sha256, kind);
  return {
    name,
    kind,
    path: `${host.get("media")}/${name}`,
    part: (start, signal) =>
      chunk(signal, (patience) =>
        host.request(
          { type: "read_take", sha256, kind, start, length: CHUNK_BYTES },
          "chunk",
          patience,
        ),
      ),
  };
}

/** Where a poster lies on the server; empty where there is no server. */
export function posterUrl(host: StudioHost, sha256: string): string {
  const base = serverUrl();
  return base ? new URL(fileOf(host, sha256, "poster").path ?? "", base).href : "";
}

/** A URL of a file, good until `life` ends. */
export async function fetched(
  host: StudioHost,
  sha256: string,
  kind: "clip" | "poster",
  life: AbortSignal,
): Promise<string> {
  const place = await gate.pass(() => {
    life.throwIfAborted();
    const want = kind === "clip" ? "stream" : "whole";
    return locate(host.media, fileOf(host, sha256, kind), want, life);
  });
  if (place.held) {
    if (life.aborted) URL.revokeObjectURL(place.url);
    else life.addEventListener("abort", () => URL.revokeObjectURL(place.url));
  }
  return place.url;
}
