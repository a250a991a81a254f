/** The stage: one clip enlarged, or two on each other; over the window when opened by hand. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../lib/icons";
import { useComputed, useSignal, useValue } from "../lib/signals";
import type { CellView } from "../wire.gen";
import type { Comparison } from "./compare";
import { Film } from "./film";
import { Modes } from "./modes";
import { jump, Side } from "./pair";
import { panBy, zoomAt } from "./pane";
import type { Parts } from "./store";
import { GridTransport } from "./transport";

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

export function Stage(parts: Parts) {
  const { compare } = parts;
  const mode = useValue(compare.mode);
  const wide = useValue(compare.wide);
  const section = useRef<HTMLElement>(null);
  const shown = mode !== "grid";
  useLayoutEffect(() => {
    const own = section.current;
    if (!own || !shown || !wide) return;
    own.showPopover();
    own.focus({ preventScroll: true });
  }, [shown, wide]);
  if (!shown) return null;
  return (
    <section
      key={String(wide)}
      ref={section}
      class="vg-stage"
      popover={wide ? "manual" : undefined}
      tabIndex={-1}
      aria-label="Stage"
    >
      {mode === "one" ? <One {...parts} /> : <Two {...parts} />}
      {wide && <GridTransport {...parts} />}
      {wide && <Film {...parts} />}
    </section>
  );
}

function Close({ compare }: Pick<Parts, "compare">) {
  return (
    <button
      type="button"
      class="vw-quiet-button"
      aria-label="Close the stage"
      title="Close (Esc)"
      onClick={() => compare.open("grid")}
    >
      <Icon name="close" />
    </button>
  );
}

function One(parts: Parts) {
  const { cells, compare, files, playback } = parts;
  const cell = useValue(compare.single);
  const { prompts } = useValue(cells.summary);
  return (
    <>
      <div class="vg-stage-head">
        <b class="vg-title">{cell?.title ?? "Nothing is chosen"}</b>
        <span class="vg-push">
          <Modes compare={compare} />
          <Close compare={compare} />
        </span>
      </div>
      {cell?.clip ? (
        <Screen compare={compare} mode="one">
          <Side
            key={cell.clip.sha256}
            files={files}
            playback={playback}
            cell={cell}
            name="A"
          />
        </Screen>
      ) : (
        <p class="vg-stage-none">This cell has no clip yet: an arrow leads to another.</p>
      )}
      {cell && (
        <div class="vg-stage-foot">
          <p class="vg-stage-prompt" title={prompts[cell.prompt]}>
            {prompts[cell.prompt]}
          </p>
          <p class="vg-checks">
            {cell.clip?.checks.map(({ name, asked, got, differs }) => (
              <span key={name} data-differs={differs}>
                {differs ? `${name}: asked ${asked}, got ${got}` : `${name} ${got}`}
              </span>
            ))}
          </p>
        </div>
      )}
    </>
  );
}

function Two(parts: Parts) {
  const { compare, files, playback } = parts;
  const mode = useValue(compare.mode);
  const pair = useValue(compare.pair);
  const gain = useValue(compare.gain);
  const style = useComputed(() => above(compare), [compare]);
  const [one, two] = pair ?? [];
  useEffect(() => {
    if (one && two) compare.findDifferences();
    else compare.peaks.value = [];
  }, [one?.clip?.sha256, two?.clip?.sha256, one?.clip?.derived, two?.clip?.derived]);
  const side = (cell: CellView, name: "A" | "B") => (
    <Side
      key={`${name} ${cell.clip?.sha256}`}
      files={files}
      playback={playback}
      cell={cell}
      name={name}
      {...(name === "B" && { style })}
    />
  );
  return (
    <>
      <div class="vg-stage-head">
        {one && two && (
          <span class="vg-versus">
            <b>A</b> <span class="vg-title">{one.title}</span>
            <button
              type="button"
              class="vw-quiet-button"
              aria-label="Swap A and B"
              title="Swap A and B (S)"
              onClick={() => compare.swap()}
            >
              <Icon name="swap" />
            </button>
            <b>B</b> <span class="vg-title">{two.title}</span>
          </span>
        )}
        <span class="vg-push">
          <Tools {...parts} />
          <Modes compare={compare} />
          <Close compare={compare} />
        </span>
      </div>
      {one && two ? (
        <Screen
          compare={compare}
          mode={mode}
          filter={mode === "difference" ? `brightness(${gain})` : "none"}
        >
          {side(one, "A")}
          {side(two, "B")}
          {mode === "wipe" && <Handle compare={compare} />}
        </Screen>
      ) : (
        <p class="vg-stage-none">Two finished clips are needed to compare.</p>
      )}
    </>
  );
}

interface ScreenProps extends Pick<Parts, "compare"> {
  mode: string;
  filter?: string;
  children: preact.ComponentChildren;
}

/** Where the clips lie: the pointer moves the line, or what is enlarged. */
function Screen({ compare, mode, filter = "none", children }: ScreenProps) {
  const line = useSignal(false);
  const move = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const [x, y] = [
      (event.clientX - bounds.left) / bounds.width,
      (event.clientY - bounds.top) / bounds.height,
    ];
    const chasing = mode === "wipe" && compare.chasing.peek();
    if (chasing || line.peek()) {
      const share = compare.upright.peek() ? x : y;
      compare.split.value = Math.max(0, Math.min(100, share * 100));
    } else if (compare.loupe.peek()) compare.zoom.value = { x, y, by: 3 };
    else if (event.buttons === 1) panBy(compare, event, event.currentTarget);
  };
  const up = () => {
    line.value = false;
    if (mode === "blink") compare.blinking.value = false;
  };
  return (
    <div
      class="vg-both"
      data-mode={mode}
      style={{ filter }}
      onPointerDown={(event) => {
        const handle = (event.target as HTMLElement).closest(".vg-handle");
        const whole = compare.zoom.peek().by === 1 && !compare.loupe.peek();
        line.value = mode === "wipe" && (Boolean(handle) || whole);
        if (mode === "blink") compare.blinking.value = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onWheel={(event) => {
        if (!event.ctrlKey && !event.metaKey && !event.altKey) return;
        event.preventDefault();
        zoomAt(compare, event, event.currentTarget);
      }}
    >
      {children}
    </div>
  );
}

function Handle({ compare }: Pick<Parts, "compare">) {
  const split = useValue(compare.split);
  const upright = useValue(compare.upright);
  const keys = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? 0.5 : 4;
    compare.split.value = Math.max(0, Math.min(100, split + way * step));
  };
  return (
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
  );
}

