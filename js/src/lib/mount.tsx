/** Draw a component into a view, and take it down with the view's signal. */
import { type ComponentType, render } from "preact";
import { type Host, kernelHost, type Message, type Port, type Widgets } from "../host";
import base from "../styles/base.css";
import parts from "../styles/parts.css";
import states from "../styles/states.css";

export interface Component<
  State extends object,
  Out extends Message,
  In extends Message,
> {
  css: string;
  View: ComponentType<{ host: Host<State, Out, In> }>;
  /** What goes on from the model's beginning, with a view or without. */
  begin?: (host: Host<State, Out, In>) => void;
}

interface Begin {
  model: Port;
  host?: Widgets;
  signal: AbortSignal;
}

export interface Widget {
  initialize(context: Begin): void;
  render(context: Begin & { el: HTMLElement }): void;
}

export function mount<State extends object, Out extends Message, In extends Message>(
  { css, View }: Component<State, Out, In>,
  host: Host<State, Out, In>,
  el: HTMLElement,
): void {
  if (host.signal.aborted) return;
  const root = document.createElement("div");
  root.className = "vw";
  render(
    <>
      <style>{base + states + parts + css}</style>
      <View host={host} />
    </>,
    root,
  );
  el.append(root);
  host.signal.addEventListener("abort", () => {
    render(null, root);
    root.remove();
  });
}

/** A component as anywidget takes it. */
export function widget<State extends object, Out extends Message, In extends Message>(
  component: Component<State, Out, In>,
): Widget {
  const host = ({ model, signal, host }: Begin) =>
    kernelHost<State, Out, In>(model, signal, host);
  return {
    initialize: (context) => component.begin?.(host(context)),
    render: (context) => mount(component, host(context), context.el),
  };
}
