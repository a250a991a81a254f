/** One cell: badge, clip, what differs, money and time, actions. */
import { diffWordsWithSpace } from "diff";
import { type KernelClock, useNow } from "../lib/clock";
import { clock, dollars, price, span } from "../lib/format";
import { type Signal, useComputed, useValue } from "../lib/signals";
import { FLAGS, LOOKS } from "../lib/states";
import { type CellView, FLAG_LABELS, STATE_LABELS, TERMINAL } from "../wire.gen";
import { took } from "./arrange";
import { Pane } from "./pane";
import type { Parts } from "./store";

function money(cell: CellView): string {
  if (cell.fate === "refused") return "";
  if (cell.into !== null) return "same clip, no charge";
  if (cell.live.flags.includes("reused")) return "free";
  if (cell.live.cost !== null) return dollars(cell.live.cost);
  if (cell.live.state === "failed" || cell.live.state === "blocked") return "not charged";
  if (cell.high === 0) return "";
  return cell.high === null ? "price unknown" : `est. ${price(cell.low, cell.high)}`;
}

function Times({ cell, kernel }: { cell: CellView; kernel: KernelClock }) {
  const running = cell.live.began !== null && !TERMINAL.has(cell.live.state);
  const now = useNow(kernel, running);
  const done = took(cell);
  if (cell.live.flags.includes("reused"))
    return <>made {clock(cell.live.ended ?? now)}</>;
  if (done !== null) return <>{span(done)}</>;
  if (!running || cell.live.began === null) return null;
  return (
    <>
      {span(now - cell.live.began)} of {Math.round(cell.usual)} s
    </>
  );
}

/** A prompt; against the baseline's, the words that came and went are marked. */
function Prompt({ cells, cell }: Pick<Parts, "cells"> & { cell: CellView }) {
  const { prompts } = useValue(cells.summary);
  const baseline = useComputed(
    () => cells.source(cells.baseline.value)?.value.prompt,
    [cells],
  );
  if (prompts.length < 2) return null;
  const own = prompts[cell.prompt] ?? "";
  const other = prompts[baseline ?? cell.prompt] ?? own;
  return (
    <p class="vg-prompt" title={own}>
      {other === own
        ? own
        : diffWordsWithSpace(other, own).map((part, n) => {
            const key = `${n} ${part.value}`;
            if (part.added) return <ins key={key}>{part.value}</ins>;
            if (part.removed) return <del key={key}>{part.value}</del>;
            return part.value;
          })}
    </p>
  );
}

interface Props extends Parts {
  source: Signal<CellView>;
  labelled: boolean;
  /** The number of its column, from 1. */
  column: number;
}

export function Cell({ source, labelled, column, ...parts }: Props) {
  const { arrangement, cells, compare, files, host, panels, playback } = parts;
  const cell = useValue(source);
  const { index } = cell;
  const focused = useComputed(() => cells.focused.value === index, [index]);
  const baseline = useComputed(() => cells.baseline.value === index, [index]);
  const chosen = useComputed(() => cells.chosen.value.has(index), [index]);
  const heard = useComputed(() => playback.audible.value === index, [index]);
  const offset = useComputed(() => playback.offsets.value.get(index) ?? 0, [index]);
  /** Where the tab key enters the table while no cell is focused. */
  const first = useComputed(
    () => cells.focused.value < 0 && arrangement.table.value.flat[0] === index,
    [index],
  );
  const width = useValue(arrangement.width);
  const { live } = cell;
  const look = LOOKS[live.state];
  const refused = cell.fate === "refused";
  const word = refused ? "n/a" : STATE_LABELS[cell.live.state];
  const act = () => cells.focus(index);
  const menu = (event: MouseEvent) => {
    const at = (event.currentTarget as HTMLElement).getBoundingClientRect();
    panels.menu.value = { index, x: at.right, y: at.bottom };
  };
  return (
    <div
      class={`vg-cell vw-tone-${refused ? "grey" : look.tone}`}
      role="gridcell"
      aria-colindex={column}
      tabIndex={focused || first ? 0 : -1}
      aria-selected={chosen}
      aria-label={`${cell.title}: ${word}`}
      data-cell={index}
      data-state={refused ? "refused" : live.state}
      data-focused={focused}
      data-baseline={baseline}
      style={{ width: `${width}px` }}
      onFocusIn={act}
      onPointerDown={act}
    >
      <div class="vg-line">
        <span class="vw-state">
          {look.busy && !refused ? (
            <span class="vw-spin" aria-hidden="true" />
          ) : (
            <span class="vw-icon" aria-hidden="true">
              {refused ? "–" : look.icon}
            </span>
          )}
          {word}
        </span>
        {live.flags.map((flag) => (
          <span key={flag} class={`vw-flag vw-tone-${FLAGS[flag].tone}`}>
            {FLAG_LABELS[flag]}
          </span>
        ))}
        {baseline && (
          <span class="vw-icon" role="img" aria-label="baseline" title="baseline">
            ◆
          </span>
        )}
        {offset !== 0 && (
          <span class="vw-flag">{`${offset > 0 ? "+" : ""}${offset} f`}</span>
        )}
        {heard && (
          <span class="vw-icon" title="heard">
            ♪
          </span>
        )}
        <span class="vg-push">
          <input
            type="checkbox"
            checked={chosen}
            aria-label={`Select ${cell.title}`}
            onChange={() => cells.select(index)}
          />
          <button type="button" aria-label={`Actions of ${cell.title}`} onClick={menu}>
            ⋯
          </button>
        </span>
      </div>
      <Pane
        compare={compare}
        files={files}
        host={host}
        playback={playback}
        source={source}
      />
      <div class="vg-line vw-quiet">
        {labelled && (
          <span class="vg-title" title={cell.title}>
            {cell.title}
          </span>
        )}
        <span class="vg-push">
          <Times cell={cell} kernel={cells.clock} /> {money(cell)}
        </span>
      </div>
      <Prompt cells={cells} cell={cell} />
    </div>
  );
}
