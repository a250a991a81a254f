/**
 * What a machine can keep in step, from how it did: first small copies instead of the
 * proxies, then fewer that decode and stills for the rest; and back, a step at a time.
 */

/** Live decoders at once where nothing strays. */
export const MOST_LIVE = 25;
export const LEAST_LIVE = 2;
/** Measurements that are judged together: two seconds of ticks. */
export const WINDOW = 20;
/** A group's seek that takes longer, in milliseconds, is late. */
export const SLOW_SEEK_MS = 250;
/** The share of measurements from which on less is played. */
export const LATE = 0.15;
const CALM = 0.06;
const FEWER = 0.7;
/** Calm windows before one more is tried. */
const PATIENCE = 3;
/** Before the proxies are tried again; twice as many after each time in vain. */
export const FULL_PATIENCE = 8;
const LONGEST_PATIENCE = 64;

export interface Load {
  /** Whether small copies play. */
  small: boolean;
  most: number;
  /** How many there were when all came back for a pause; what is late leads there at once. */
  before: number;
  /** Calm windows so far. */
  calm: number;
  /** Calm windows that lead back to the proxies. */
  patience: number;
}

export const AT_EASE: Load = {
  small: false,
  most: MOST_LIVE,
  before: MOST_LIVE,
  calm: 0,
  patience: FULL_PATIENCE,
};

/**
 * What to play in the next stretch.
 *
 * @param late share of measurements in which the panes were more than a frame apart
 * @param live panes that play now
 * @param wanted panes that would
 * @param group panes that are to play: those selected, where some are
 */
export function next(
  load: Load,
  late: number,
  live: number,
  wanted = live,
  group = live,
): Load {
  if (late > LATE) {
    if (!load.small) return small(load);
    // Two alone are not what is too much: panes that stand beside them keep theirs.
    if (group <= LEAST_LIVE) return { ...load, calm: 0 };
    const fewer = Math.floor(Math.min(load.most, live) * FEWER);
    const most = Math.min(load.most, load.before, Math.max(LEAST_LIVE, fewer));
    return { ...load, calm: 0, most, before: MOST_LIVE };
  }
  if (late > CALM) return { ...load, calm: 0 };
  const calm = load.calm + 1;
  if (load.most < MOST_LIVE && calm >= PATIENCE) {
    const most = load.most + 1;
    return { ...load, calm: 0, most: most >= wanted ? MOST_LIVE : most };
  }
  const before = calm >= PATIENCE ? MOST_LIVE : load.before;
  if (calm < load.patience) return { ...load, calm, before };
  // It was calm for long: the proxies again, and the next time as patient as at first.
  const patience = load.small ? load.patience : FULL_PATIENCE;
  return { ...load, small: false, before, calm: 0, patience };
}

/** While panes stand, all may show a frame of their own: that decodes nothing. */
export function rested(load: Load): Load {
  if (load.most >= MOST_LIVE) return load;
  return { ...load, most: MOST_LIVE, before: load.most, calm: 0 };
}

/** Small copies from now on; back to the proxies later than the last time. */
export function small(load: Load): Load {
  if (load.small) return load;
  const patience = Math.min(LONGEST_PATIENCE, 2 * load.patience);
  return { ...load, small: true, calm: 0, patience };
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
