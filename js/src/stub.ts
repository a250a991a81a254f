/**
 * What every widget instance carries: it asks the page for the real module, which
 * crosses once per page in a carrier, and passes life-cycle calls on to its own part.
 */
import type { AnyModel, InitializeProps, RenderProps } from "@anywidget/types";

interface Part {
  initialize?(context: InitializeProps): unknown;
  render?(context: RenderProps): unknown;
}
type Module = Record<string, Part | undefined>;

interface Offer {
  module: Promise<Module>;
  settle: (module: Promise<Module>) => void;
}

const PATIENCE_MS = 1500;

declare global {
  var __veoWidgets: Map<string, Offer> | undefined;
}

function offer(hash: string): Offer {
  globalThis.__veoWidgets ??= new Map();
  const hub = globalThis.__veoWidgets;
  let own = hub.get(hash);
  if (!own) {
    let settle: Offer["settle"] = () => {};
    const module = new Promise<Module>((resolve) => {
      settle = resolve;
    });
    own = { module, settle };
    hub.set(hash, own);
  }
  return own;
}

/** The module crosses packed. */
async function unpacked(packed: BlobPart): Promise<string> {
  const unpacking = new DecompressionStream("gzip");
  return new Response(new Blob([packed]).stream().pipeThrough(unpacking)).text();
}

async function load(code: string): Promise<Module> {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  try {
    return await import(/* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function moduleOf(model: AnyModel, signal: AbortSignal): Promise<Module> {
  const { module, settle } = offer(model.get("_hash"));
  const packed = model.get("_code");
  if (packed) {
    // A page that cannot unpack it is sent it as it is: a widget asks for it.
    void unpacked(packed).then(
      (code) => settle(load(code)),
      () => {},
    );
    return module;
  }
  const heard = (message: { type?: string; code?: string }) => {
    if (message.type === "code" && message.code) settle(load(message.code));
  };
  model.on("msg:custom", heard);
  const ask = setTimeout(() => model.send({ type: "code" }), PATIENCE_MS);
  signal.addEventListener("abort", () => {
    model.off("msg:custom", heard);
    clearTimeout(ask);
  });
  void module.then(() => clearTimeout(ask));
  return module;
}

export default {
  async initialize(context: InitializeProps) {
    const module = await moduleOf(context.model, context.signal);
    return module[context.model.get("_module")]?.initialize?.(context);
  },
  async render(context: RenderProps) {
    const { model } = context;
    return (await offer(model.get("_hash")).module)[model.get("_module")]?.render?.(
      context,
    );
  },
};
