/** One clock for all that ticks on a page. */
import { useEffect } from "preact/hooks";
import { signal, useValue } from "../lib/signals";

const now = signal(Date.now() / 1000);
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Seconds since the epoch, every second while `ticking`. */
export function useClock(ticking: boolean): number {
  const value = useValue(now);
  useEffect(() => {
    if (!ticking) return;
    users += 1;
    timer ??= setInterval(() => {
      now.value = Date.now() / 1000;
    }, 1000);
    return () => {
      users -= 1;
      if (users > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, [ticking]);
  return value;
}
