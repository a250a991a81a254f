/** What a clip of another shape cuts off an image: dimmed on the picture, and in words. */
import type { ComponentChildren } from "preact";

const ALIKE = 0.03;

export interface Cut {
  sides: "left and right" | "top and bottom";
  /** How much of the image is cut off, from 0 to 1. */
  share: number;
  words: string;
}

export function cutOf(
  [width, height]: readonly [number, number],
  ratio: string,
): Cut | null {
  const [across = 0, down = 0] = ratio.split(":").map(Number);
  if (!across || !down || !width || !height) return null;
  const wider = width / height / (across / down);
  const share = 1 - (wider > 1 ? 1 / wider : wider);
  if (share < ALIKE) return null;
  const sides = wider > 1 ? "left and right" : "top and bottom";
  const percent = Math.round(100 * share);
  const words = `${width}×${height} in a ${ratio} clip: ${sides} are cut, ${percent} %.`;
  return { sides, share, words };
}

export function Cropped({ cut, children }: { cut: Cut; children: ComponentChildren }) {
  const size = `${50 * cut.share}%`;
  const style = cut.sides === "left and right" ? { width: size } : { height: size };
  return (
    <span class="vc-crop" data-sides={cut.sides}>
      {children}
      <i aria-hidden="true" style={style} />
      <i aria-hidden="true" style={style} />
    </span>
  );
}
