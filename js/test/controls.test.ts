import { afterEach, expect, test } from "vitest";
import { carry, changes } from "../src/controls/carry";
import { series, written } from "../src/controls/series";
import type { FieldView } from "../src/wire.gen";
import cases from "./carry.json";
import { choose, draw, edits, press, prompt, radio, tidy, type } from "./controls";
import { checkedAs, field, formState } from "./form";
import { settled, until } from "./model";
import seriesCases from "./series.json";

afterEach(tidy);

const PACES = [
  "at once",
  "while one types on",
  "2 s late",
  "after all",
  "never",
] as const;
const LATE_MS = 2000;
for (const pace of PACES) {
  test(`typing while the model changes loses nothing, the kernel answers ${pace}`, async () => {
    const held: (() => void)[] = [];
    const { el, model } = draw((answer) => {
      if (pace === "at once") answer();
      else if (pace === "2 s late") setTimeout(answer, LATE_MS);
      else held.push(answer);
    });
    const answers = (now: (typeof PACES)[number]) => {
      if (pace === now) for (const answer of held.splice(0)) answer();
    };
    type(prompt(el), "old prompt");
    await until(() => edits(model).length === 1, "the kernel hears of the old prompt");
    choose(el, "auto");
    const area = prompt(el);
    type(area, "f");
    type(area, "frozen lake with skaters");
    answers("while one types on");
    await until(() => edits(model).length === 2, "the kernel hears");
    answers("while one types on");
    type(area, "frozen lake with skaters, at night");
    area.setSelectionRange(7, 11);
    radio(el, "4 s")?.click();
    await until(() => edits(model).length === 3, "the kernel hears of all");
    answers("after all");
    answers("while one types on");
    if (pace === "2 s late") {
      const { revision } = Object(edits(model).at(-1)?.form);
      const taken = () => Object(model.get("form")).revision === revision;
      await until(taken, "the last answer");
    }
    await until(() => prompt(el) === area, "the same field");
    expect(document.activeElement).toBe(area);
    expect(area.value).toBe("frozen lake with skaters, at night");
    expect([area.selectionStart, area.selectionEnd]).toEqual([7, 11]);
    expect(radio(el, "4 s")?.ariaChecked).toBe("true");
    expect(radio(el, "1080p")?.ariaChecked).toBe("true");
    expect(edits(model).at(-1)?.form).toMatchObject({
      model: "auto",
      values: {
        prompt: "frozen lake with skaters, at night",
        duration: 4,
        resolution: "1080p",
      },
    });
  });
}

for (const each of cases.cases) {
  test(`carried: ${each.rule}`, () => {
    const forms: Record<string, readonly Partial<FieldView>[]> = JSON.parse(
      JSON.stringify(cases.forms),
    );
    const fields = (name: string) => (forms[name] ?? []).map((one) => field(one));
    const done = carry(fields(each.from), fields(each.to), each.values, each.kept);
    expect(done).toEqual({ values: each.then, kept: each.keeps });
  });
}

test("what a model makes otherwise is said in one line, and undone", async () => {
  const { el, model } = draw();
  choose(el, "small");
  const said = await until(() => el.querySelector(".vc-notice span"), "the line");
  expect(said.textContent).toBe("Small: Duration 8 s → 5 s");
  expect(el.querySelector(".vc-kept")).toBeNull();
  el.querySelector<HTMLButtonElement>(".vc-notice .vw-link")?.click();
  await until(() => radio(el, "8 s")?.ariaChecked === "true", "as before");
  await until(() => edits(model).length, "told");
  expect(edits(model).at(-1)?.form).toMatchObject({ model: "full" });
});

test("a default that differs is said when the value is kept against it", () => {
  const sound = { name: "sound", title: "Sound", kind: "switch" } as const;
  const told = changes(
    [field({ ...sound, default: true })],
    [field({ ...sound, default: false })],
    { sound: true },
    { sound: true },
  );
  expect(told).toEqual(["Sound kept on: its own default is off"]);
});

test("what Python sets comes in, around what is being typed", async () => {
  const { el, model } = draw(() => {});
  type(prompt(el), "mine");
  const form = model.state.form as Record<string, unknown>;
  model.kernel("form", {
    ...form,
    values: { prompt: "theirs", duration: 4 },
    by: "",
    revision: 50,
  });
  await until(() => radio(el, "4 s")?.ariaChecked === "true", "the other field");
  expect(prompt(el).value).toBe("mine");
  await until(() => edits(model).length, "told");
  expect(edits(model).at(-1)?.form).toMatchObject({
    values: { prompt: "mine", duration: 4 },
  });
});

