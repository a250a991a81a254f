/** Files that come when the form is not what it was as they were sent. */
import { afterEach, expect, test } from "vitest";
import { choose, draw, edits, press, tidy } from "./controls";
import { formState } from "./form";
import { drawForm, formOf, named, one, type Row } from "./form-of";
import { settled, until } from "./model";

afterEach(tidy);

type Drawn = ReturnType<typeof draw>;

const pictures = (...references: string[]) => {
  const state = formState("pictures");
  return draw((answer) => answer(), {
    ...state,
    form: { ...Object(state.form), values: { prompt: "x", references } },
  });
};

/** Drop files on a place; they arrive one by one. */
async function send({ el, model }: Drawn, slot: string, ...names: string[]) {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File([new Uint8Array(9)], `${name}.png`));
  const drop = { dataTransfer: data, bubbles: true, cancelable: true };
  const begun = () => model.sent.filter((each) => each.type === "begin_input");
  const before = begun().length;
  one(el, `[data-slot="${slot}"]`).dispatchEvent(new DragEvent("drop", drop));
  await until(() => begun().length === before + names.length, "sent");
  const ways = begun().slice(before);
  return (...order: string[]) => {
    for (const name of order) {
      const { id } = ways[names.indexOf(name)] ?? {};
      const image = { value: `image:${name}`, name, thumbnail: "", width: 9, height: 5 };
      model.say({ type: "image_taken", id, image });
    }
  };
}

/** What the kernel heard last of the form, when all of it has gone there. */
async function held({ el, model }: Drawn) {
  const { length } = edits(model);
  const area = one<HTMLTextAreaElement>(el, ".vc-prompt textarea");
  area.value += "!";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => edits(model).length > length, "told");
  return Object(edits(model).at(-1)?.form).values;
}

test("files for a list that another model has not are all kept for the next", async () => {
  const view = pictures("image:x");
  const arrive = await send(view, "references:1", "y", "z");
  choose(view.el, "small");
  arrive("y", "z");
  choose(view.el, "pictures");
  expect((await held(view)).references).toEqual(["image:x", "image:y", "image:z"]);
});

test("a file that is kept outlives what another model takes over late", async () => {
  const view = pictures("image:x");
  const { el, model } = view;
  const arrive = await send(view, "references:1", "y");
  choose(el, "small");
  const asked = await until(
    () => model.sent.find((one) => one.type === "ask_carry"),
    "asked",
  );
  arrive("y");
  const late = { values: { duration: 5 }, kept: {}, said: [] };
  model.say({ type: "carried", id: asked.id, ...late });
  await settled(el);
  choose(el, "pictures");
  expect((await held(view)).references).toEqual(["image:x", "image:y"]);
});

test("a file takes the place of the one that it replaces, wherever that is by now", async () => {
  const view = pictures("image:a", "image:b", "image:c");
  const moved = await send(view, "references:1", "new");
  const chip = one(view.el, '[data-slot="references:1"] > button');
  press(chip, "ArrowRight", { altKey: true });
  await settled(view.el);
  moved("new");
  expect((await held(view)).references).toEqual(["image:a", "image:c", "image:new"]);
});

test("a file takes no other one's place when the one that it replaces is gone", async () => {
  const view = pictures("image:a", "image:b");
  const arrive = await send(view, "references:0", "new", "second");
  one(view.el, '[data-slot="references:0"] > button').click();
  const remove = () =>
    [...view.el.querySelectorAll("button")].find((each) =>
      each.textContent?.includes("Remove"),
    );
  (await until(remove, "its panel")).click();
  await settled(view.el);
  arrive("new", "second");
  const { references } = await held(view);
  expect(references).toEqual(["image:b", "image:new", "image:second"]);
});

const shot: Row = {
  name: "shots",
  kind: "object",
  fields: [{ name: "frame", role: "start_image", title: "Frame", kind: "file" }],
};
const shots = (...values: unknown[]) =>
  drawForm(
    formOf([
      { name: "prompt", kind: "prompt" },
      { name: "image", role: "start_image", kind: "file" },
      { name: "shots", kind: "list", title: "Shots", fields: [shot] },
    ]),
    { prompt: "x", image: "image:top", shots: values },
  );

test("a file for an item that was removed goes nowhere else", async () => {
  const view = shots({ frame: "image:a" }, { frame: "image:b" });
  const arrive = await send(view, "shots[1].frame:0", "new");
  named(view.el, "Shot 2: remove").click();
  await settled(view.el);
  arrive("new");
  const { image, shots: left } = await held(view);
  expect([image, left]).toEqual(["image:top", [{ frame: "image:a" }]]);
});

test("a file goes along with the item that it is for", async () => {
  const view = shots({ frame: "image:a" }, { frame: "image:b" }, { frame: "image:c" });
  const arrive = await send(view, "shots[2].frame:0", "new");
  named(view.el, "Shot 1: remove").click();
  await settled(view.el);
  named(view.el, "Shot 2: earlier").click();
  await settled(view.el);
  arrive("new");
  const { shots: left } = await held(view);
  expect(left).toEqual([{ frame: "image:new" }, { frame: "image:b" }]);
});

test("a file for an item that was removed takes not the place of the next", async () => {
  const view = shots({ frame: "image:a" }, { frame: "image:b" });
  const arrive = await send(view, "shots[0].frame:0", "new");
  named(view.el, "Shot 1: remove").click();
  await settled(view.el);
  arrive("new");
  const { image, shots: left } = await held(view);
  expect([image, left]).toEqual(["image:top", [{ frame: "image:b" }]]);
});
