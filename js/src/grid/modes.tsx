/** How clips are looked at: side by side, one alone, or two on each other. */
import { useId } from "preact/hooks";
import { Segmented } from "../lib/segmented";
import { useValue } from "../lib/signals";
import type { Mode } from "../wire.gen";
import type { Parts } from "./store";

const MODES: readonly (readonly [Mode, string, string?, string?])[] = [
  ["grid", "Grid"],
  ["one", "One", "One clip in its original size", "One enlarged"],
  ["wipe", "Wipe", "Wiped over the baseline by a line"],
  ["difference", "Diff", "Bright where it differs from the baseline", "Difference"],
  ["blink", "Blink", "In turn with the baseline"],
  ["onion", "Onion", "Half transparent over the baseline"],
];

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
        {MODES.map(([key, face, , name = face]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <span id={id} class="vw-hidden">
        View
      </span>
      <Segmented
        labelledby={id}
        options={MODES.map(([key, face, title, name = face]) => ({
          key,
          face,
          title,
          name,
        }))}
        chosen={mode}
        choose={choose}
      />
    </span>
  );
}
