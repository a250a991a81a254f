/** The picture of one cell: a poster until it is near, then a player of the group. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type Signal, useComputed, useSignal, useValue } from "../lib/signals";
import { LOOKS } from "../lib/states";
import { type CellView, type GridClip, STRIP_FRAMES, WENT_WRONG } from "../wire.gen";
import type { Comparison } from "./compare";
import type { Files } from "./files";
import type { Parts } from "./store";
import { Trouble } from "./trouble";
import { VideoPlayer } from "./video";

const DERIVE_PATIENCE_MS = 15_000;
const AGAIN_MS = 5000;

const NEAR = 120;

/** Whether an element is near the window: at once where it is drawn, then as it moves. */
function useNear(element: { current: HTMLElement | null }) {
  const near = useSignal(false);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const { top, bottom } = target.getBoundingClientRect();
    near.value = bottom > top && bottom > -NEAR && top < innerHeight + NEAR;
    const seen = new IntersectionObserver(
      (entries) => {
        near.value = entries.at(-1)?.isIntersecting ?? false;
      },
      { rootMargin: `${NEAR}px` },
    );
    seen.observe(target);
    return () => seen.disconnect();
  }, []);
  return near.value;
}

/**
 * The strip or the poster. A pane that will play anyway loads its player first, and its
 * strip, which then is there to be leafed through, after the players of all others.
 */
function useStill(files: Files, cell: CellView, shown: boolean, later: boolean) {
  const picture = useSignal<{ url: string; strip: boolean } | null>(null);
  const derived = cell.clip?.derived ?? false;
  useEffect(() => {
    if (!shown || !cell.clip) return;
    const life = new AbortController();
    const kind = derived ? "strip" : "poster";
    files
      .whole(cell, kind, life.signal, later)
      .then((url) => {
        if (!life.signal.aborted) picture.value = { url, strip: kind === "strip" };
      })
      .catch(() => {});
    return () => life.abort();
  }, [shown, cell.clip?.sha256, derived]);
  return picture;
}

interface Props
  extends Pick<
    Parts,
    "cells" | "compare" | "files" | "host" | "more" | "panels" | "playback"
  > {
  source: Signal<CellView>;
}

