import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import type { FieldView } from "../src/wire.gen";
import { edits, tidy } from "./controls";
import { all, drawForm, formOf, MODELS, one } from "./form-of";
import { type FakeModel, until } from "./model";

afterEach(tidy);

/** Choose another model, and return what the kernel is asked about it. */
function carriedTo(slug: string, el: HTMLElement, model: FakeModel) {
  const picker = one<HTMLSelectElement>(el, "select.vc-model");
  picker.value = slug;
  picker.dispatchEvent(new Event("change", { bubbles: true }));
  return until(() => model.sent.find((each) => each.type === "ask_carry"), "asked");
}

test("a model without a prompt has no prompt box, and its medium comes first", () => {
  const form = MODELS.find((each) => each.slug === "svd");
  if (!form) throw new Error("no svd");
  const { el } = drawForm(form);
  expect(el.querySelector(".vc-prompt")).toBeNull();
  expect(one(el, ".vc-card button").getAttribute("aria-label")).toBe(
    "Add Start image (required)",
  );
});

test("where there is neither prompt nor medium, a line says so and no box is drawn", () => {
  const form = MODELS.find((each) => each.slug === "sora-2");
  if (!form) throw new Error("no sora-2");
  const bare = form.fields.filter(({ kind }) => kind === "choice");
  const card = one(drawForm({ ...form, fields: bare }).el, ".vc-card");
  expect(card.textContent).toContain("This model has no prompt.");
  expect(getComputedStyle(card).borderTopColor).toBe("rgba(0, 0, 0, 0)");
});

test("all models are asked for, listed with their status, found and chosen", async () => {
  const [first, ...rest] = MODELS;
  if (!first) throw new Error("no models");
  const { el, model } = drawForm(first);
  const select = one<HTMLSelectElement>(el, "select.vc-model");
  select.value = "*";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  expect(select.value).toBe(first.slug);
  expect(model.sent.at(-1)).toMatchObject({ type: "show_models", everything: true });
  const status = "as the stored page says, 2026-08-19, unverified";
  model.kernel("forms", [
    first,
    ...rest.map((form) => ({ ...form, status, priced: false })),
  ]);
  const picker = await until(
    () => el.querySelector<HTMLElement>("button.vc-model"),
    "a list with a search",
  );
  await userEvent.click(picker);
  await userEvent.keyboard("sora");
  const rows = await until(() => {
    const found = all(el, "[role=option]");
    return found.length === 1 && found;
  }, "one");
  expect(rows[0]?.textContent).toContain("price unknown");
  await userEvent.keyboard("{Enter}");
  await until(() => el.textContent?.includes("As the stored page says"), "its status");
});

test("lengths and shapes come from the catalogue, and that is said", async () => {
  const there = formOf([
    { name: "n", role: "frames", title: "Frames", kind: "number", unit: "frames" },
  ]);
  const here = formOf([
    { name: "s", role: "duration", title: "Duration", kind: "number" },
  ]);
  const { el, model } = drawForm({ ...here, slug: "here" }, { s: 5 }, [there]);
  const asked = await carriedTo("odd", el, model);
  expect(asked).toMatchObject({ left: "here", taken: "odd", values: { s: 5 } });
  const said = ["Duration 5 → Frames 121 frames"];
  model.say({ type: "carried", id: asked.id, values: { n: 121 }, kept: {}, said });
  await until(() => el.textContent?.includes(`Odd: ${said[0]}`), "said");
  const box = one<HTMLInputElement>(el, "[data-field=n] input");
  await until(() => box.value === "121", "in the form");
});

test("what was put aside stays so, but for what the catalogue found a place for", async () => {
  const there = formOf([{ name: "size", title: "Size" }]);
  const here = formOf([
    { name: "ratio", role: "aspect_ratio", title: "Shape" },
    { name: "negative", role: "negative_prompt", title: "Not wanted" },
    { name: "last", role: "last_frame", title: "Last frame" },
  ]);
  const given = { ratio: "9:16", negative: "rain", last: "image:a" };
  const { el, model } = drawForm({ ...here, slug: "here" }, given, [there]);
  const asked = await carriedTo("odd", el, model);
  const stays = { negative_prompt: "rain", last_frame: "image:a" };
  expect(asked.kept).toEqual({ aspect_ratio: "9:16", ...stays });
  const said = ["Shape 9:16 → Size 720x1280"];
  const values = { size: "720x1280" };
  model.say({ type: "carried", id: asked.id, values, kept: stays, said });
  await until(() => el.textContent?.includes(`Odd: ${said[0]}`), "said");
  const form = await until(
    () => Object(edits(model).at(-1)?.form).values?.size && edits(model).at(-1)?.form,
    "the kernel hears",
  );
  expect(form).toMatchObject({ values, kept: stays });
  expect(Object(form).kept).toEqual(stays);
});

/** What draws a field, wherever it is. */
function controlOf(el: Element, { name, kind, role }: FieldView): Element | null {
  if (kind === "file" || kind === "files")
    return el.querySelector(`[data-slot="${name}:0"]`);
  if (role === "width" || role === "height") return el.querySelector(".vc-sides input");
  const inner = "input, textarea, select, button";
  const own = el.querySelector(`[data-field="${name}"]`);
  return own?.querySelector(inner) ?? null;
}

test("every parameter of every model has a control, and a name for it", async () => {
  const [first] = MODELS;
  if (!first) throw new Error("no models");
  const { el, model } = drawForm(first);
  expect(MODELS.length).toBeGreaterThan(35);
  const lacking: string[] = [];
  for (const [index, form] of MODELS.entries()) {
    const given = form.fields.filter((each) => each.default !== null);
    const values = Object.fromEntries(given.map((each) => [each.name, each.default]));
    for (const each of form.fields.filter((found) => found.kind === "list"))
      values[each.name] = [{}];
    const state = { model: form.slug, values, kept: {}, axes: {}, by: "" };
    model.kernel("forms", [form]);
    model.kernel("form", { ...state, revision: index + 1 });
    await until(() => one(el, "form").dataset.model === form.slug, form.slug);
    for (const button of all(el, ".vc-foot > .vc-chip:not(.vc-full)")) button.click();
    await until(
      () =>
        form.fields
          .filter((each) => each.kind === "prompt")
          .every((each) => el.querySelector(`[data-field="${each.name}"] textarea`)),
      "all texts",
    );
    for (const each of form.fields)
      if (!controlOf(el, each)) lacking.push(`${form.slug}.${each.name}`);
    const { violations } = await axe.run(el, {
      runOnly: ["label", "button-name", "select-name", "aria-input-field-name"],
    });
    for (const found of violations)
      lacking.push(`${form.slug}: ${found.id} ${found.nodes.map((node) => node.html)}`);
  }
  expect(lacking).toEqual([]);
});