test("auto says what it is, and is chosen when nothing is sent", () => {
  const { el } = draw(undefined, formState("auto"));
  const auto = radio(el, "Auto (720p)");
  expect(auto?.ariaChecked).toBe("true");
  radio(el, "1080p")?.click();
  radio(el, "Auto (720p)")?.click();
  expect(auto?.ariaChecked).toBe("true");
});

test("radio groups: arrows choose, one stop for Tab over all settings", async () => {
  const { el, model } = draw();
  const eight = radio(el, "8 s");
  eight?.focus();
  press(eight ?? el, "ArrowLeft");
  await until(() => radio(el, "6 s")?.ariaChecked === "true", "chosen");
  expect(document.activeElement).toBe(radio(el, "6 s"));
  press(document.activeElement ?? el, "ArrowDown");
  await until(() => document.activeElement?.textContent === "1080p", "the next setting");
  const stops = [
    ...el.querySelectorAll<HTMLElement>("button, input, select, textarea"),
  ].filter((each) => each.tabIndex === 0 && !each.classList.contains("vw-hidden"));
  expect(stops.length).toBeLessThanOrEqual(6);
  await until(() => edits(model).length, "told");
});

test("problems stand under their field, named to those who do not see it", async () => {
  const { el, model } = draw();
  const seed = el.querySelector<HTMLInputElement>('[data-field="seed"] input');
  if (!seed) throw new Error("no seed");
  type(seed, "seven");
  await until(() => edits(model).length, "told");
  const { by, revision } = Object(edits(model).at(-1)?.form);
  const problems = [
    { field: "seed", text: "seed must be a whole number", source: "", fix: {} },
    { field: "prompt", text: "prompt is required", source: "", fix: {} },
  ];
  model.kernel("checked", { ...checkedAs(by, revision), problems });
  await until(() => seed.getAttribute("aria-invalid") === "true", "marked");
  const said = document.getElementById(seed.getAttribute("aria-describedby") ?? "");
  expect(said?.textContent).toContain("whole number");
  expect(prompt(el).getAttribute("aria-invalid")).toBeNull();
  type(seed, "7");
  await until(() => !seed.getAttribute("aria-invalid"), "no older word stays");
});

test("several seeds in one line", () => {
  for (const [text, numbers] of seriesCases.several)
    expect(series(String(text)), String(text)).toEqual(numbers);
  for (const none of seriesCases.none) expect(series(none), none).toBeNull();
  expect(written([1, 2, 3, 4, 5])).toBe("1,2,…,5");
});

test("Ctrl and up walk through earlier prompts and back to the draft", async () => {
  const { el, model } = draw();
  type(prompt(el), "draft");
  press(prompt(el), "ArrowUp", { ctrlKey: true });
  const ask = await until(
    () => model.sent.find((one) => one.type === "ask_prompts"),
    "ask",
  );
  model.say({ type: "prompts", id: ask.id, prompts: ["newest", "older"] });
  await until(() => prompt(el).value === "newest", "the newest");
  press(prompt(el), "ArrowUp", { ctrlKey: true });
  await until(() => prompt(el).value === "older", "the one before");
  press(prompt(el), "ArrowDown", { ctrlKey: true });
  await until(() => prompt(el).value === "newest", "on again");
  press(prompt(el), "ArrowDown", { ctrlKey: true });
  await until(() => prompt(el).value === "draft", "the draft");
});

test("the prompt grows with its text, up to where it scrolls", async () => {
  const { el } = draw();
  const area = prompt(el);
  type(area, "one line");
  const short = area.clientHeight;
  type(area, "a line\n".repeat(6));
  const long = area.clientHeight;
  await until(() => area.parentElement?.clientHeight === long, "a box that grew");
  expect(long).toBeGreaterThan(short);
  expect(area.scrollHeight).toBeLessThanOrEqual(long + 1);
  type(area, "a line\n".repeat(80));
  expect(area.clientHeight).toBeLessThan(320);
  expect(area.scrollHeight).toBeGreaterThan(area.clientHeight);
  type(area, "one line");
  expect(area.clientHeight).toBe(short);
  await until(() => area.parentElement?.clientHeight === short, "a box that shrank");
});

test("the first letter moves nothing at the card's foot", async () => {
  const { el } = draw();
  const foot = el.querySelector(".vc-foot");
  type(prompt(el), "");
  const place = () => {
    const end = foot?.querySelector(".vc-end")?.getBoundingClientRect();
    return [end?.left, end?.top, foot?.clientHeight];
  };
  await until(() => !foot?.querySelector(".vc-length")?.textContent, "empty");
  await settled(el);
  const before = place();
  type(prompt(el), "a");
  await until(() => foot?.querySelector(".vc-length")?.textContent === "1", "counted");
  await settled(el);
  expect(place()).toEqual(before);
});
