/** Draw a Preact component into a view and take it down with the view's signal. */
import type { AnyModel } from "@anywidget/types";
import { type ComponentChild, render } from "preact";
import { signal as makeSignal, type Signal } from "./signals";

export function mount(
  el: HTMLElement,
  css: string,
  signal: AbortSignal,
  child: ComponentChild,
): void {
  const root = document.createElement("div");
  root.className = "vw";
  render(
    <>
      <style>{css}</style>
      {child}
    </>,
    root,
  );
  el.append(root);
  signal.addEventListener("abort", () => {
    render(null, root);
    root.remove();
  });
}

/** A trait as a signal; it stops following when `until` aborts. */
export function follow<T, K extends keyof T & string>(
  model: AnyModel<T & Record<string, unknown>>,
  name: K,
  until: AbortSignal,
): Signal<T[K]> {
  const state = makeSignal(model.get(name) as T[K]);
  const update = () => {
    state.value = model.get(name) as T[K];
  };
  model.on(`change:${name}`, update);
  until.addEventListener("abort", () => model.off(`change:${name}`, update));
  return state;
}
