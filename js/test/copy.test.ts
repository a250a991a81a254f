import { afterEach, expect, test, vi } from "vitest";
import { copy } from "../src/widgets";
import { FakeModel, show, until } from "./model";

afterEach(() => vi.restoreAllMocks());

test("it copies the text, says so, and goes back to its label", async () => {
  const model = new FakeModel({ text: "veo.submit()", label: "Copy" });
  const written = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const { el, close } = show(copy, model);
  const button = await until(() => el.querySelector("button"), "a button");
  button.click();
  await until(() => button.textContent === "Copied", "said");
  expect(written).toHaveBeenCalledWith("veo.submit()");
  close();
  expect(model.listeners).toBe(0);
});

test("without the clipboard's permission the old way is tried, and a refusal told", async () => {
  const model = new FakeModel({ text: "x", label: "Copy" });
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
  const old = vi.spyOn(document, "execCommand").mockReturnValue(false);
  const { el, close } = show(copy, model);
  const button = await until(() => el.querySelector("button"), "a button");
  button.click();
  await until(() => button.textContent === "The browser refused", "said");
  expect(old).toHaveBeenCalledWith("copy");
  close();
});

test("there is nothing to copy", async () => {
  const { el, close } = show(copy, new FakeModel({ text: "", label: "Copy" }));
  const button = await until(() => el.querySelector("button"), "a button");
  expect(button.disabled).toBe(true);
  close();
});
