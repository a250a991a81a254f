/** A clip on the stage: itself, or its small copy, in step with the cells. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { TooLarge } from "../lib/media";
import { useComputed, useSignal } from "../lib/signals";
import type { CellView } from "../wire.gen";
import type { Parts } from "./store";
import { VideoPlayer } from "./video";

/** The two sides are players beside the cells', under numbers that no cell has. */
const SIDE_A = -11;
const SIDE_B = -12;

interface SideProps extends Pick<Parts, "files" | "playback"> {
  cell: CellView;
  name: "A" | "B";
  style?: Record<string, string>;
}

/** One of the two: the clip itself, or its proxy where it cannot be, joined to the group.
 *  Until it has a picture, the cell's own stands there. */
export function Side({ files, playback, cell, name, style }: SideProps) {
  const video = useRef<HTMLVideoElement>(null);
  const trouble = useSignal("");
  /** Why the proxy stands in; empty while the clip itself plays. */
  const instead = useSignal(
    cell.clip?.uneven ? "its frames come unevenly: its even copy" : "",
  );
  const clip = cell.clip;
  useEffect(() => {
    const element = video.current;
    if (!element || !clip) return;
    if (instead.value && !clip.derived) {
      trouble.value = clip.trouble;
      if (!clip.trouble) files.derive(cell);
      return;
    }
    const life = new AbortController();
    const index = name === "A" ? SIDE_A : SIDE_B;
    const player = new VideoPlayer(element, clip, life.signal, () => {
      if (!player.failed) trouble.value = "";
      else if (instead.value) trouble.value = "cannot be decoded";
      else
        instead.value = `this browser cannot play ${clip.codec || "it"}: its small copy`;
    });
    const source = instead.value
      ? files.whole(cell, "pictures", life.signal)
      : files.stream(cell, life.signal);
    source
      .then((url) => {
        if (life.signal.aborted) return;
        element.addEventListener(
          "loadeddata",
          () => playback.enter(index, player, cell.index),
          {
            once: true,
            signal: life.signal,
          },
        );
        element.src = url;
      })
      .catch((error: Error) => {
        if (error.name === "AbortError") return;
        if (error instanceof TooLarge) instead.value = `${error.message}: its small copy`;
        else trouble.value = error.message;
      });
    return () => {
      playback.leave(index, player);
      life.abort();
    };
  }, [clip?.sha256, instead.value, instead.value && clip?.derived, clip?.trouble]);
  const before = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const [canvas, small] = [before.current, playback.players.get(cell.index)?.element];
    if (!canvas || !small?.videoWidth) return;
    canvas.width = small.videoWidth;
    canvas.height = small.videoHeight;
    canvas.getContext("2d")?.drawImage(small, 0, 0);
  }, [clip?.sha256]);
  const over = useComputed(() => playback.ended(cell.index), [cell.index]);
  const ratio = (clip?.width ?? 16) / (clip?.height ?? 9);
  return (
    <div class="vg-side-of" data-side={name} data-over={over} style={style}>
      <div class="vg-fit vg-frame" style={{ "--ratio": String(ratio) }}>
        <canvas ref={before} />
        <video ref={video} playsInline muted preload="auto" />
      </div>
      {over && clip && (
        <span class="vg-mark">
          {name} ended {(clip.start + clip.duration).toFixed(1)} s
        </span>
      )}
      {instead.value && <span class="vg-mark">{instead.value}</span>}
      {trouble.value && <span class="vg-mark vg-bad">{trouble.value}</span>}
    </div>
  );
}

/** Go to the difference before or after this moment. */
export function jump(
  { compare, playback }: Pick<Parts, "compare" | "playback">,
  way: 1 | -1,
) {
  const at = compare.peak(playback.time.peek(), way);
  if (at !== undefined) void playback.seek(at);
}
