/** Signals in components: the core library and the two hooks that join it to Preact. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { useEffect, useRef, useState } from "preact/hooks";

export { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";

/** Read a signal and draw again when it changes. */
export function useValue<T>(source: ReadonlySignal<T>): T {
  const [, draw] = useState<object>();
  useEffect(() => {
    let first = true;
    return source.subscribe(() => {
      if (!first) draw({});
      first = false;
    });
  }, [source]);
  return source.peek();
}

/** A signal that lives as long as the component. */
export function useSignal<T>(start: T): Signal<T> {
  const made = useRef<Signal<T>>(undefined);
  made.current ??= signal(start);
  useValue(made.current);
  return made.current;
}
