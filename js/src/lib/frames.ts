/** Frame numbers and the times that show them. */

/** Seeking to the middle of a frame always shows that frame; its start may not. */
export function timeOf(frame: number, fps: number): number {
  return (frame + 0.5) / fps;
}

export function frameAt(seconds: number, fps: number, count: number): number {
  const frame = Math.floor(seconds * fps + 1e-3);
  return Math.min(Math.max(frame, 0), Math.max(0, count - 1));
}

export const RATES = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2] as const;

export function nextRate(rate: number, step: 1 | -1): number {
  const faster = RATES.filter((one) =>
    step > 0 ? one > rate + 1e-6 : one < rate - 1e-6,
  );
  return (step > 0 ? faster[0] : faster.at(-1)) ?? rate;
}
