/** What a page says of itself, and what a page without a kernel draws. */
import { afterEach, expect, test } from "vitest";
import { badge, page } from "../src/widgets";
import { JOB } from "./badge";
import { FakeModel, until } from "./model";

afterEach(() => document.body.replaceChildren());

test("the carrier says that the page has the module, then what the page can", async () => {
  const model = new FakeModel({});
  const life = new AbortController();
  page.initialize({ model, signal: life.signal } as never);
  expect(model.sent).toEqual([{ type: "alive" }]);
  const facts = await until(() => model.sent[1], "the facts");
  expect(facts).toMatchObject({ type: "page", server: false, status: 0, frames: true });
  model.say({ type: "hello" });
  expect(model.sent[2]).toEqual({ type: "heard" });
  life.abort();
  expect(model.listeners).toBe(0);
});

function output(still: string, comm: unknown, live?: boolean) {
  document.body.innerHTML = `
    <div class="jp-OutputArea-child"><div><div class="veo-still">${still}</div></div></div>
    <div class="jp-OutputArea-child"><div id="view"></div></div>`;
  const model = new FakeModel({ job: JOB, _carrier: "IPY_MODEL_c1" });
  const asked: string[] = [];
  const get_model = async (id: string) => {
    asked.push(id);
    return live === undefined ? { comm } : { comm, comm_live: live };
  };
  const el = document.getElementById("view") as HTMLElement;
  const life = new AbortController();
  const given = Object.assign(model, { widget_manager: { get_model } });
  const drawn = badge.render({ model: given, el, signal: life.signal });
  return { el, asked, drawn };
}

test("a saved page leaves the still its place, and has nothing that could be pressed", async () => {
  const { el, asked, drawn } = output("a lake, ready", undefined, false);
  await drawn;
  expect(asked).toEqual(["c1"]);
  expect(el.childElementCount).toBe(0);
});

test("a saved page without a still says at once what it is", async () => {
  const { el, drawn } = output("", undefined, false);
  await drawn;
  expect(el.textContent).toMatch(/^Saved page: /);
  expect(el.querySelector("button, .vw")).toBeNull();
});

test.each([
  ["a kernel", {}, true],
  ["a kernel that is gone", {}, false],
  ["a host of another kind", undefined, undefined],
])("with %s the widget is drawn", async (_, comm, live) => {
  const { el, drawn } = output("a lake, ready", comm, live);
  await drawn;
  expect(el.querySelector(".vw-badge")).not.toBeNull();
});
