import { beforeEach, expect, test } from "vitest";
import stub from "../src/stub";
import { FakeModel, until } from "./model";

const CODE = `
export const first = { render: ({ el }) => { el.textContent = "drawn"; } };
export const other = {
  initialize: ({ el }) => { el.textContent = "began"; },
  render: ({ el }) => { el.textContent += ", the other"; },
};`;

beforeEach(() => {
  globalThis.__veoWidgets = undefined;
});

async function packed(code: string): Promise<DataView> {
  const packing = new Blob([code]).stream().pipeThrough(new CompressionStream("gzip"));
  return new DataView(await new Response(packing).arrayBuffer());
}

function context(state: Record<string, unknown>) {
  const model = new FakeModel(state);
  const el = document.createElement("div");
  const life = new AbortController();
  return {
    model,
    el,
    life,
    given: { model, el, signal: life.signal } as never,
  };
}

test("one carrier serves every instance, whichever comes first", async () => {
  const early = context({ _module: "first", _hash: "h1" });
  const began = stub.initialize(early.given);
  const carrier = context({ _hash: "h1", _code: await packed(CODE) });
  await stub.initialize(carrier.given);
  await began;
  await stub.render(early.given);
  expect(early.el.textContent).toBe("drawn");
  const late = context({ _module: "other", _hash: "h1" });
  await stub.initialize(late.given);
  await stub.render(late.given);
  expect(late.el.textContent).toBe("began, the other");
});

test("without a carrier, or with one that cannot be unpacked, the kernel is asked", async () => {
  const spoilt = context({ _hash: "h2", _code: new DataView(new ArrayBuffer(3)) });
  void stub.initialize(spoilt.given);
  const alone = context({ _module: "first", _hash: "h2" });
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
