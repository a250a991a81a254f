/** A kernel that answers late: what it says then is about another form than the one seen. */
import { afterEach, expect, test } from "vitest";
import { choose, draw, edits, prompt, radio, tidy, type } from "./controls";
import { checkedAs, formState } from "./form";
import { type FakeModel, settled, until } from "./model";
import { draw as drawStudio, generate, presses, tidy as tidyStudio } from "./studio";

afterEach(() => {
  tidy();
  tidyStudio();
});

test("an image on its way finds its place in another model, or is kept for one", async () => {
  const { el, model } = draw();
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(10)], "a.png"));
  const send = async (to: string) => {
    const drop = { dataTransfer: data, bubbles: true, cancelable: true };
    el.querySelector(".vc-card")?.dispatchEvent(new DragEvent("drop", drop));
    const begun = await until(
      () => model.sent.findLast((one) => one.type === "begin_input"),
      "sent",
    );
    choose(el, to);
    const image = { value: `image:${to}`, name: "a", thumbnail: "", width: 9, height: 5 };
    model.say({ type: "image_taken", id: begun.id, image });
  };
  const told = (text: string) =>
    until(
      () => JSON.stringify(edits(model).at(-1)?.form ?? {}).includes(text),
      `the kernel hears of ${text}`,
    );
  await send("pictures");
  await told('"start":"image:pictures"');
  el.querySelector<HTMLElement>("[data-slot='start:0'] > button")?.click();
  choose(el, "full");
  await send("small");
  await told('"start_image":"image:small"');
});

/** Wait until the kernel is asked what another model takes over; how it answers. */
async function carried(model: FakeModel) {
  const asked = await until(
    () => model.sent.find((one) => one.type === "ask_carry"),
    "asked",
  );
  return (values = {}) =>
    model.say({ type: "carried", id: asked.id, values, kept: {}, said: [] });
}

test("what is typed while a press waits is not sent with it", async () => {
  const { el, model } = drawStudio({ slow: true });
  choose(el, "auto");
  generate(el).click();
  await until(() => generate(el).disabled, "it waits");
  type(prompt(el), "the next");
  const carry = await carried(model);
  carry();
  await until(() => !generate(el).disabled, "it waits no more");
  expect(presses(model)).toEqual([]);
  expect(el.querySelector(".vs-below [role=alert]")?.textContent).toContain("changed");
  generate(el).click();
  await until(() => presses(model).length === 1, "sent");
  expect(presses(model)[0]?.form).toMatchObject({ values: { prompt: "the next" } });
});

test.each(["form", "count"])(
  "a %s of Python's is not sent by a press that waited",
  async (what) => {
    const { el, model } = drawStudio({ slow: true });
    const heard = () => Object(model.state.form).model === "auto";
    choose(el, "auto");
    generate(el).click();
    await until(heard, "the kernel knows the model");
    const carry = await carried(model);
    const form = Object(model.state.form);
    const values = { ...form.values, prompt: "theirs" };
    if (what === "count") model.kernel("count", 4);
    else model.kernel("form", { ...form, values, by: "", revision: 50 });
    carry();
    await until(() => !generate(el).disabled, "it waits no more");
    expect(presses(model)).toEqual([]);
    expect(el.querySelector(".vs-below [role=alert]")?.textContent).toContain("changed");
    generate(el).click();
    await until(() => presses(model).length === 1, "sent");
    const sent =
      what === "count" ? { count: 4 } : { form: { values: { prompt: "theirs" } } };
    expect(presses(model)[0]).toMatchObject(sent);
  },
);

test("the same form of another view's stops no press that waited", async () => {
  const { el, model } = drawStudio({ slow: true });
  choose(el, "auto");
  generate(el).click();
  const heard = () => Object(model.state.form).model === "auto";
  await until(heard, "the kernel knows the model");
  const carry = await carried(model);
  model.kernel("form", { ...Object(model.state.form), by: "", revision: 50 });
  carry();
  await until(() => presses(model).length === 1, "sent");
});

test("what Python wrote outlives what another model takes over late", async () => {
  const { el, model } = draw((answer) => answer());
  choose(el, "auto");
  const heard = () => Object(model.state.form).model === "auto";
  await until(heard, "the kernel knows the model");
  const carry = await carried(model);
  const form = Object(model.state.form);
  const values = { ...form.values, duration: 4 };
  model.kernel("form", { ...form, values, by: "", revision: 50 });
  const late = { duration: 6, resolution: "720p" };
  carry(late);
  await until(() => radio(el, "720p")?.ariaChecked === "true", "what it left alone");
  expect(radio(el, "4 s")?.ariaChecked).toBe("true");
});

test("a model that Python chooses comes in around what is being typed", async () => {
  const { el, model } = draw(() => {});
  type(prompt(el), "mine");
  const form = Object(model.state.form);
  const values = { prompt: "theirs", duration: 5 };
  model.kernel("form", { ...form, model: "small", values, by: "", revision: 50 });
  await until(() => el.querySelector("[data-model=small]"), "its form");
  expect(prompt(el).value).toBe("mine");
  await until(() => edits(model).length, "told");
  expect(edits(model).at(-1)?.form).toMatchObject({
    model: "small",
    values: { prompt: "mine", duration: 5 },
  });
});

test("a model chosen here outlives one that Python chose before it heard", async () => {
  const { el, model } = draw(() => {});
  choose(el, "auto");
  const form = Object(model.state.form);
  model.kernel("form", { ...form, model: "small", values: {}, by: "", revision: 50 });
  await settled(el);
  expect(el.querySelector("[data-model]")?.getAttribute("data-model")).toBe("auto");
});

test("nothing is said of one model under another", async () => {
  const { el, model } = draw(undefined, formState("full"));
  const warnings = [{ field: "seed", text: "Ignored here.", source: "", fix: {} }];
  model.kernel("checked", { ...checkedAs("", 0), warnings });
  await until(() => el.querySelector(".vw-warning"), "a warning");
  choose(el, "auto");
  await until(() => el.querySelector("[data-model=auto]"), "another model");
  expect(el.querySelector(".vw-warning")).toBeNull();
});
