/** How loud a clip is played, so that all are as loud as the quietest. */

const DECIBELS = 20;
/** Below this a clip counts as silent, and lowers nobody. */
const QUIETEST_LUFS = -35;

export function volumeOf(loudness: number | null, levels: readonly number[]): number {
  if (loudness === null) return 1;
  const quietest = Math.max(QUIETEST_LUFS, Math.min(0, ...levels));
  return Math.max(0, Math.min(1, 10 ** ((quietest - loudness) / DECIBELS)));
}
