/** Send a file to the kernel in parts; its answer carries the name that is returned. */
import {
  type BeginImage,
  type BeginInput,
  CHUNK_BYTES,
  type ImageChunk,
} from "../wire.gen";
import { messageId } from "./message";

interface Sends<Message> {
  send(message: Message, buffers?: ArrayBuffer[]): void;
}

export function upload(host: Sends<BeginImage | ImageChunk>, file: File): string {
  const id = messageId();
  host.send({ type: "begin", id, name: file.name, size: file.size });
  follow(host, file, id);
  return id;
}

/** A file for a place of a form, whose limits and medium the kernel knows. */
export function uploadTo(
  host: Sends<BeginInput | ImageChunk>,
  file: File,
  place: string,
): string {
  const id = messageId();
  host.send({ type: "begin_input", id, name: file.name, size: file.size, place });
  follow(host, file, id);
  return id;
}

function follow(host: Sends<ImageChunk>, file: File, id: string): void {
  void file.arrayBuffer().then((bytes) => {
    for (let start = 0; start < bytes.byteLength; start += CHUNK_BYTES) {
      host.send({ type: "chunk", id, start }, [bytes.slice(start, start + CHUNK_BYTES)]);
    }
  });
}
