/** A walk with Ctrl and an arrow through what was asked before. */
import { afterEach, expect, test } from "vitest";
import { draw, press, prompt, radio, tidy, type } from "./controls";
import { settled, until } from "./model";

afterEach(tidy);

async function reset(el: Element): Promise<void> {
  el.querySelector<HTMLElement>("[title=More], [aria-label=More]")?.click();
  const item = () =>
    [...el.querySelectorAll("button")].find((one) => one.textContent?.trim() === "Reset");
  (await until(item, "the menu")).click();
}

/** Controls with a draft, and the hands of a kernel that is asked for earlier prompts. */
function walking() {
  const { el, model } = draw();
  const asked = () => model.sent.filter((one) => one.type === "ask_prompts");
  const area = prompt(el);
  type(area, "draft");
  return {
    el,
    model,
    asked,
    area,
    up: () => press(area, "ArrowUp", { ctrlKey: true }),
    down: () => press(area, "ArrowDown", { ctrlKey: true }),
    times: (count: number) =>
      until(() => asked().length === count, `asked ${count} times`),
    answer: async (...prompts: string[]) => {
      model.say({ type: "prompts", id: asked().at(-1)?.id, prompts });
      await settled(el);
    },
    holds: (text: string) => until(() => area.value === text, text),
  };
}

test("what is typed on outlives earlier prompts that come late", async () => {
  const { area, up, times, answer } = walking();
  up();
  await times(1);
  type(area, "draft, and more");
  await answer("newest", "older");
  expect(area.value).toBe("draft, and more");
});

test("earlier prompts are those of now", async () => {
  const { area, asked, up, times, answer, holds } = walking();
  up();
  await times(1);
  await answer("first");
  await holds("first");
  type(area, "second");
  up();
  await times(2);
  await answer("second made", "first");
  await holds("second made");
  up();
  await holds("first");
  expect(asked()).toHaveLength(2);
});

test("a question for earlier prompts that came to nothing is asked again", async () => {
  const { el, model, asked, up, down, times, answer, holds } = walking();
  up();
  await times(1);
  const { id } = asked()[0] ?? {};
  model.say({ type: "prompts", id, prompts: [], error: "busy" });
  await settled(el);
  up();
  await times(2);
  await answer("newest");
  await holds("newest");
  down();
  await holds("draft");
  down();
  up();
  await times(3);
  await answer("made since", "newest");
  await holds("made since");
});

test("steps made while earlier prompts are waited for are all made", async () => {
  const { area, asked, up, down, times, answer, holds } = walking();
  up();
  up();
  up();
  down();
  await times(1);
  await answer("newest", "older", "oldest");
  await holds("older");
  expect(asked()).toHaveLength(1);
  down();
  down();
  await holds("draft");
  expect(area.value).toBe("draft");
});

test("earlier prompts that come late leave a form that was replaced meanwhile", async () => {
  const { el, area, up, times, answer, holds } = walking();
  up();
  await times(1);
  await reset(el);
  await holds("");
  await answer("newest");
  expect(area.value).toBe("");
});

test("a walk ends where another text came in, and that is its next draft", async () => {
  const { el, up, down, times, answer, holds } = walking();
  up();
  await times(1);
  await answer("newest", "older");
  await holds("newest");
  up();
  await holds("older");
  radio(el, "6 s")?.click();
  down();
  await holds("newest");
  await reset(el);
  await holds("");
  up();
  await times(2);
  await answer("newest", "older");
  await holds("newest");
  down();
  await holds("");
});
