/** What a mode of the stage can be told: the line, the gain, the share, the differences. */
import { Quiet } from "../lib/button";
import { useValue } from "../lib/signals";
import { jump } from "./pair";
import type { Parts } from "./store";

export function Handle({ compare }: Pick<Parts, "compare">) {
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
export function Tools(parts: Parts) {
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
          <Quiet
            name="Difference before"
            title="Difference before ([)"
            icon="back"
            act={() => jump(parts, -1)}
          />
          <span class="vw-quiet">≠ {peaks.length}</span>
          <Quiet
            name="Next difference"
            title="Next difference (])"
            icon="forward"
            act={() => jump(parts, 1)}
          />
        </span>
      )}
    </>
  );
}
