/** Signals in components: the core library and the hooks that join it to Preact. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { useLayoutEffect, useMemo, useState } from "preact/hooks";

export {
  batch,
  computed,
  effect,
  type ReadonlySignal,
  type Signal,
  signal,
  untracked,
} from "@preact/signals-core";

/** Read a signal and draw again when it changes, also before the first paint. */
export function useValue<T>(source: ReadonlySignal<T>): T {
  const [value, set] = useState(source.peek());
  useLayoutEffect(() => source.subscribe((now) => set(() => now)), [source]);
  return value;
}

/** A signal that lives as long as the component. */
export function useSignal<T>(start: T): Signal<T> {
  const [own] = useState(() => signal(start));
  useValue(own);
  return own;
}

/** What follows from signals; the component draws again only when that changes. */
export function useComputed<T>(rule: () => T, inputs: readonly unknown[]): T {
  return useValue(useMemo(() => computed(rule), inputs));
}

/** A computed signal that keeps its value while the next one is the same. */
export function steady<T>(
  rule: () => T,
  same: (one: T, other: T) => boolean,
): ReadonlySignal<T> {
  let last: { value: T } | null = null;
  return computed(() => {
    const value = rule();
    if (!last || !same(last.value, value)) last = { value };
    return last.value;
  });
}
