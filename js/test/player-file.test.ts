import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { bytes } from "./clip";
import { until } from "./model";
import { button, draw, MARKS, ready, tidy } from "./player";

afterEach(() => {
  tidy();
  vi.restoreAllMocks();
});

const item = (el: Element, text: string) =>
  [...el.querySelectorAll<HTMLButtonElement>(".vw-item")].find((one) =>
    one.textContent?.includes(text),
  );

async function menu(el: Element) {
  await ready(el);
  (await until(() => button(el, "More with this clip"), "the menu")).click();
  await until(() => item(el, "Save"), "open");
}

test("below 480 px the rest of the controls is in a menu, with their names", async () => {
  const { el, model } = draw();
  el.style.width = "400px";
  await ready(el);
  const more = await until(() => button(el, "More controls"), "the menu's button");
  expect(button(el, "Loop")).toBeUndefined();
  more.click();
  const loop = await until(() => button(el, "Loop"), "in the menu");
  expect(getComputedStyle(loop, "::after").content).toBe('"Loop"');
  loop.click();
  expect(model.get("loop")).toBe(false);
  button(el, "Facts")?.click();
  await until(() => el.querySelector("[data-part=facts]"), "facts");
  el.style.width = "600px";
  await until(() => !button(el, "More controls") && button(el, "Loop"), "one row again");
});

test("the pointer over the seek bar shows its frame and moment", async () => {
  const { el, model } = draw();
  await ready(el);
  const bar = el.querySelector<HTMLElement>("[aria-label=Seek]");
  if (!bar) throw new Error("no bar");
  const { left, width, top } = bar.getBoundingClientRect();
  const hover = (share: number) =>
    bar.dispatchEvent(
      new PointerEvent("pointermove", {
        clientX: left + 6 + share * (width - 12),
        clientY: top + 5,
        bubbles: true,
      }),
    );
  hover(0.5);
  const frame = await until(() => el.querySelector<HTMLElement>(".vw-preview i"), "it");
  expect(frame.style.backgroundPositionX).toBe("54.5455%");
  expect(el.querySelector(".vw-preview b")?.textContent).toBe("1.00 s");
  hover(1);
  await until(() => frame.style.backgroundPositionX === "100%", "the last");
  expect(model.sent.filter((one) => one.type === "read_strip")).toHaveLength(1);
  bar.dispatchEvent(new PointerEvent("pointerleave"));
  await until(() => !el.querySelector(".vw-preview"), "gone");
});

test("the caption has a star where a job is known", async () => {
  const { el, model } = draw({ starred: false });
  await ready(el);
  const star = await until(() => button(el, "Star"), "the star");
  star.click();
  await until(() => button(el, "Take the star away"), "at once");
  expect(model.sent.at(-1)).toEqual({ type: "star", starred: true });
  model.kernel("starred", false);
  await until(() => button(el, "Star"), "as the kernel says");
});

test("without a job there is no star, and untitled its menu stands in the row", async () => {
  const { el } = draw({ titled: false });
  await menu(el);
  expect(button(el, "Star")).toBeUndefined();
  expect(item(el, "Star")).toBeUndefined();
  expect(
    el.querySelector(".vw-transport [aria-label='More with this clip']"),
  ).not.toBeNull();
});

test("the menu copies the prompt and the call, and opens the facts", async () => {
  const { el } = draw();
  const written = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await menu(el);
  item(el, "Copy the prompt")?.click();
  await until(() => el.querySelector(".vw-outcome")?.textContent === "Copied", "said");
  item(el, "Copy as Python")?.click();
  expect(written.mock.calls).toEqual([["a forest"], ['veo.submit("veo-3")']]);
  item(el, "Facts")?.click();
  await until(() => el.querySelector("[data-part=facts]"), "the drawer");
});

test("it is saved under a name that says what it is, with how it was made", async () => {
  const { el } = draw();
  await menu(el);
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push(this.download, this.href);
  });
  item(el, "Save")?.click();
  await until(() => saved.length, "saved");
  expect(saved[0]).toBe("veo-3-a-forest.mp4");
  const copy = await (await fetch(saved[1] as string)).blob();
  expect(copy.size).toBe(bytes.byteLength + MARKS.byteLength);
  expect(await copy.slice(bytes.byteLength).text()).toBe("how it was made");
});

test("its own window shows the clip alone", async () => {
  const { el } = draw();
  await menu(el);
  const opened = vi.spyOn(window, "open").mockReturnValue(null);
  await userEvent.click(item(el, "Open in its own window") as Element);
  expect(opened).toHaveBeenCalledWith(el.querySelector("video")?.currentSrc, "_blank");
});
