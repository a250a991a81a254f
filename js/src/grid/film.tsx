/** The other clips, small, below the stage. */
import { useEffect } from "preact/hooks";
import { type Signal, useComputed, useSignal, useValue } from "../lib/signals";
import type { CellView } from "../wire.gen";
import type { Parts } from "./store";

const MOST = 60;

export function Film({ arrangement, cells, files }: Parts) {
  const { flat } = useValue(arrangement.table);
  const clips = flat.slice(0, MOST).flatMap((index) => cells.source(index) ?? []);
  return (
    <div class="vg-film" role="group" aria-label="Cells">
      {clips.map((source) => (
        <Frame key={source.peek().index} cells={cells} files={files} source={source} />
      ))}
    </div>
  );
}

interface Props extends Pick<Parts, "cells" | "files"> {
  source: Signal<CellView>;
}

function Frame({ cells, files, source }: Props) {
  const cell = useValue(source);
  const url = useSignal("");
  const { index, clip } = cell;
  const focused = useComputed(() => cells.focused.value === index, [index]);
  const baseline = useComputed(() => cells.baseline.value === index, [index]);
  useEffect(() => {
    if (!clip) return;
    const life = new AbortController();
    files
      .whole(cell, "poster", life.signal)
      .then((place) => {
        if (!life.signal.aborted) url.value = place;
      })
      .catch(() => {});
    return () => life.abort();
  }, [clip?.sha256]);
  if (!clip) return null;
  return (
    <button
      type="button"
      class="vg-small"
      tabIndex={-1}
      aria-pressed={focused}
      aria-label={cell.title}
      title={cell.title}
      onClick={() => cells.focus(index)}
    >
      {url.value && <img src={url.value} alt="" />}
      {baseline && <span class="vg-tab">A</span>}
    </button>
  );
}
