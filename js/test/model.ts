/** A model as anywidget gives one, with the kernel's side under the test's hand. */
import { cdp } from "vitest/browser";
import type { Port } from "../src/host";
import type { Widget } from "../src/lib/mount";

type State = Record<string, unknown>;
type Handler = Parameters<Port["on"]>[1];

export class FakeModel implements Port {
  sent: State[] = [];
  saved: State[] = [];
  private dirty: State = {};
  private handlers = new Map<string, Set<Handler>>();

  constructor(public state: State) {}

  get(name: string): unknown {
    return this.state[name];
  }
  set(name: string, value: unknown): void {
    this.state[name] = value;
    this.dirty[name] = value;
    this.emit(`change:${name}`);
  }
  save_changes(): void {
    this.saved.push(this.dirty);
    this.dirty = {};
  }
  on(event: string, handler: Handler): void {
    const found = this.handlers.get(event) ?? new Set();
    this.handlers.set(event, found.add(handler));
  }
  off(event: string, handler: Handler): void {
    this.handlers.get(event)?.delete(handler);
  }
  send(message: State): void {
    this.sent.push(message);
  }
  /** What the kernel sets, or says. */
  kernel(name: string, value: unknown): void {
    this.state[name] = value;
    this.emit(`change:${name}`);
  }
  say(message: State, buffers: DataView[] = []): void {
    this.emit("msg:custom", message, buffers);
  }
  get listeners(): number {
    return [...this.handlers.values()].reduce((sum, one) => sum + one.size, 0);
  }
  emit(event: string, message?: State, buffers: DataView[] = []): void {
    for (const handler of [...(this.handlers.get(event) ?? [])]) {
      handler(message, buffers);
    }
  }
}

export function show(widget: Widget, model: FakeModel) {
  const el = document.createElement("div");
  document.body.append(el);
  const life = new AbortController();
  widget.render({ model, el, signal: life.signal });
  return {
    el,
    close: () => {
      life.abort();
      el.remove();
    },
  };
}

/** What the page's one voice said last. */
export const heard = () =>
  document.querySelector("body > [role=status]")?.textContent ?? "";

export async function until<T>(
  check: () => T | null | undefined | false,
  what: string,
): Promise<T> {
  for (let frame = 0; frame < 600; frame += 1) {
    const found = check();
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
  throw new Error(`never happened: ${what}`);
}

/** Wait until what a video had to tell so far was heard: its events come in order. */
export async function told(video: HTMLVideoElement): Promise<void> {
  const { defaultPlaybackRate } = video;
  const heard = new Promise((done) =>
    video.addEventListener("ratechange", done, { once: true }),
  );
  video.defaultPlaybackRate = defaultPlaybackRate + 1;
  await heard;
  video.defaultPlaybackRate = defaultPlaybackRate;
}

/** Wait until an element lies where it will stay: its width was told, its rows are laid out. */
export async function settled(element: Element): Promise<DOMRect> {
  let last = element.getBoundingClientRect();
  for (let same = 0; same < 5; ) {
    await new Promise(requestAnimationFrame);
    const now = element.getBoundingClientRect();
    same = now.height === last.height && now.top === last.top ? same + 1 : 0;
    last = now;
  }
  return last;
}

/** Do something in a browser whose person wants motion reduced. */
export async function calmly(act: () => Promise<void>): Promise<void> {
  const { send } = cdp() as { send: (name: string, given: object) => Promise<unknown> };
  const feature = { name: "prefers-reduced-motion", value: "reduce" };
  await send("Emulation.setEmulatedMedia", { features: [feature] });
  try {
    await act();
  } finally {
    await send("Emulation.setEmulatedMedia", { features: [] });
  }
}
