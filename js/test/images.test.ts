import { afterEach, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { cutOf } from "../src/controls/crop";
import type { ImageView } from "../src/wire.gen";
import { draw, edits, press, prompt, tidy } from "./controls";
import { formState } from "./form";
import { until } from "./model";

afterEach(tidy);

const REFERENCES = ["image:a", "image:b", "image:c"];
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=";

function view(value: string): ImageView {
  const name = `${value.slice(-1)}.png`;
  return {
    value,
    name,
    medium: "image",
    seconds: 0,
    thumbnail: PIXEL,
    width: 1280,
    height: 720,
  };
}

function pictured(values: Record<string, unknown>) {
  const state = formState("pictures");
  const form = { ...Object(state.form), values: { prompt: "x", ...values } };
  const all = [...REFERENCES, "image:s"].map(view);
  const drawn = draw((answer) => answer(), { ...state, form, pictures: all });
  const chip = (slot: string) => {
    const found = drawn.el.querySelector<HTMLElement>(`[data-slot="${slot}"] > button`);
    if (!found) throw new Error(`no chip ${slot}`);
    return found;
  };
  const held = () => Object(edits(drawn.model).at(-1)?.form).values ?? {};
  return { ...drawn, chip, held };
}

test("a picture dropped on the card takes the first free place", async () => {
  const { el, model } = draw(undefined, formState("pictures"));
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(10)], "a.png"));
  el.querySelector(".vc-card")?.dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
  );
  const begun = await until(
    () => model.sent.find((one) => one.type === "begin_input"),
    "sent",
  );
  const image = {
    value: "image:a.png",
    name: "a.png",
    thumbnail: "",
    width: 90,
    height: 160,
  };
  model.say({ type: "image_taken", id: begun.id, image });
  const chip = await until(() => el.querySelector(".vc-chip.vc-full"), "shown");
  expect(chip.getAttribute("aria-label")).toContain("Start image: a.png");
  expect(chip.classList).toContain("vc-odd");
  await until(
    () => JSON.stringify(edits(model).at(-1)?.form ?? {}).includes("image:a.png"),
    "in the form",
  );
});

test("a chip shows its picture when the kernel sends it after the settings", async () => {
  const { chip, model } = pictured({ start: "image:late" });
  expect(chip("start:0").querySelector("img")).toBe(null);
  model.kernel("pictures", [view("image:late")]);
  await until(() => chip("start:0").querySelector("img"), "its picture");
});

test("a clip dropped on the card brings its settings, which Undo takes back", async () => {
  const { el, model } = draw();
  const area = prompt(el);
  const was = area.value;
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(10)], "fox.mp4", { type: "video/mp4" }));
  el.querySelector(".vc-card")?.dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
  );
  const begun = await until(() => model.sent.find((one) => one.type === "begin"), "sent");
  const text = "The settings of fox.mp4";
  const values = { prompt: "a fox in snow", zoom: 3, none: null };
  model.say({
    type: "settings_taken",
    id: begun.id,
    model: Object(model.get("form")).model,
    values,
    axes: { style: ["wet", "dry"] },
    text,
  });
  await until(() => el.textContent?.includes(`${text}, without zoom, style`), "said");
  await until(() => prompt(el).value === "a fox in snow", "in the form");
  [...el.querySelectorAll("button")].find((one) => one.textContent === "Undo")?.click();
  await until(() => prompt(el).value === was, "taken back");
});

test("Alt and an arrow move an image, say where it is, and keep the focus", async () => {
  const { el, chip, held } = pictured({ references: REFERENCES });
  const first = chip("references:0");
  expect(first.getAttribute("aria-label")).toContain("Alt and an arrow move it");
  first.focus();
  press(first, "ArrowRight", { altKey: true });
  await until(() => held().references, "told");
  expect(held().references).toEqual(["image:b", "image:a", "image:c"]);
  await until(
    () => document.activeElement === chip("references:1"),
    "the focus goes with it",
  );
  const said = () => el.querySelector(".vc-foot > .vw-hidden")?.textContent;
  expect(said()).toBe("Moved: now References 2 of 3.");
  press(chip("references:0"), "ArrowLeft", { altKey: true });
  await until(() => held().last === "image:b", "on to the next kind of image");
  expect(held().references).toEqual(["image:a", "image:c"]);
  expect(said()).toBe("Moved: now Last frame.");
});

test("a chip is dragged to another place, and the drop does not open it", async () => {
  const { el, chip, held } = pictured({ start: "image:s", references: REFERENCES });
  await userEvent.dragAndDrop(chip("references:2"), chip("references:0"));
  await until(() => held().references, "told");
  expect(held().references).toEqual(["image:c", "image:a", "image:b"]);
  await userEvent.dragAndDrop(chip("start:0"), chip("references:1"));
  await until(() => held().start === "image:a", "exchanged");
  expect(held().references).toEqual(["image:c", "image:s", "image:b"]);
  expect(el.querySelector(".vw-popover")).toBeNull();
  await userEvent.click(chip("start:0"));
  await until(() => el.querySelector(".vw-popover"), "a click opens it as ever");
});

test("what another shape cuts off is dimmed on the picture, and said", async () => {
  const { el, chip } = pictured({
    start: "image:s",
    references: REFERENCES,
    ratio: "9:16",
  });
  expect(chip("start:0").classList).toContain("vc-odd");
  expect(chip("references:0").classList).not.toContain("vc-odd");
  chip("start:0").click();
  const panel = await until(() => el.querySelector(".vc-image-panel"), "the panel");
  expect(panel.querySelector(".vw-warning")?.textContent).toContain(
    "1280×720 in a 9:16 clip: left and right are cut, 68 %.",
  );
  const [left, right] = [...panel.querySelectorAll<HTMLElement>(".vc-crop i")];
  expect([left?.style.width, right?.style.width]).toEqual(["34.1797%", "34.1797%"]);
});

test.each([
  [[1280, 720], "16:9", null],
  [[1300, 720], "16:9", null],
  [[1000, 1000], "16:9", "top and bottom are cut, 44 %"],
  [[1000, 1000], "9:16", "left and right are cut, 44 %"],
  [[720, 1280], "16:9", "top and bottom are cut, 68 %"],
  [[0, 0], "16:9", null],
  [[100, 100], "auto", null],
] as const)("%j in %s", ([width, height], ratio, words) => {
  const cut = cutOf([width, height], ratio);
  if (words === null) expect(cut).toBeNull();
  else expect(cut?.words).toContain(words);
});
