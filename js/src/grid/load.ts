/** How many panes may decode at once, from how far they stray: fewer, but in step. */

/** Live decoders at once where nothing strays. */
export const MOST_LIVE = 25;
export const LEAST_LIVE = 2;
/** Measurements that are judged together: two seconds of ticks. */
export const WINDOW = 20;
const STRAYED = 0.15;
const CALM = 0.03;
const FEWER = 0.7;
/** Calm windows before one more is tried. */
const PATIENCE = 5;

export interface Load {
  most: number;
  calm: number;
}

/**
 * The number for the next stretch.
 *
 * @param strayed share of measurements in which a pane was more than a frame off
 * @param live panes that play now
 */
export function next(load: Load, strayed: number, live: number): Load {
  if (strayed > STRAYED && live > LEAST_LIVE) {
    const fewer = Math.floor(Math.min(load.most, live) * FEWER);
    return { most: Math.max(LEAST_LIVE, fewer), calm: 0 };
  }
  if (strayed >= CALM || load.most >= MOST_LIVE) return { ...load, calm: 0 };
  const calm = load.calm + 1;
  return calm < PATIENCE ? { ...load, calm } : { most: load.most + 1, calm: 0 };
}

/** Who keeps a decoder: those a person looks at, then those that had one first. */
export function kept(
  held: readonly number[],
  looked: readonly number[],
  most: number,
): number[] {
  const first = held.filter((index) => looked.includes(index));
  const rest = held.filter((index) => !looked.includes(index));
  return [...first, ...rest].slice(0, most);
}
