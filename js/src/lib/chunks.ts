/** Bytes that the kernel sends because no server serves them. */
import type { AnyModel } from "@anywidget/types";
import type { Chunk } from "../wire.gen";
import { fresh } from "./format";

export const CHUNK = 4_000_000;
const PATIENCE_MS = 20_000;

/** Ask the kernel for one stretch of bytes; a lost answer ends in an error. */
export function ask(
  model: AnyModel<Record<string, unknown>>,
  question: Record<string, unknown>,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  const id = fresh();
  return new Promise((resolve, reject) => {
    const done = () => {
      model.off("msg:custom", heard);
      clearTimeout(timer);
    };
    const heard = (message: Chunk, buffers: DataView[]) => {
      if (message.type !== "chunk" || message.id !== id) return;
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
    model.send({ ...question, id, length: CHUNK });
  });
}
