/** Two clips on top of each other: wipe, difference, blink, onion skin. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal, useValue } from "../lib/signals";
import type { CellView, Mode } from "../wire.gen";
import { zoomAt } from "./pane";
import type { Store } from "./store";
import { VideoPlayer } from "./video";

/** The two sides are players beside the cells', under numbers that no cell has. */
const SIDE_A = -11;
const SIDE_B = -12;

interface Side {
  store: Store;
  cell: CellView;
  name: "A" | "B";
  style?: Record<string, string>;
}

/** One of the two: the clip itself, not its proxy, joined to the group. */
function Side({ store, cell, name, style }: Side) {
  const video = useRef<HTMLVideoElement>(null);
  const trouble = useSignal("");
  const clip = cell.clip;
  useEffect(() => {
    const element = video.current;
    if (!element || !clip) return;
    const life = new AbortController();
    const index = name === "A" ? SIDE_A : SIDE_B;
    const player = new VideoPlayer(element, clip, life.signal, () => {
      trouble.value = player.failed ? "cannot be decoded" : "";
    });
    store.files
      .stream(cell, life.signal)
      .then((url) => {
        if (life.signal.aborted) return;
        element.addEventListener("loadeddata", () => store.enter(index, player), {
          once: true,
          signal: life.signal,
        });
        element.src = url;
      })
      .catch((error: Error) => {
        if (error.name !== "AbortError") trouble.value = error.message;
      });
    return () => {
      store.leave(index, player);
      life.abort();
    };
  }, [clip?.sha256]);
  return (
    <div class="vg-side-of" data-side={name} style={style}>
      <video ref={video} playsInline muted preload="auto" />
      {trouble.value && <span class="vg-mark vg-bad">{trouble.value}</span>}
    </div>
  );
}

function above(store: Store, mode: Mode): Record<string, string> {
  const split = store.split.value;
  if (mode === "wipe") {
    return {
      clipPath: store.upright.value ? `inset(0 0 0 ${split}%)` : `inset(${split}% 0 0 0)`,
    };
  }
  if (mode === "difference") return { mixBlendMode: "difference" };
  if (mode === "onion") return { opacity: String(store.onion.value / 100) };
  return { visibility: store.blinking.value ? "hidden" : "visible" };
}

export function Stage({ store }: { store: Store }) {
  const mode = useValue(store.mode);
  const split = useValue(store.split);
  const upright = useValue(store.upright);
  const chasing = useValue(store.chasing);
  const gain = useValue(store.gain);
  const onion = useValue(store.onion);
  const peaks = useValue(store.peaks);
  useValue(store.blinking);
  useValue(store.focused);
  useValue(store.baseline);
  useValue(store.version);
  const pair = mode === "grid" ? null : store.pair();
  const [one, two] = pair ?? [undefined, undefined];
  useEffect(() => {
    store.peaks.value = [];
    if (one && two)
      store.send({ type: "find_differences", one: one.index, other: two.index });
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
    store.split.value = Math.max(0, Math.min(100, share * 100));
  };
  const hold = (on: boolean) => () => {
    if (mode === "blink") store.blinking.value = on;
  };
  const keys = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? 0.5 : 4;
    store.split.value = Math.max(0, Math.min(100, split + way * step));
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
          zoomAt(store, event, event.currentTarget);
        }}
      >
        <Side key={`A ${one.clip?.sha256}`} store={store} cell={one} name="A" />
        <Side
          key={`B ${two.clip?.sha256}`}
          store={store}
          cell={two}
          name="B"
          style={above(store, mode)}
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
                store.upright.value = !upright;
              }}
            >
              Level line
            </button>
            <button
              type="button"
              aria-pressed={chasing}
              onClick={() => {
                store.chasing.value = !chasing;
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
                store.gain.value = Number(event.currentTarget.value);
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
                store.onion.value = Number(event.currentTarget.value);
              }}
            />
          </label>
        )}
        {mode === "blink" && (
          <span class="vw-quiet">Hold the pointer or key B to see A</span>
        )}
        <button type="button" onClick={() => swapSides(store, one, two)}>
          Swap A and B
        </button>
        <button type="button" onClick={() => store.jump(-1)} disabled={!peaks.length}>
          ‹ difference
        </button>
        <button type="button" onClick={() => store.jump(1)} disabled={!peaks.length}>
          difference ›
        </button>
      </div>
    </section>
  );
}

export function swapSides(store: Store, one: CellView, two: CellView): void {
  store.baseline.value = two.index;
  store.focused.value = one.index;
}
