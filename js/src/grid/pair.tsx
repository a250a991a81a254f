/** Two clips on top of each other: wipe, difference, blink, onion skin. */
import { useEffect, useRef } from "preact/hooks";
import { TooLarge } from "../lib/media";
import { useComputed, useSignal, useValue } from "../lib/signals";
import type { CellView } from "../wire.gen";
import type { Comparison } from "./compare";
import { zoomAt } from "./pane";
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

/** One of the two: the clip itself, or its proxy where it cannot be, joined to the group. */
function Side({ files, playback, cell, name, style }: SideProps) {
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
      ? files.whole(cell, "proxy", life.signal)
      : files.stream(cell, life.signal);
    source
      .then((url) => {
        if (life.signal.aborted) return;
        element.addEventListener("loadeddata", () => playback.enter(index, player), {
          once: true,
          signal: life.signal,
        });
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
  return (
    <div class="vg-side-of" data-side={name} style={style}>
      <video ref={video} playsInline muted preload="auto" />
      {instead.value && <span class="vg-mark">{instead.value}</span>}
      {trouble.value && <span class="vg-mark vg-bad">{trouble.value}</span>}
    </div>
  );
}

function above(compare: Comparison): Record<string, string> {
  const split = compare.split.value;
  switch (compare.mode.value) {
    case "wipe":
      return {
        clipPath: compare.upright.value
          ? `inset(0 0 0 ${split}%)`
          : `inset(${split}% 0 0 0)`,
      };
    case "difference":
      return { mixBlendMode: "difference" };
    case "onion":
      return { opacity: String(compare.onion.value / 100) };
    default:
      return { visibility: compare.blinking.value ? "hidden" : "visible" };
  }
}

export function Compare(props: Pick<Parts, "compare" | "files" | "playback">) {
  const { compare, files, playback } = props;
  const mode = useValue(compare.mode);
  const split = useValue(compare.split);
  const upright = useValue(compare.upright);
  const chasing = useValue(compare.chasing);
  const gain = useValue(compare.gain);
  const onion = useValue(compare.onion);
  const peaks = useValue(compare.peaks);
  const style = useComputed(() => above(compare), [compare]);
  const pair = useValue(compare.pair);
  const [one, two] = (mode !== "grid" && pair) || [];
  useEffect(() => {
    if (one && two) compare.findDifferences();
    else compare.peaks.value = [];
  }, [one?.clip?.sha256, two?.clip?.sha256, one?.clip?.derived, two?.clip?.derived]);
  if (mode === "grid") return null;
  if (!one || !two) {
    return <p class="vg-stage-none">Two finished clips are needed to compare.</p>;
  }
  const aim = (event: PointerEvent) => {
    if (mode !== "wipe" || !(chasing || event.buttons === 1)) return;
    const bounds = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = upright
      ? (event.clientX - bounds.left) / bounds.width
      : (event.clientY - bounds.top) / bounds.height;
    compare.split.value = Math.max(0, Math.min(100, share * 100));
  };
  const hold = (on: boolean) => () => {
    if (mode === "blink") compare.blinking.value = on;
  };
  const keys = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? 0.5 : 4;
    compare.split.value = Math.max(0, Math.min(100, split + way * step));
  };
  const shape = one.clip ? `${one.clip.width} / ${one.clip.height}` : "16 / 9";
  return (
    <section class="vg-stage" aria-label={`Compare ${one.title} with ${two.title}`}>
      <div class="vg-line vw-quiet">
        <span>A {one.title}</span>
        <span class="vg-push">B {two.title}</span>
      </div>
      <div
        class="vg-both"
        data-mode={mode}
        style={{
          aspectRatio: shape,
          width: `min(100%, calc(62vh * ${shape}))`,
          filter: mode === "difference" ? `brightness(${gain})` : "none",
        }}
        onPointerMove={aim}
        onPointerDown={(event) => {
          aim(event);
          hold(true)();
        }}
        onPointerUp={hold(false)}
        onPointerLeave={hold(false)}
        onWheel={(event) => {
          event.preventDefault();
          zoomAt(compare, event, event.currentTarget);
        }}
      >
        <Side
          key={`A ${one.clip?.sha256}`}
          files={files}
          playback={playback}
          cell={one}
          name="A"
        />
        <Side
          key={`B ${two.clip?.sha256}`}
          files={files}
          playback={playback}
          cell={two}
          name="B"
          style={style}
        />
        {mode === "wipe" && (
          <div
            class={`vg-handle ${upright ? "vg-upright" : "vg-level"}`}
            role="slider"
            tabIndex={0}
            aria-label="Wipe"
            aria-orientation={upright ? "horizontal" : "vertical"}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(split)}
            aria-valuetext={`${Math.round(split)} % A`}
            style={upright ? { left: `${split}%` } : { top: `${split}%` }}
            onKeyDown={keys}
          />
        )}
      </div>
      <div class="vg-line">
        {mode === "wipe" && (
          <>
            <button
              type="button"
              aria-pressed={!upright}
              onClick={() => {
                compare.upright.value = !upright;
              }}
            >
              Level line
            </button>
            <button
              type="button"
              aria-pressed={chasing}
              onClick={() => {
                compare.chasing.value = !chasing;
              }}
            >
              Follow the pointer
            </button>
          </>
        )}
        {mode === "difference" && (
          <label>
            Gain{" "}
            <input
              type="range"
              min={1}
              max={20}
              value={gain}
              onInput={(event) => {
                compare.gain.value = Number(event.currentTarget.value);
              }}
            />
          </label>
        )}
        {mode === "onion" && (
          <label>
            B's share{" "}
            <input
              type="range"
              min={0}
              max={100}
              value={onion}
              onInput={(event) => {
                compare.onion.value = Number(event.currentTarget.value);
              }}
            />
          </label>
        )}
        {mode === "blink" && (
          <span class="vw-quiet">Hold the pointer or key B to see A</span>
        )}
        <button type="button" onClick={() => compare.swap()}>
          Swap A and B
        </button>
        <button type="button" onClick={() => jump(props, -1)} disabled={!peaks.length}>
          ‹ difference
        </button>
        <button type="button" onClick={() => jump(props, 1)} disabled={!peaks.length}>
          difference ›
        </button>
      </div>
    </section>
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
