/**
 * A view that hears nothing for a while asks: some hosts drop what threads of the kernel
 * say, and the answer to a question comes from the kernel's own thread.
 */
import { effect } from "./signals";
import { until } from "./traits";

/** How soon a silent view asks, and how seldom in the end. */
const LOSING_MS = [5_000, 40_000] as const;
const KEEPING_MS = [40_000, 320_000] as const;

let pauses: readonly [number, number] = LOSING_MS;

/** This page heard what a thread of the kernel said: such words are not lost here. */
export function threadsHeard(): void {
  pauses = KEEPING_MS;
}

interface Asked {
  readonly live: boolean;
  readonly signal: AbortSignal;
}

interface Silence {
  /** Whether something goes on by itself, so that word of it is due. */
  waits(): boolean;
  /** What tells that something has moved; each of its changes ends the silence. */
  moved(): unknown;
  ask(): void;
}

/** Ask while nothing moves, less and less often. Both tests are read as signals are. */
export function whileSilent(host: Asked, { waits, moved, ask }: Silence): void {
  if (!host.live) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = "";
  let pause: number = pauses[0];
  const wait = () => {
    timer = setTimeout(() => {
      pause = Math.min(2 * pause, pauses[1]);
      // First: the answer may end the silence at once.
      wait();
      ask();
    }, pause);
  };
  const stop = effect(() => {
    const now = waits() ? JSON.stringify([moved()]) : "";
    if (now === last) return;
    last = now;
    pause = pauses[0];
    clearTimeout(timer);
    if (now) wait();
  });
  until(host.signal, () => {
    stop();
    clearTimeout(timer);
  });
}
