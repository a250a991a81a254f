/** A player of a real clip, with a kernel in the test's hand. */

import { player } from "../src/widgets";
import type { ClipView } from "../src/wire.gen";
import { bytes, FILE, PIXEL } from "./clip";
import { FakeModel, show, until } from "./model";

export const CLIP: ClipView = {
  ...FILE,
  title: "veo-3: a forest",
  prompt: "a forest",
  code: 'veo.submit("veo-3")',
  about: "veo-3 · 320×180 · 2 s · seed 7",
  path: `veo-widgets/media/${"a".repeat(16)}/${"c".repeat(64)}.mp4`,
  poster: "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
  facts: [
    { name: "size", asked: "640×360", got: "320×180", differs: true },
    { name: "sound", asked: "yes", got: "yes", differs: false },
  ],
};

/** What the kernel lets a saved clip carry. */
export const MARKS = new TextEncoder().encode("how it was made");

export const open: { close: () => void }[] = [];
export function draw(state: Record<string, unknown> = {}) {
  const model = new FakeModel({
    clip: CLIP,
    shape: [16, 9],
    placeholder: "no clip yet",
    playing: false,
    time: 0,
    rate: 1,
    muted: true,
    loop: true,
    stretch: [],
    titled: true,
    starred: null,
    ...state,
  });
  const send = model.send.bind(model);
  model.send = (message) => {
    send(message);
    const files = { read: bytes, read_strip: PIXEL, read_marks: MARKS };
    const whole = files[message.type as keyof typeof files];
    if (!whole) return;
    const start = Number(message.start);
    const part = whole.slice(start, start + Number(message.length));
    queueMicrotask(() =>
      model.say({ type: "chunk", id: message.id, error: null }, [
        new DataView(part.buffer),
      ]),
    );
  };
  const view = show(player, model);
  open.push(view);
  return { model, ...view };
}
export function tidy(): void {
  for (const view of open.splice(0)) view.close();
}

export const ready = (el: Element) =>
  until(() => {
    const video = el.querySelector("video");
    return video && video.readyState >= 3 ? video : null;
  }, "a decoded clip");

export const button = (el: Element, name: string) =>
  [...el.querySelectorAll("button")].find(
    (one) => one.getAttribute("aria-label") === name || one.textContent === name,
  );

export function key(el: Element, value: string): KeyboardEvent {
  const event = new KeyboardEvent("keydown", {
    key: value,
    bubbles: true,
    cancelable: true,
  });
  el.querySelector(".vw-player")?.dispatchEvent(event);
  return event;
}
