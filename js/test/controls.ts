/** Controls with a kernel of the test's own, and hands to use them. */
import { controls } from "../src/widgets";
import { formState, type Kernel, kernelOf } from "./form";
import { FakeModel, show } from "./model";

export const open: { close: () => void }[] = [];

export function draw(answer: Kernel = () => 0, change: Record<string, unknown> = {}) {
  const model = new FakeModel({ ...formState(), ...change });
  kernelOf(model, answer);
  const view = show(controls, model);
  open.push(view);
  return { model, ...view };
}

export function tidy(): void {
  for (const view of open.splice(0)) view.close();
  document.body.removeAttribute("data-jp-theme-light");
}

export function prompt(el: Element): HTMLTextAreaElement {
  const area = el.querySelector<HTMLTextAreaElement>('[data-field="prompt"] textarea');
  if (!area) throw new Error("no prompt");
  return area;
}

export function type(area: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  area.focus();
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function choose(el: Element, slug: string): void {
  const picker = el.querySelector<HTMLSelectElement>(".vc-model");
  if (!picker) throw new Error("no models");
  picker.value = slug;
  picker.dispatchEvent(new Event("change", { bubbles: true }));
}

export const radio = (el: Element, name: string) =>
  [...el.querySelectorAll<HTMLElement>("[role=radio]")].find(
    (each) => each.textContent === name || each.getAttribute("aria-label") === name,
  );

export const edits = (model: FakeModel) =>
  model.sent.filter((each) => each.type === "edit");

export const press = (el: Element, key: string, more: KeyboardEventInit = {}) =>
  el.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
  );
