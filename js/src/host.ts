/** What a component knows of where it lives: a notebook with its kernel, or a page alone. */
import type { Resolver } from "./lib/media";
import { besidePage, fromKernel, fromServer, serverUrl } from "./lib/media";
import { messageId, type Patience } from "./lib/message";
import { signal as makeSignal, type ReadonlySignal } from "./lib/signals";

/** The names of a state's own fields, without its index signature. */
export type Name<State> = keyof {
  [K in keyof State as string extends K ? never : number extends K ? never : K]: State[K];
} &
  string;

export interface Message {
  type: string;
}
type Buffers = readonly DataView[];
type Unnumbered<M> = M extends unknown ? Omit<M, "id"> : never;
export type Question<Out> = Unnumbered<Extract<Out, { id: string }>>;

/** Values that are shared with Python. */
export interface Traits<State> {
  /** The view's life: every listener dies with it. */
  readonly signal: AbortSignal;
  get<K extends Name<State>>(name: K): State[K];
  set<K extends Name<State>>(name: K, value: State[K]): void;
  /** Hear of changes until the view ends, or something in it before. */
  on(name: Name<State>, act: () => void, until?: AbortSignal): void;
}

export interface Host<
  State = object,
  Out extends Message = Message,
  In extends Message = Message,
> extends Traits<State> {
  /** Whether there is a kernel to ask. */
  readonly live: boolean;
  /** Whether the last message did not go out. */
  readonly offline: ReadonlySignal<boolean>;
  /** The ways by which files come, the best first. */
  readonly media: readonly Resolver[];
  /** Count as offline from the moment the kernel is gone, not from the first message. */
  watch(): void;
  /** Draw another widget of the kernel's, by its name, until its own signal ends. */
  drawChild(name: string, el: HTMLElement, until: AbortSignal): Promise<void>;
  send(message: Out, buffers?: ArrayBuffer[]): void;
  hear(act: (message: In) => void): void;
  /**
   * Ask, and settle once: with the answer of this type, or with an error (the kernel's
   * own, `TimeoutError` when none comes, `AbortError` when nobody waits any more).
   */
  request<Type extends In["type"]>(
    question: Question<Out>,
    answer: Type,
    patience: Patience,
  ): Promise<[Extract<In, { type: Type }>, Buffers]>;
}

/** What anywidget gives; its own type says `any` where nothing is known. */
export interface Port {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, act: (message: unknown, buffers: DataView[]) => void): void;
  off(event: string, act: (message: unknown, buffers: DataView[]) => void): void;
  send(message: unknown, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
}

/** What anywidget gives a view to draw others with. */
export interface Widgets {
  getWidget(name: string): Promise<{
    render(view: { el: HTMLElement; signal?: AbortSignal }): Promise<void>;
  }>;
}

/** Take what came over the wire for what `wire.gen.ts` says; nothing else is cast. */
export function typed<T>(value: unknown): T {
  return value as T;
}

/** A host with a kernel behind it. */
export function kernelHost<State extends object, Out extends Message, In extends Message>(
  port: Port,
  signal: AbortSignal,
  widgets?: Widgets,
): Host<State, Out, In> {
  const offline = makeSignal(false);
  const listen = (
    event: string,
    act: (message: unknown, buffers: DataView[]) => void,
    until: AbortSignal = signal,
  ) => {
    if (until.aborted) return;
    port.on(event, act);
    until.addEventListener("abort", () => port.off(event, act), { once: true });
  };
  /** Whose kernel has gone has no line any more. */
  const onLine = (act: () => void) => {
    try {
      act();
    } catch {
      offline.value = true;
    }
  };
  const send = (message: unknown, buffers?: ArrayBuffer[]) =>
    onLine(() => {
      if (buffers) port.send(message, undefined, buffers);
      else port.send(message);
      offline.value = false;
    });
  const base = serverUrl();
  return {
    signal,
    live: true,
    offline,
    media: base ? [fromServer(base), fromKernel] : [fromKernel],
    get: (name) => typed(port.get(name)),
    set: (name, value) => {
      port.set(name, value);
      onLine(() => port.save_changes());
    },
    on: (name, act, until) => listen(`change:${name}`, () => act(), until),
    watch: () =>
      listen("comm_live_update", () => {
        offline.value = true;
      }),
    drawChild: async (name, el, until) => {
      const child = await widgets?.getWidget(name);
      if (!until.aborted) await child?.render({ el, signal: until });
    },
    send,
    hear: (act) => listen("msg:custom", (message) => act(typed(message))),
    request: (question, answer, { within, signal: own }) =>
      new Promise((resolve, reject) => {
        const id = messageId();
        const settled = new AbortController();
        const settle = (act: () => void) => {
          if (settled.signal.aborted) return;
          settled.abort();
          clearTimeout(timer);
          port.off("msg:custom", heard);
          act();
        };
        const refuse = (name: string, text: string) =>
          settle(() => reject(new DOMException(text, name)));
        const heard = (message: unknown, buffers: DataView[]) => {
          const reply = typed<{ id?: string; type: string; error?: string | null }>(
            message,
          );
          if (reply.id !== id) return;
          if (reply.error) settle(() => reject(new Error(String(reply.error))));
          else if (reply.type === answer) {
            settle(() => resolve([typed(message), buffers]));
          }
        };
        const timer = setTimeout(
          () => refuse("TimeoutError", "the kernel does not answer"),
          within,
        );
        port.on("msg:custom", heard);
        for (const end of [signal, own]) {
          if (end?.aborted) return refuse("AbortError", "gone");
          end?.addEventListener("abort", () => refuse("AbortError", "gone"), {
            signal: settled.signal,
          });
        }
        send({ ...question, id });
        if (offline.peek()) refuse("TimeoutError", "the kernel does not answer");
      }),
  };
}

/** What a page without a kernel draws from. */
export interface Saved<State> {
  state: State;
  /** Where each file lies, by its name (`<sha256>.mp4`): a URL beside the page, or data. */
  files: Readonly<Record<string, string>>;
}

/** A host that has nothing but a state written down, and files beside the page. */
export function staticHost<State extends object, Out extends Message, In extends Message>(
  saved: Saved<State>,
  signal: AbortSignal,
): Host<State, Out, In> {
  const state = { ...saved.state };
  const changes = new EventTarget();
  return {
    signal,
    live: false,
    offline: makeSignal(false),
    media: [besidePage(saved.files)],
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = value;
      changes.dispatchEvent(new Event(name));
    },
    on: (name, act, until = signal) =>
      changes.addEventListener(name, act, { signal: until }),
    watch: () => {},
    drawChild: async () => {},
    send: () => {},
    hear: () => {},
    request: () => Promise.reject(new DOMException("no kernel here", "AbortError")),
  };
}