export function Pane(props: Props) {
  const { cells, compare, files, host, more, panels, playback, source } = props;
  const cell = useValue(source);
  const box = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const near = useNear(box);
  const scrub = useSignal<number | null>(null);
  const trouble = useSignal("");
  const loaded = useSignal(false);
  const request = useSignal<"none" | "sent" | "in vain">("none");
  const before = useRef<GridClip | null>(null);
  const attempt = useSignal(0);
  const clip = cell.clip;
  const slot = useComputed(() => playback.slots.of(cell.index), [cell.index]);
  const live = slot === "held" && clip !== null;
  useLayoutEffect(() => {
    if (near && clip) playback.slots.claim(cell.index);
  });
  useLayoutEffect(() => {
    if (near) return () => playback.slots.unclaim(cell.index);
  }, [near]);
  const derived = clip?.derived ?? false;
  const small = useComputed(() => playback.slots.small.value, [playback]);
  const wanted = near && (slot === "none" || !derived || loaded.value);
  const picture = useStill(files, cell, wanted, loaded.value);

  useLayoutEffect(() => {
    if (!live || !clip) return;
    if (!derived && request.value === "none") {
      request.value = host.live ? "sent" : "in vain";
      before.current = clip;
      host.send({ type: "derive", index: cell.index });
    }
    // An answer without a proxy says that there will be none; so does a long silence.
    if (!derived && clip !== before.current) request.value = "in vain";
    if (!derived && request.value === "sent") {
      const timer = setTimeout(() => {
        request.value = "in vain";
      }, DERIVE_PATIENCE_MS);
      return () => clearTimeout(timer);
    }
    const element = video.current;
    if (!element) return;
    let again: ReturnType<typeof setTimeout> | undefined;
    const life = new AbortController();
    const player = new VideoPlayer(element, clip, life.signal, () => {
      loaded.value = true;
      trouble.value = player.failed ? clip.trouble || "cannot be decoded" : "";
    });
    const source = !derived
      ? files.stream(cell, life.signal, true)
      : small
        ? files.small(cell, life.signal)
        : files.whole(cell, "pictures", life.signal);
    source
      .then((url) => {
        if (life.signal.aborted) return;
        element.addEventListener("loadeddata", () => playback.enter(cell.index, player), {
          once: true,
          signal: life.signal,
        });
        element.src = url;
      })
      .catch((error: Error) => {
        if (error.name === "AbortError") return;
        trouble.value = error.message;
        again = setTimeout(() => {
          trouble.value = "";
          attempt.value += 1;
        }, AGAIN_MS);
      });
    return () => {
      clearTimeout(again);
      playback.leave(cell.index, player);
      loaded.value = false;
      life.abort();
    };
  }, [live, clip, derived, small, request.value, attempt.value]);

  const shape = clip ? [clip.width, clip.height] : cell.shape;
  const asks = useComputed(() => cells.asking.value?.index === cell.index, [cell.index]);
  const over = useComputed(() => playback.ended(cell.index), [cell.index]);
  /** Of a pane that has no picture of its own yet, the still that is nearest to the moment. */
  const still = useComputed(() => {
    if (loaded.value || !clip) return null;
    return Math.min(
      STRIP_FRAMES - 1,
      Math.floor((playback.time.value / clip.duration) * STRIP_FRAMES),
    );
  }, [cell.index, clip]);
  const others = useComputed(
    () => cells.all.value.some((each) => each.clip?.has_audio),
    [cells],
  );
  const frame = scrub.value ?? still;
  const hover = (event: PointerEvent) => {
    playback.hovered.value = cell.index;
    const bounds = frameOf(event.currentTarget as HTMLElement);
    const x = (event.clientX - bounds.left) / bounds.width;
    const y = (event.clientY - bounds.top) / bounds.height;
    if (compare.loupe.peek()) compare.zoom.value = { x, y, by: 3 };
    else if (event.buttons === 1)
      panBy(compare, event, event.currentTarget as HTMLElement);
    else if (picture.value?.strip && !playback.playing.peek() && event.shiftKey) {
      scrub.value = Math.max(0, Math.min(STRIP_FRAMES - 1, Math.floor(x * STRIP_FRAMES)));
    }
  };
  const away = () => {
    scrub.value = null;
    if (playback.hovered.peek() === cell.index) playback.hovered.value = -1;
  };
  const wheel = (event: WheelEvent) => {
    if (!event.altKey && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomAt(compare, event, event.currentTarget as HTMLElement);
  };
  const stripped = picture.value?.strip && (frame !== null || !loaded.value);
  return (
    <div
      ref={box}
      class="vg-pane"
      data-live={loaded.value ? "yes" : "no"}
      data-over={over}
      onPointerMove={hover}
      onPointerLeave={away}
      onWheel={wheel}
    >
      {asks && more.Asking ? (
        <more.Asking cells={cells} host={host} panels={panels} cell={cell} />
      ) : clip ? (
        <div class="vg-frame" style={{ aspectRatio: `${shape[0]} / ${shape[1]}` }}>
          {picture.value && !picture.value.strip && (
            <img src={picture.value.url} alt="" />
          )}
          {live && (
            <video ref={video} playsInline muted preload="auto" data-index={cell.index} />
          )}
          {stripped && (
            <div
              class="vg-strip"
              style={{
                backgroundImage: `url(${picture.value?.url})`,
                backgroundPosition: `${((frame ?? 0) / (STRIP_FRAMES - 1)) * 100}% 0`,
              }}
            />
          )}
        </div>
      ) : (
        <Waiting cell={cell} cells={cells} panels={panels} host={host} more={more} />
      )}
      {clip && over && (
        <span class="vg-mark">ended {(clip.start + clip.duration).toFixed(1)} s</span>
      )}
      {clip && !over && others && !clip.has_audio && <span class="vg-mark">silent</span>}
      {trouble.value && <span class="vg-mark vg-bad">{trouble.value}</span>}
    </div>
  );
}

interface Waited extends Pick<Parts, "cells" | "host" | "more" | "panels"> {
  cell: CellView;
}

/** What stands in a cell's place until it has a clip. */
function Waiting({ cell, ...parts }: Waited) {
  if (cell.fate === "refused") {
    return (
      <div class="vg-empty vg-hatched" title={cell.reason}>
        <p class="vw-clamp">n/a: {cell.reason}</p>
      </div>
    );
  }
  const { flags, note, state } = cell.live;
  if (WENT_WRONG.has(state) || flags.includes("unwatched")) {
    return <Trouble {...parts} cell={cell} />;
  }
  const busy = LOOKS[state].busy;
  return (
    <div class="vg-empty">
      {busy ? <span class="vw-spin" aria-hidden="true" /> : note}
    </div>
  );
}

/** Where the picture itself is, without the black beside it. */
function frameOf(pane: HTMLElement): DOMRect {
  return (pane.querySelector(".vg-frame") ?? pane).getBoundingClientRect();
}

/** Drag the picture under the pointer, in all panes at once. */
export function panBy(
  compare: Comparison,
  event: PointerEvent,
  target: HTMLElement,
): void {
  const bounds = frameOf(target);
  const { x, y, by } = compare.zoom.peek();
  const half = 0.5 / by;
  const kept = (at: number) => Math.min(1 - half, Math.max(half, at));
  compare.zoom.value = {
    x: kept(x - event.movementX / bounds.width / by),
    y: kept(y - event.movementY / bounds.height / by),
    by,
  };
}

export function zoomAt(
  compare: Comparison,
  event: WheelEvent,
  target: HTMLElement,
): void {
  const bounds = frameOf(target);
  const { x, y, by } = compare.zoom.peek();
  const next = Math.min(12, Math.max(1, by * (event.deltaY < 0 ? 1.2 : 1 / 1.2)));
  const px = (event.clientX - bounds.left) / bounds.width;
  const py = (event.clientY - bounds.top) / bounds.height;
  const keep = (at: number, pointer: number) => {
    const under = at + (pointer - 0.5) / by;
    const half = 0.5 / next;
    return Math.min(1 - half, Math.max(half, under - (pointer - 0.5) / next));
  };
  compare.zoom.value = { x: keep(x, px), y: keep(y, py), by: next };
}
