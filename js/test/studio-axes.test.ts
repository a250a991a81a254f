/** Any control turned into an axis, in the panel beside Generate. */
import { afterEach, expect, test } from "vitest";
import { numbersOf } from "../src/controls/series";
import { painted } from "../src/lib/painted";
import type { ModelForm } from "../src/wire.gen";
import { field, formState } from "./form";
import { until } from "./model";
import { draw, generate, named, tidy } from "./studio";

afterEach(tidy);

const [full] = formState().forms as ModelForm[];
const MORE = [
  field({ name: "negative_prompt", title: "Negative prompt", tall: true }),
  field({ name: "cfg", title: "Strength", kind: "number", least: 0, most: 10 }),
  field({
    name: "steps",
    title: "Steps",
    kind: "number",
    whole: true,
    least: 1,
    most: 50,
  }),
];
const form = { ...full, fields: [...(full?.fields ?? []), ...MORE] } as ModelForm;

async function opened(width = 1000) {
  const view = draw({ width, state: { forms: [form] } });
  view.el.querySelector<HTMLElement>(".vs-more")?.click();
  const menu = await until(() => view.el.querySelector(".vs-menu"), "the menu");
  const input = (title: string) => {
    const label = [...menu.querySelectorAll("label")].find((each) =>
      each.textContent?.startsWith(title),
    );
    return document.getElementById(label?.htmlFor ?? "") as HTMLInputElement;
  };
  const wordings = (title: string) =>
    [...menu.querySelectorAll("fieldset")].find(
      (each) => each.querySelector("legend")?.textContent === title,
    ) as HTMLElement;
  const axes = async () => {
    generate(view.el).click();
    const ask = await until(
      () => view.model.sent.filter((each) => each.type === "ask_plan").at(-1),
      "a plan",
    );
    return Object(ask.form).axes;
  };
  return { ...view, menu, input, wordings, axes };
}

function put(target: HTMLInputElement | HTMLTextAreaElement | null, text: string): void {
  if (!target) throw new Error("no such field");
  target.value = text;
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

test("numbers in a line are read, and what is wrong with them is said", () => {
  const any = { whole: false, least: 0, most: 10 };
  expect(numbersOf("4, 6.5, 8,", any)).toEqual({ numbers: [4, 6.5, 8], trouble: "" });
  expect(numbersOf("4, 4", any).numbers).toEqual([4]);
  expect(numbersOf("4, x", any).trouble).toContain("“x” is no number");
  expect(numbersOf("4, 12", any).trouble).toBe("12 is more than 10");
  expect(numbersOf("-1, 2", any).trouble).toBe("-1 is less than 0");
  const whole = { whole: true, least: 1, most: 50 };
  expect(numbersOf("10,20,…,50", whole).numbers).toEqual([10, 20, 30, 40, 50]);
  expect(numbersOf("1-3", whole).numbers).toEqual([1, 2, 3]);
  expect(numbersOf("4, 6.5", whole).trouble).toBe("6.5 is no whole number");
});

test("a number takes several values, with its error under it", async () => {
  const { el, input, axes } = await opened();
  const cfg = input("Strength");
  put(cfg, "4, 6.5, 80");
  const said = await until(() => el.querySelector(".vs-menu [role=alert]"), "refused");
  expect(said.textContent).toContain("80 is more than 10");
  expect(cfg.getAttribute("aria-describedby")).toBe(said.id);
  expect(cfg.getAttribute("aria-invalid")).toBe("true");
  expect(generate(el).textContent).toContain("Generate");
  put(cfg, "4, 6.5, 8");
  await until(() => generate(el).textContent?.includes("Plan 3 clips"), "three");
  expect(el.querySelector(".vs-menu [role=alert]")).toBeNull();
  put(input("Steps"), "10-12");
  await until(() => generate(el).textContent?.includes("Plan 9 clips"), "nine");
  expect(await axes()).toEqual({ cfg: [4, 6.5, 8], steps: [10, 11, 12] });
});

test("a prompt takes several wordings; typing on in the form words the first anew", async () => {
  const { el, wordings, axes } = await opened();
  const box = wordings("Prompt");
  named(box, "Another wording")?.click();
  const line = await until(() => box.querySelector("textarea"), "a line");
  await until(() => document.activeElement === line, "the keyboard is in it");
  expect(generate(el).textContent).toContain("Generate");
  put(line, "a fox");
  await until(() => generate(el).textContent?.includes("Plan 2 clips"), "two");
  put(el.querySelector(".vc-prompt textarea"), "a lake at night");
  await until(() => el.querySelector(".vc-prompt .vc-several"), "said at the prompt");
  expect(el.querySelector(".vc-prompt .vc-several")?.textContent).toContain("2 wordings");
  const negative = wordings("Negative prompt");
  named(negative, "Another wording")?.click();
  put(await until(() => negative.querySelector("textarea"), "a line"), "blurry");
  await until(() => generate(el).textContent?.includes("Plan 4 clips"), "four");
  expect(await axes()).toEqual({
    prompt: ["a lake at night", "a fox"],
    negative_prompt: ["", "blurry"],
  });
});

test("a wording that is taken away, or is one already, is no axis", async () => {
  const { el, wordings } = await opened();
  const box = wordings("Prompt");
  named(box, "Another wording")?.click();
  put(await until(() => box.querySelector("textarea"), "a line"), "a fox");
  await until(() => generate(el).textContent?.includes("Plan 2"), "two");
  put(box.querySelector("textarea"), "a lake");
  await until(() => generate(el).textContent?.startsWith("Generate"), "the same");
  put(box.querySelector("textarea"), "a fox");
  await until(() => generate(el).textContent?.includes("Plan 2"), "two again");
  box.querySelector<HTMLElement>("[aria-label='Take wording 2 of Prompt away']")?.click();
  await until(() => generate(el).textContent?.startsWith("Generate"), "one");
  await until(() => document.activeElement?.matches(".vs-another"), "the keyboard stays");
});

test("what is typed faster than the page paints is kept, letter by letter", async () => {
  const { el, input, wordings } = await opened();
  const typing = async (target: HTMLInputElement | HTMLTextAreaElement, text: string) => {
    for (const letter of text) {
      put(target, target.value + letter);
      await new Promise<void>((drawn) => queueMicrotask(drawn));
      await null;
    }
    await painted();
    return target.value;
  };
  const box = wordings("Prompt");
  named(box, "Another wording")?.click();
  const line = await until(() => box.querySelector("textarea"), "a line");
  expect(await typing(line, "a harbour in snow")).toBe("a harbour in snow");
  expect(await typing(input("Strength"), "4, 6.5, 8")).toBe("4, 6.5, 8");
  const field = (name: string) =>
    el.querySelector<HTMLInputElement>(
      `[data-field=${name}] input:not([type=range])`,
    ) as HTMLInputElement;
  expect(await typing(field("seed"), "11,12,13")).toBe("11,12,13");
  expect(await typing(field("steps"), "25")).toBe("25");
});
