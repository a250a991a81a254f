/** Files as people have them, with the facts that the kernel tells of them. */
import type { ClipFacts, ClipView } from "../src/wire.gen";

const FOLDER = import.meta.url.replace(/[^/]*$/, "kinds/");
const BITS = 12;

export async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(FOLDER + name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

export const FACTS: Record<string, ClipFacts> = JSON.parse(
  new TextDecoder().decode(await bytesOf("facts.json")),
);

export function clipOf(name: string): ClipView {
  const facts = FACTS[name];
  if (!facts) throw new Error(name);
  return {
    ...facts,
    title: name,
    path: "",
    poster: "",
    prompt: "",
    code: "",
    about: "",
    facts: [],
  };
}

/** The number that the frame on the screen says; -1 while there is none. */
export function numberOf(video: HTMLVideoElement): number {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return -1;
  const canvas = new OffscreenCanvas(videoWidth, videoHeight);
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  context.drawImage(video, 0, 0);
  const line = context.getImageData(0, videoHeight >> 1, videoWidth, 1).data;
  const block = Math.floor(videoWidth / BITS);
  let number = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    const light = line[(bit * block + (block >> 1)) * 4 + 1] ?? 0;
    number = number * 2 + (light > 127 ? 1 : 0);
  }
  return number;
}
