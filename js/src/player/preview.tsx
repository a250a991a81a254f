/** The frame that the pointer is over on the seek bar, from the strip that the kit makes. */
import { useEffect } from "preact/hooks";
import { position } from "../lib/format";
import { startOf } from "../lib/frames";
import { useSignal } from "../lib/signals";
import type { ClipView } from "../wire.gen";
import type { Source } from "./source";

/** As many as `media` lays side by side, from the first to the last. */
const FRAMES = 12;

interface Props {
  clip: ClipView;
  source: Source;
  /** Where the pointer is, from 0 to 1. */
  at: number;
}

export function Preview({ clip, source, at }: Props) {
  const strip = useSignal("");
  useEffect(() => {
    let here = true;
    void source.strip().then((url) => {
      if (here) strip.value = url;
    });
    return () => {
      here = false;
    };
  }, [source]);
  const frame = Math.round(at * (clip.frames - 1));
  const tile = Math.round(at * (FRAMES - 1));
  const tall = clip.height > clip.width;
  return (
    <span
      class="vw-preview"
      aria-hidden="true"
      style={{ left: `calc(6px + ${at} * (100% - 12px))` }}
    >
      {strip.value && (
        <i
          style={{
            aspectRatio: `${clip.width} / ${clip.height}`,
            [tall ? "height" : "width"]: "128px",
            backgroundImage: `url("${strip.value}")`,
            backgroundSize: `${FRAMES * 100}% 100%`,
            backgroundPositionX: `${(100 * tile) / (FRAMES - 1)}%`,
          }}
        />
      )}
      <b>{position(startOf(frame, clip))}</b>
    </span>
  );
}