interface SliderProps {
  name: string;
  value: number;
  most: number;
  set: (value: number) => void;
}

function Slider({ name, value, most, set }: SliderProps) {
  return (
    <label class="vg-slider">
      {name}
      <input
        type="range"
        min={most === 100 ? 0 : 1}
        max={most}
        value={value}
        onInput={(event) => set(Number(event.currentTarget.value))}
      />
    </label>
  );
}

/** What the mode itself can be told. */
function Tools(parts: Parts) {
  const { compare } = parts;
  const mode = useValue(compare.mode);
  const upright = useValue(compare.upright);
  const chasing = useValue(compare.chasing);
  const gain = useValue(compare.gain);
  const onion = useValue(compare.onion);
  const peaks = useValue(compare.peaks);
  const toggle = (name: string, on: boolean, signal: { value: boolean }) => (
    <button
      type="button"
      class="vw-quiet-button"
      aria-pressed={on}
      onClick={() => {
        signal.value = !signal.value;
      }}
    >
      {name}
    </button>
  );
  return (
    <>
      {mode === "wipe" && toggle("Level", !upright, compare.upright)}
      {mode === "wipe" && toggle("Follow", chasing, compare.chasing)}
      {mode === "difference" && (
        <Slider
          name="Gain"
          value={gain}
          most={20}
          set={(value) => {
            compare.gain.value = value;
          }}
        />
      )}
      {mode === "onion" && (
        <Slider
          name="B"
          value={onion}
          most={100}
          set={(value) => {
            compare.onion.value = value;
          }}
        />
      )}
      {mode === "blink" && <span class="vw-quiet">Hold to see A</span>}
      {peaks.length > 0 && (
        <span class="vg-jumps" role="group" aria-label="Differences">
          <button
            type="button"
            class="vw-quiet-button"
            aria-label="Difference before"
            title="Difference before ([)"
            onClick={() => jump(parts, -1)}
          >
            <Icon name="back" />
          </button>
          <span class="vw-quiet">≠ {peaks.length}</span>
          <button
            type="button"
            class="vw-quiet-button"
            aria-label="Next difference"
            title="Next difference (])"
            onClick={() => jump(parts, 1)}
          >
            <Icon name="forward" />
          </button>
        </span>
      )}
    </>
  );
}
