/** A cell's prompt, with what differs from the baseline's. */
import { diffArrays } from "diff";
import { Fragment } from "preact";
import { useComputed, useValue } from "../lib/signals";
import type { CellView } from "../wire.gen";
import type { Parts } from "./store";

/** A text's words of any script, what is between them, and signs, in order. */
const words = (text: string): string[] =>
  text.match(/[\p{L}\p{M}\p{N}_]+|\s+|./gsu) ?? [];

/** A prompt; against the baseline's, the words that came and went are marked. */
export function Prompt({ cells, cell }: Pick<Parts, "cells"> & { cell: CellView }) {
  const { prompts, wordings } = useValue(cells.summary);
  const baseline = useComputed(
    () => cells.source(cells.baseline.value)?.value.prompt,
    [cells],
  );
  const own = wordings[cell.prompt] ?? "";
  const other = wordings[baseline ?? cell.prompt] ?? own;
  const parts = other === own ? [] : diffArrays(words(other), words(own));
  return (
    <p class="vg-prompt" title={prompts[cell.prompt] ?? ""}>
      {parts.length
        ? parts.map(({ added, removed, value }, n) => {
            const text = value.join("");
            const key = `${n} ${text}`;
            if (added) return <ins key={key}>{text}</ins>;
            if (removed) {
              return (
                <Fragment key={key}>
                  <del>{text.trim()}</del>{" "}
                </Fragment>
              );
            }
            return text;
          })
        : own}
    </p>
  );
}
