/** Signals in components: the core library and the two hooks that join it to Preact. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { useLayoutEffect, useState } from "preact/hooks";

export { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";

/** Read a signal and draw again when it changes, also before the first paint. */
export function useValue<T>(source: ReadonlySignal<T>): T {
  const [value, set] = useState(source.peek());
  useLayoutEffect(() => source.subscribe((now) => set(() => now)), [source]);
  return value;
}

/** A signal that lives as long as the component. */
export function useSignal<T>(start: T): Signal<T> {
  const [made] = useState(() => signal(start));
  useValue(made);
  return made;
}
