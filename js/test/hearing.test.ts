import { expect, test, vi } from "vitest";
import { deaf, decodes } from "../src/lib/hearing";
import { fromKernel, locate, serverUrl } from "../src/lib/media";

test("a browser that plays AAC is told by a frame of it", async () => {
  expect(await decodes()).toBe(true);
});

test("where AAC stays silent a clip comes from the kernel with its sound as MP3", async () => {
  const refusal = new DOMException("Unable to decode", "EncodingError");
  vi.spyOn(OfflineAudioContext.prototype, "decodeAudioData").mockRejectedValue(refusal);
  const bytes = (text: string) => async () =>
    new TextEncoder().encode(text).slice().buffer as ArrayBuffer;
  const clip = {
    name: "a.mp4",
    kind: "clip",
    path: null,
    part: bytes("its own"),
    mp3: bytes("with MP3"),
  } as const;
  const life = new AbortController();
  const place = await locate([fromKernel], clip, "stream", life.signal);
  expect(deaf.value).toBe(true);
  expect(place.how).toBe("kernel, its sound as MP3");
  expect(await (await fetch(place.url)).text()).toBe("with MP3");

  const broken = { ...clip, mp3: () => Promise.reject(new Error("none can be made")) };
  const own = await locate([fromKernel], broken, "stream", life.signal);
  expect(await (await fetch(own.url)).text()).toBe("its own");
});

test("nbclassic tells its server's address on the body", () => {
  const page = (config: string | null, baseUrl?: string) =>
    ({
      getElementById: () => config && { textContent: config },
      body: { dataset: { baseUrl } },
      location: { href: "http://localhost:8888/n/notebooks/a.ipynb" },
    }) as unknown as Document;
  expect(serverUrl(page(null, "/n/"))).toBe("http://localhost:8888/n/");
  expect(serverUrl(page('{"baseUrl": "/lab/"}', "/n/"))).toBe(
    "http://localhost:8888/lab/",
  );
  expect(serverUrl(page('{"other": 1}', "/n/"))).toBeNull();
  expect(serverUrl(page(null))).toBeNull();
});
