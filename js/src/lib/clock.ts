/** One clock for all that ticks on a page, told by the kernel's own. */
import { useEffect } from "preact/hooks";
import { signal, useValue } from "./signals";

const seconds = () => Date.now() / 1000;
const still = signal(0);
const beat = signal(0);
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The kernel's time, as far as its messages tell it; the page's until the first one. */
export class KernelClock {
  private skew = 0;
  /** A message came just now, sent at the kernel's `now`. */
  heard(now: number): void {
    this.skew = seconds() - now;
  }
  get now(): number {
    return seconds() - this.skew;
  }
}

/** Seconds since the epoch by the kernel's clock; drawn anew every second while `ticking`. */
export function useNow(clock: KernelClock, ticking: boolean): number {
  useValue(ticking ? beat : still);
  useEffect(() => {
    if (!ticking) return;
    users += 1;
    timer ??= setInterval(() => {
      beat.value += 1;
    }, 1000);
    return () => {
      users -= 1;
      if (users > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, [ticking]);
  return clock.now;
}
