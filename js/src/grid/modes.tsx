/** How clips are looked at: side by side, one alone, or two on each other. */
import { useId } from "preact/hooks";
import { Segmented } from "../lib/segmented";
import { useValue } from "../lib/signals";
import type { Mode } from "../wire.gen";
import type { Parts } from "./store";

const MODES: readonly (readonly [Mode, string])[] = [
  ["grid", "Grid"],
  ["one", "One"],
  ["wipe", "Wipe"],
  ["difference", "Diff"],
  ["blink", "Blink"],
  ["onion", "Onion"],
];
const NAMES: Partial<Record<Mode, string>> = {
  one: "One enlarged",
  difference: "Difference",
};

const TITLES: Partial<Record<Mode, string>> = {
  one: "One clip in its original; arrows lead to its neighbours",
  wipe: "This clip over the baseline: drag the line between them",
  difference: "What differs from the baseline is bright, what is alike is black",
  blink: "This clip and the baseline in turn, in one place",
  onion: "This clip over the baseline, half transparent",
};

export function Modes({ compare }: Pick<Parts, "compare">) {
  const mode = useValue(compare.mode);
  const id = useId();
  const choose = (key: string) => compare.open(key as Mode);
  return (
    <span class="vg-modes">
      <select
        class="vg-narrow"
        aria-label="View"
        value={mode}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {MODES.map(([key, face]) => (
          <option key={key} value={key}>
            {NAMES[key] ?? face}
          </option>
        ))}
      </select>
      <span id={id} class="vw-hidden">
        View
      </span>
      <Segmented
        labelledby={id}
        options={MODES.map(([key, face]) => ({
          key,
          face,
          name: NAMES[key] ?? face,
          title: TITLES[key],
        }))}
        chosen={mode}
        choose={choose}
      />
    </span>
  );
}
