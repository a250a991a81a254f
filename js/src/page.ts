/** What carries the module says that the page has it, and what the page and its server can. */
import { isDeaf } from "./lib/hearing";
import { serverAnswered, serverUrl, tokenOf } from "./lib/media";
import { threadsHeard } from "./lib/silence";
import { until } from "./lib/traits";
import { ABOUT, type PageFacts } from "./wire.gen";

interface Begun {
  model: {
    send(message: unknown): void;
    on(event: string, act: (message: { type?: string }) => void): void;
    off(event: string, act: (message: { type?: string }) => void): void;
  };
  signal: AbortSignal;
}

/** What the server answers when it is asked for the kit; 0 where it sends to a login. */
async function statusOf(base: string | null): Promise<number> {
  if (!base) return 0;
  const asked = fetch(new URL(ABOUT, base), {
    headers: tokenOf(document.cookie),
    credentials: "same-origin",
    redirect: "manual",
  });
  return asked.then(({ status }) => status).catch(() => 0);
}

async function facts(): Promise<PageFacts> {
  const base = serverUrl();
  const video = document.createElement("video");
  const status = await statusOf(base);
  serverAnswered(status);
  return {
    type: "page",
    server: base !== null,
    status,
    h264: video.canPlayType('video/mp4; codecs="avc1.640028"') !== "",
    aac: !(await isDeaf()),
    frames: "requestVideoFrameCallback" in video,
  };
}

export const page = {
  initialize({ model, signal }: Begun): void {
    const heard = ({ type }: { type?: string }) => {
      if (type !== "hello") return;
      threadsHeard();
      model.send({ type: "heard" });
    };
    model.on("msg:custom", heard);
    until(signal, () => model.off("msg:custom", heard));
    model.send({ type: "alive" });
    void facts().then((found) => signal.aborted || model.send(found));
  },
};
