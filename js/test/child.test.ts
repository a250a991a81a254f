import { h, render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { Child } from "../src/lib/child";

const place = document.createElement("div");

function drawn(drawChild: (name: string) => Promise<void>, name: string): void {
  render(h(Child, { host: { drawChild }, name, class: "x" }), place);
}

afterEach(() => render(null, place));

test("a widget that is closed before it is drawn is said to be closed, with no error", async () => {
  document.body.append(place);
  const missing = () => Promise.reject(new Error("widget model not found"));
  drawn(missing, "anywidget:a");
  await vi.waitFor(() =>
    expect(place.querySelector("[role=status]")?.textContent).toContain("closed"),
  );
  drawn(() => Promise.resolve(), "anywidget:b");
  expect(place.querySelector("[role=status]")).toBeNull();
});

test("one that fails while it is drawn is said to have failed, and logged", async () => {
  document.body.append(place);
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const error = new Error("x is undefined");
  drawn(() => Promise.reject(error), "anywidget:c");
  await vi.waitFor(() =>
    expect(place.querySelector("[role=status]")?.textContent).toContain(
      "could not be drawn",
    ),
  );
  expect(logged).toHaveBeenCalledWith(error);
  logged.mockClear();
  drawn(
    () => Promise.reject(new Error("[anywidget] No binding found for widget d")),
    "anywidget:d",
  );
  await vi.waitFor(() =>
    expect(place.querySelector("[role=status]")?.textContent).toContain("was closed"),
  );
  expect(logged).not.toHaveBeenCalled();
  logged.mockRestore();
});

test("one that nobody waits for any more is passed over", async () => {
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<void>((_, no) => {
    reject = no;
  });
  drawn(() => promise, "anywidget:a");
  await vi.waitFor(() => expect(place.querySelector(".x")).not.toBeNull());
  await new Promise((go) => setTimeout(go));
  drawn(() => promise, "");
  await new Promise((go) => setTimeout(go));
  reject(new Error("widget model not found"));
  await promise.catch(() => {});
  expect(place.querySelector("[role=status]")).toBeNull();
});
