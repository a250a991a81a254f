/** A cell's prompt, with what differs from the baseline's. */
import { diffArrays } from "diff";
import { Fragment } from "preact";
import { useComputed, useValue } from "../lib/signals";
import type { CellView } from "../wire.gen";
import type { Parts } from "./store";

/** A text's words of any script, each with the room behind it, and its signs, in order. */
const words = (text: string): string[] =>
  text.match(/(?:[\p{L}\p{M}\p{N}_]+|.)\s*/gsu) ?? [];
/** The same word, whatever the room behind it. */
const comparator = (one: string, other: string) => one.trim() === other.trim();

/** A prompt; against the baseline's, the words that came and went are marked. */
export function Prompt({ cells, cell }: Pick<Parts, "cells"> & { cell: CellView }) {
  const { prompts, wordings } = useValue(cells.summary);
  const baseline = useComputed(
    () => cells.source(cells.baseline.value)?.value.prompt,
    [cells],
  );
  const own = wordings[cell.prompt] ?? "";
  const other = wordings[baseline ?? cell.prompt] ?? own;
  const parts = other === own ? [] : diffArrays(words(other), words(own), { comparator });
  return (
    <p class="vg-prompt" title={prompts[cell.prompt] ?? ""}>
      {parts.length
        ? parts.map(({ added, removed, value }, n) => {
            const text = value.join("");
            const key = `${n} ${text}`;
            if (!added && !removed) return text;
            const Mark = added ? "ins" : "del";
            const word = text.trim();
            return (
              <Fragment key={key}>
                <Mark>{word}</Mark>
                {added ? text.slice(word.length) : " "}
              </Fragment>
            );
          })
        : own}
    </p>
  );
}
