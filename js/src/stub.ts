/**
 * What every widget instance carries: it asks the page for the real module, which
 * crosses once per page in a "bundle" model, and passes life-cycle calls on to it.
 */
import type { AnyModel, Initialize, Render } from "@anywidget/types";

interface Module {
  initialize?: Initialize<Record<string, unknown>>;
  render?: Render<Record<string, unknown>>;
}

interface Offer {
  module: Promise<Module>;
  settle: (module: Promise<Module>) => void;
}

type Hub = Map<string, Offer>;

const PATIENCE_MS = 1500;

declare global {
  var __veoWidgets: Hub | undefined;
}

function offer(hash: string): Offer {
  globalThis.__veoWidgets ??= new Map();
  const hub = globalThis.__veoWidgets;
  let found = hub.get(hash);
  if (!found) {
    let settle: Offer["settle"] = () => {};
    const module = new Promise<Module>((resolve) => {
      settle = resolve;
    });
    found = { module, settle };
    hub.set(hash, found);
  }
  return found;
}

async function load(code: string): Promise<Module> {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  try {
    return (await import(/* @vite-ignore */ url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

type Any = AnyModel<Record<string, unknown>>;

function wanted(model: Any, signal: AbortSignal): Promise<Module> {
  const hash = String(model.get("_hash"));
  const { module, settle } = offer(hash);
  const code = model.get("_code");
  if (code) {
    settle(load(String(code)));
    return module;
  }
  const heard = (message: { type?: string; code?: string }) => {
    if (message.type === "code" && message.code) settle(load(message.code));
  };
  model.on("msg:custom", heard);
  signal.addEventListener("abort", () => model.off("msg:custom", heard));
  const ask = setTimeout(() => model.send({ type: "code" }), PATIENCE_MS);
  signal.addEventListener("abort", () => clearTimeout(ask));
  void module.then(() => clearTimeout(ask));
  return module;
}

export default {
  async initialize(context: Parameters<Initialize<Record<string, unknown>>>[0]) {
    const module = await wanted(context.model as Any, context.signal);
    return module.initialize?.(context);
  },
  async render(context: Parameters<Render<Record<string, unknown>>>[0]) {
    const hash = String(context.model.get("_hash"));
    return (await offer(hash).module).render?.(context);
  },
};
