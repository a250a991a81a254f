import { beforeEach, expect, test } from "vitest";
import stub from "../src/stub";
import { FakeModel, until } from "./model";

const CODE = `export default {
  initialize: () => { globalThis.__began = (globalThis.__began ?? 0) + 1; },
  render: ({ el }) => { el.textContent = "drawn"; },
};`;

beforeEach(() => {
  globalThis.__veoWidgets = undefined;
});

function context(state: Record<string, unknown>) {
  const model = new FakeModel(state);
  const el = document.createElement("div");
  const life = new AbortController();
  return {
    model,
    el,
    life,
    given: { model: model.typed, el, signal: life.signal } as never,
  };
}

test("one carrier serves every instance, whichever comes first", async () => {
  const early = context({ _hash: "h1", _code: "" });
  const began = stub.initialize(early.given);
  const carrier = context({ _hash: "h1", _code: CODE });
  await stub.initialize(carrier.given);
  await began;
  await stub.render(early.given);
  expect(early.el.textContent).toBe("drawn");
});

test("without a carrier the kernel is asked", async () => {
  const alone = context({ _hash: "h2", _code: "" });
  const began = stub.initialize(alone.given);
  await until(() => alone.model.sent.length, "the question");
  expect(alone.model.sent).toEqual([{ type: "code" }]);
  alone.model.say({ type: "code", code: CODE });
  await began;
  await stub.render(alone.given);
  expect(alone.el.textContent).toBe("drawn");
  alone.life.abort();
  expect(alone.model.listeners).toBe(0);
});
