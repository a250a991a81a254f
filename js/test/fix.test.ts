import { afterEach, expect, test } from "vitest";
import { choose, draw, edits, prompt, radio, tidy, type } from "./controls";
import { checkedAs } from "./form";
import { until } from "./model";

afterEach(tidy);

const SHORT = {
  field: "duration",
  text: "1080p only at 8 seconds.",
  source: "Google",
  fix: { duration: 8 },
};
const last = (list: readonly Record<string, unknown>[]) => Object(list.at(-1)?.form);

async function warned() {
  const drawn = draw((answer) => answer());
  const { el, model } = drawn;
  type(prompt(el), "a lake");
  radio(el, "4 s")?.click();
  await until(() => edits(model).length, "told");
  const { by, revision } = last(edits(model));
  model.kernel("checked", { ...checkedAs(by, revision), warnings: [SHORT] });
  const fix = await until(
    () => el.querySelector<HTMLButtonElement>(".vw-warning .vw-link"),
    "its button",
  );
  return { ...drawn, fix };
}

test("Fix puts the right value in, and Undo takes back no more than that", async () => {
  const { el, model, fix } = await warned();
  expect(fix.getAttribute("aria-label")).toBe("Fix: Duration 4 s → 8 s");
  fix.click();
  await until(() => radio(el, "8 s")?.ariaChecked === "true", "the right value");
  await until(() => last(edits(model)).values.duration === 8, "told");
  expect(el.querySelector(".vw-warning")).toBeNull();
  expect(el.querySelector(".vc-notice span")?.textContent).toBe("Duration 4 s → 8 s");
  type(prompt(el), "a lake at night");
  el.querySelector<HTMLButtonElement>(".vc-notice .vw-link")?.click();
  await until(() => radio(el, "4 s")?.ariaChecked === "true", "as before");
  expect(prompt(el).value).toBe("a lake at night");
  await until(() => last(edits(model)).values.duration === 4, "told");
  expect(last(edits(model)).values.prompt).toBe("a lake at night");
});

test("what only a person knows has no button", async () => {
  const { el, model, fix } = await warned();
  const { by, revision } = last(edits(model));
  const warnings = [{ ...SHORT, fix: {} }];
  model.kernel("checked", { ...checkedAs(by, revision), warnings });
  await until(() => !fix.isConnected, "gone");
  expect(el.querySelector(".vw-warning")?.textContent).toContain("1080p only");
});

test("undoing another model keeps what was typed since, in fields it had", async () => {
  const { el, model } = draw();
  type(prompt(el), "old");
  choose(el, "small");
  type(prompt(el), "new");
  await until(() => el.querySelector(".vc-notice .vw-link"), "said");
  el.querySelector<HTMLButtonElement>(".vc-notice .vw-link")?.click();
  await until(() => radio(el, "1080p"), "the first model");
  expect(prompt(el).value).toBe("new");
  await until(() => last(edits(model)).model === "full", "told");
  expect(last(edits(model)).values).toMatchObject({ prompt: "new", duration: 8 });
});
