/** The stage: one clip enlarged, or two on each other; over the window when opened by hand. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Quiet } from "../lib/button";
import { useComputed, useSignal, useValue } from "../lib/signals";
import type { CellView } from "../wire.gen";
import type { Comparison } from "./compare";
import { Film } from "./film";
import { Modes } from "./modes";
import { Side } from "./pair";
import { panBy, zoomAt } from "./pane";
import type { Parts } from "./store";
import { Said } from "./text";
import { Handle, Tools } from "./tools";
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
      {wide && <Said panels={parts.panels} />}
      {wide && <GridTransport {...parts} />}
      {wide && <Film {...parts} />}
    </section>
  );
}

function Close({ compare }: Pick<Parts, "compare">) {
  return (
    <Quiet
      name="Close the stage"
      title="Close (Esc)"
      icon="close"
      act={() => compare.open("grid")}
    />
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
            <Quiet
              name="Swap A and B"
              title="Swap A and B (S)"
              icon="swap"
              act={() => compare.swap()}
            />
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
