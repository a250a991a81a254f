import { h, render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { Child } from "../src/lib/child";
import { painted } from "../src/lib/painted";
import { until } from "./model";

const place = document.createElement("div");

type Draws = (name: string, el: HTMLElement, until: AbortSignal) => Promise<void>;

function drawn(drawChild: Draws, name: string): void {
  render(h(Child, { host: { drawChild }, name, class: "x" }), place);
}

const said = () => place.querySelector("[role=status]")?.textContent;

afterEach(() => render(null, place));

test("a widget that is closed before it is drawn is said to be closed, with no error", async () => {
  document.body.append(place);
  const missing = () => Promise.reject(new Error("widget model not found"));
  drawn(missing, "anywidget:a");
  await until(() => said()?.includes("closed"), "said");
  drawn(() => Promise.resolve(), "anywidget:b");
  expect(place.querySelector("[role=status]")).toBeNull();
});

test("one that fails while it is drawn is said to have failed, and logged", async () => {
  document.body.append(place);
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const error = new Error("x is undefined");
  drawn(() => Promise.reject(error), "anywidget:c");
  await until(() => said()?.includes("could not be drawn"), "said");
  expect(logged).toHaveBeenCalledWith(error);
  logged.mockClear();
  drawn(
    () => Promise.reject(new Error("[anywidget] No binding found for widget d")),
    "anywidget:d",
  );
  await until(() => said()?.includes("was closed"), "said");
  expect(logged).not.toHaveBeenCalled();
  logged.mockRestore();
});

test("one that nobody waits for any more is passed over", async () => {
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<void>((_, no) => {
    reject = no;
  });
  let waits: AbortSignal | undefined;
  const asked: Draws = (_, __, life) => {
    waits = life;
    return promise;
  };
  drawn(asked, "anywidget:a");
  await until(() => waits, "asked");
  drawn(asked, "");
  await until(() => waits?.aborted, "nobody waits");
  reject(new Error("widget model not found"));
  await painted();
  drawn(() => new Promise(() => {}), "anywidget:a");
  await painted();
  expect(said()).toBeUndefined();
});
