import { afterEach, expect, test } from "vitest";
import { image } from "../src/widgets";
import { FakeModel, show, until } from "./model";

const open: { close: () => void }[] = [];
function draw(state: Record<string, unknown> = {}) {
  const model = new FakeModel({
    images: [],
    label: "Start image",
    many: false,
    message: "",
    ...state,
  });
  const view = show(image, model);
  open.push(view);
  return { model, ...view };
}
afterEach(() => {
  for (const view of open.splice(0)) view.close();
});

const SHOWN = {
  value: "image:a.png",
  name: "<b>cat</b>.png",
  thumbnail: "",
  width: 640,
  height: 360,
};

function drop(el: Element, ...files: File[]) {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  const event = new DragEvent("drop", {
    dataTransfer: data,
    bubbles: true,
    cancelable: true,
  });
  el.querySelector(".vw-image")?.dispatchEvent(event);
}

test("a dropped file goes up in chunks under eight megabytes", async () => {
  const { el, model } = draw();
  drop(el, new File([new Uint8Array(9_000_000)], "big.png"));
  await until(() => model.sent.length === 4, "begin and three chunks");
  expect(model.sent.map((one) => [one.type, one.start])).toEqual([
    ["begin", undefined],
    ["chunk", 0],
    ["chunk", 4_000_000],
    ["chunk", 8_000_000],
  ]);
  expect(model.sent[0]).toMatchObject({ name: "big.png", size: 9_000_000 });
});

test("a huge file is refused here", async () => {
  const { el, model } = draw();
  drop(el, new File([new Uint8Array(20_000_001)], "huge.png"));
  await until(() => el.querySelector("[role=alert]"), "the reason");
  expect(el.textContent).toContain("at most 20 MB");
  expect(model.sent).toEqual([]);
});

test("a URL or a path is passed on", async () => {
  const { el, model } = draw();
  const input = el.querySelector<HTMLInputElement>("input[type=url]");
  if (!input) throw new Error("no field");
  input.value = " https://a/b.png ";
  input.dispatchEvent(new Event("change", { bubbles: true }));
  expect(model.sent).toEqual([{ type: "url", url: "https://a/b.png" }]);
});

test("a single image closes the field; removing asks the kernel", async () => {
  const { el, model } = draw();
  model.kernel("images", [SHOWN]);
  await until(() => el.querySelector("figure"), "shown");
  expect(el.querySelector("input")).toBeNull();
  expect(el.querySelector("b")).toBeNull();
  expect(el.querySelector("figcaption")?.textContent).toBe("<b>cat</b>.png 640×360");
  el.querySelector("button")?.click();
  expect(model.sent).toEqual([{ type: "remove", index: 0 }]);
});

test("several images leave it open", () => {
  const { el } = draw({
    many: true,
    images: [SHOWN, { ...SHOWN, value: "image:b.png" }],
  });
  expect(el.querySelectorAll("figure")).toHaveLength(2);
  expect(el.querySelector("input[type=url]")).not.toBeNull();
});
