/** Send a file to the kernel in parts; its answer carries the name that is returned. */
import { type BeginImage, CHUNK_BYTES, type ImageChunk } from "../wire.gen";
import { messageId } from "./message";

interface Sends {
  send(message: BeginImage | ImageChunk, buffers?: ArrayBuffer[]): void;
}

export function upload(host: Sends, file: File): string {
  const id = messageId();
  host.send({ type: "begin", id, name: file.name, size: file.size });
  void file.arrayBuffer().then((bytes) => {
    for (let start = 0; start < bytes.byteLength; start += CHUNK_BYTES) {
      host.send({ type: "chunk", id, start }, [bytes.slice(start, start + CHUNK_BYTES)]);
    }
  });
  return id;
}
