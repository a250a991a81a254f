import { afterEach, expect, test, vi } from "vitest";
import { type Host, kernelHost, staticHost } from "../src/host";
import {
  besidePage,
  chunk,
  fromKernel,
  fromServer,
  locate,
  tokenOf,
} from "../src/lib/media";
import { follow, share } from "../src/lib/traits";
import type {
  ComparisonGridFromPython,
  ComparisonGridToPython,
  GridModel,
} from "../src/wire.gen";
import { CHUNK_BYTES } from "../src/wire.gen";
import { FakeModel } from "./model";

type GridHost = Host<GridModel, ComparisonGridToPython, ComparisonGridFromPython>;

interface Rows {
  rows: readonly string[];
}

const QUESTION = { type: "text_request", index: 0, about: "python", time: 0 } as const;

function kernel(state = {}) {
  const life = new AbortController();
  const model = new FakeModel(state);
  const host: GridHost = kernelHost(model, life.signal);
  return { model, host, life };
}
const ask = (host: GridHost, signal?: AbortSignal) =>
  host.request(QUESTION, "text_reply", { within: 1000, ...(signal && { signal }) });
const idOf = (model: FakeModel, n = 0) => model.sent[n]?.id;

afterEach(() => vi.useRealTimers());

/** As JupyterHub takes a cookie of a script only beside the same token as a header. */
const hub = async (_: unknown, call?: RequestInit) =>
  new Headers(call?.headers).get("x-xsrftoken") === "2|a1|b2"
    ? new Response("x", { status: 206, headers: { "content-type": "video/mp4" } })
    : new Response("", { status: 403 });

test("a trait set after its kernel has gone stays as it was set, and nothing is thrown", () => {
  const { model, host } = kernel({ time: 0 });
  model.save_changes = () => {
    throw "Syncing error: no comm channel defined";
  };
  host.set("time", 2);
  expect([host.get("time"), host.offline.value]).toEqual([2, true]);
});

test("a file asked of the server carries the token that JupyterHub wants", async () => {
  vi.stubGlobal("fetch", hub);
  const file = { name: "a", kind: "clip", path: "media/a.mp4", part: vi.fn() } as const;
  const stream = () =>
    fromServer(location.href).stream?.(file, new AbortController().signal);
  expect(await stream()).toBeNull();
  const cookies = vi.spyOn(document, "cookie", "get").mockReturnValue("_xsrf=2|a1|b2");
  expect(await stream()).toMatchObject({ how: "server" });
  cookies.mockRestore();
  vi.unstubAllGlobals();
});

test("of several tokens the nearest path's is sent, and nothing that looks like one", () => {
  expect(tokenOf("a=1; _xsrf=near; _xsrf=far")).toEqual({ "X-XSRFToken": "near" });
  expect(tokenOf("not_xsrf=1; x=_xsrf")).toEqual({});
  expect(tokenOf("")).toEqual({});
});

test("each question has its own answer, whatever comes first", async () => {
  const { model, host } = kernel();
  const [one, other] = [ask(host), ask(host)];
  model.say({ type: "text_reply", id: idOf(model, 1), text: "other", error: null });
  model.say({ type: "text_reply", id: idOf(model, 0), text: "one", error: null });
  model.say({ type: "text_reply", id: idOf(model, 0), text: "late", error: "late" });
  expect((await one)[0].text).toBe("one");
  expect((await other)[0].text).toBe("other");
  expect(model.listeners).toBe(0);
});

test("an error of the kernel is the question's error", async () => {
  const { model, host } = kernel();
  const asked = ask(host);
  model.say({ type: "text_reply", id: idOf(model), text: "", error: "no such cell" });
  await expect(asked).rejects.toThrow("no such cell");
  expect(model.listeners).toBe(0);
});

test("a lost answer ends at the deadline, and its late answer changes nothing", async () => {
  vi.useFakeTimers();
  const { model, host } = kernel();
  const asked = ask(host).catch((error: Error) => error.name);
  await vi.advanceTimersByTimeAsync(999);
  expect(model.listeners).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await asked).toBe("TimeoutError");
  model.say({ type: "text_reply", id: idOf(model), text: "late", error: null });
  expect(model.listeners).toBe(0);
});

test.each(["view", "question"])("the end of the %s ends the question", async (which) => {
  const { model, host, life } = kernel();
  const own = new AbortController();
  const asked = ask(host, own.signal).catch((error: Error) => error.name);
  (which === "view" ? life : own).abort();
  expect(await asked).toBe("AbortError");
  expect(model.listeners).toBe(0);
  const late = ask(host, own.signal).catch((error: Error) => error.name);
  expect(await late).toBe("AbortError");
  expect(model.sent).toHaveLength(1);
});

test("a kernel that is gone refuses at once", async () => {
  const { model, host } = kernel();
  model.send = () => {
    throw new Error("Cannot send");
  };
  await expect(ask(host)).rejects.toThrow("the kernel does not answer");
  expect(host.offline.value).toBe(true);
  expect(model.listeners).toBe(0);
});

test("listeners die with their signal", () => {
  const { model, host, life } = kernel({ rows: ["seed"], rate: 1 });
  const own = new AbortController();
  const rows = follow(host, "rows");
  const rate = share(host, "rate");
  host.hear(() => {});
  host.on("time", () => {}, own.signal);
  expect(model.listeners).toBe(4);
  model.kernel("rows", []);
  model.kernel("rate", 2);
  expect([rows.value, rate.value]).toEqual([[], 2]);
  own.abort();
  expect(model.listeners).toBe(3);
  life.abort();
  expect(model.listeners).toBe(0);
  rate.value = 1;
  expect(model.get("rate")).toBe(2);
});

test("without a kernel, state is kept and nothing is asked", async () => {
  const life = new AbortController();
  const saved = { state: { rows: ["seed"] }, files: {} };
  const host = staticHost<Rows, never, never>(saved, life.signal);
  const own = share<Rows, "rows">(host, "rows");
  const seen = follow<Rows, "rows">(host, "rows");
  own.value = ["model"];
  expect(seen.value).toEqual(["model"]);
  expect(host.live).toBe(false);
  life.abort();
  own.value = [];
  expect(host.get("rows")).toEqual(["model"]);
});

test("a file comes by the first way that has it", async () => {
  const sizes = [CHUNK_BYTES, 10];
  const file = (name: string) => ({
    name,
    kind: "clip" as const,
    path: null,
    part: (start: number, signal: AbortSignal) =>
      chunk(signal, async () => {
        const size = sizes[start / CHUNK_BYTES] ?? 0;
        return [null, [new DataView(new ArrayBuffer(size))]];
      }),
  });
  const { signal } = new AbortController();
  const ways = [besidePage({ "a.mp4": "clips/a.mp4" }), fromKernel];
  const near = await locate(ways, file("a.mp4"), "stream", signal);
  expect(near).toMatchObject({ how: "page", held: false });
  expect(near.url).toBe(new URL("clips/a.mp4", document.baseURI).href);
  const far = await locate(ways, file("b.mp4"), "stream", signal);
  expect(far).toMatchObject({ how: "kernel", held: true });
  expect((await (await fetch(far.url)).blob()).size).toBe(CHUNK_BYTES + 10);
  const none = locate(ways.slice(0, 1), file("b.mp4"), "whole", signal);
  await expect(none).rejects.toThrow("it is not here");
  URL.revokeObjectURL(far.url);
});
