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
  model: Port & { widget_manager?: Manager };
  host?: Widgets;
  signal: AbortSignal;
}

/** What of the page's manager of widgets is asked. */
interface Manager {
  get_model(id: string): Promise<{ comm?: unknown; comm_live?: boolean }>;
}

export interface Widget {
  initialize(context: Begin): void;
  render(context: Begin & { el: HTMLElement }): Promise<void> | void;
}

/** Whether the page was made of a saved notebook: no model of it has a line to a kernel. */
async function isSaved(own: Begin["model"]): Promise<boolean> {
  const carrier = String(own.get("_carrier") ?? "").replace("IPY_MODEL_", "");
  try {
    const model = await own.widget_manager?.get_model(carrier);
    // Other hosts' models know neither.
    return model?.comm_live === false && !model.comm;
  } catch {
    return false;
  }
}

/** A saved page has the still before the widget; where it has none, a line says what it is. */
function mountSaved(el: HTMLElement): void {
  const output = el.closest(".jp-OutputArea-child, .output_area");
  if (output?.previousElementSibling?.querySelector(".veo-still:not(:empty)")) return;
  const line = document.createElement("p");
  line.className = "veo-saved";
  line.textContent = "Saved page: open its notebook and run the cell to use this.";
  el.append(line);
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
    render: (context) => {
      const draw = () => mount(component, host(context), context.el);
      if (!context.model.widget_manager) return draw();
      return isSaved(context.model).then((saved) =>
        saved ? mountSaved(context.el) : draw(),
      );
    },
  };
}
