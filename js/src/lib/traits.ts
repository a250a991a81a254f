/** Traits as signals. */
import { effect } from "@preact/signals-core";
import type { Name, Traits } from "../host";
import { type ReadonlySignal, type Signal, signal } from "./signals";

/** A trait that Python alone sets. */
export function follow<State, K extends Name<State>>(
  host: Traits<State>,
  name: K,
): ReadonlySignal<State[K]> {
  const own = signal(host.get(name));
  host.on(name, () => {
    own.value = host.get(name);
  });
  return own;
}

/** A trait and a signal that follow each other. */
export function share<State, K extends Name<State>>(
  host: Traits<State>,
  name: K,
): Signal<State[K]> {
  const own = signal(host.get(name));
  host.on(name, () => {
    if (!same(host.get(name), own.peek())) own.value = host.get(name);
  });
  until(
    host.signal,
    effect(() => write(host, name, own.value)),
  );
  return own;
}

/** Set a trait, if that changes anything. */
export function write<State, K extends Name<State>>(
  host: Traits<State>,
  name: K,
  value: State[K],
): void {
  if (!same(host.get(name), value)) host.set(name, value);
}

/** Undo something at the end of a life. */
export function until(signal: AbortSignal, undo: () => void): void {
  signal.addEventListener("abort", undo, { once: true });
}

/** Whether two values say the same. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
