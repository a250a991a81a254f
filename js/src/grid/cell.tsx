/** One cell: the clip, its state where that is news, what differs, money, what to do. */
import { paceOf } from "../badge/words";
import { Button } from "../lib/button";
import { type KernelClock, useNow } from "../lib/clock";
import { clock, span } from "../lib/format";
import { Icon } from "../lib/icons";
import { type Signal, useComputed, useValue } from "../lib/signals";
import { FLAGS, LOOKS } from "../lib/states";
import {
  type CellView,
  FLAG_LABELS,
  STATE_LABELS,
  TERMINAL,
  WENT_WRONG,
} from "../wire.gen";
import { took } from "./arrange";
import { Checks } from "./checks";
import { money } from "./money";
import { Pane } from "./pane";
import { Prompt } from "./prompt";
import { CellScore } from "./scores-bar";
import type { Parts } from "./store";
import { CellVotes } from "./votes";

/** Pixels of a title's line. */
export const LINE = 18;

function Times({ cell, kernel }: { cell: CellView; kernel: KernelClock }) {
  const { live } = cell;
  const running = live.created !== null && !TERMINAL.has(live.state);
  const now = useNow(kernel, running);
  const done = took(cell);
  if (live.flags.includes("reused")) return <>made {clock(live.ended ?? now)}</>;
  if (done !== null) return <>{span(done)}</>;
  if (!running || live.created === null) return null;
  const reason = live.note || null;
  const timed = { ...live, created: live.created, reason, reused_at: null };
  const { text, rest } = paceOf(timed, now);
  return (
    <>
      {text}
      {rest}
    </>
  );
}

export interface CellProps extends Parts {
  source: Signal<CellView>;
  labelled: boolean;
  /** The number of its column, from 1. */
  column: number;
  width: number;
  /** Lines for its title alone; none where it fits beside the rest. */
  titled: number;
}

/** What varies, whole: cut, it would not tell two clips apart. */
export function Title({ text, lines }: { text: string; lines: number }) {
  return (
    <span
      class={lines ? "vg-title vg-whole" : "vg-title"}
      style={lines ? { height: `${LINE * lines}px` } : undefined}
      title={text}
    >
      {text}
    </span>
  );
}

interface Props extends CellProps {
  worded: boolean;
  /** How high what was asked and got is, or 0. */
  checks: number;
  /** How high the picture is. */
  picture: number;
}

export function Cell(props: Props) {
  const { source, labelled, column, width, worded, checks, titled, picture, ...parts } =
    props;
  const { arrangement, cells, compare, panels, playback } = parts;
  const cell = useValue(source);
  const { index, live } = cell;
  const focused = useComputed(() => cells.focused.value === index, [index]);
  const baseline = useComputed(() => cells.baseline.value === index, [index]);
  const chosen = useComputed(() => cells.chosen.value.has(index), [index]);
  const heard = useComputed(() => playback.audible.value === index, [index]);
  const offset = useComputed(() => playback.offsets.value[index] ?? 0, [index]);
  const unlike = useComputed(() => cells.unlike(index), [index]);
  const money_ = money(cell);
  /** Where the tab key enters the table while no cell is focused. */
  const first = useComputed(
    () => cells.focused.value < 0 && arrangement.table.value.flat[0] === index,
    [index],
  );
  const look = LOOKS[live.state];
  const refused = cell.fate === "refused";
  const word = refused ? "n/a" : STATE_LABELS[live.state];
  const act = () => cells.focus(index);
  const menu = (event: MouseEvent) => {
    const at = (event.currentTarget as HTMLElement).getBoundingClientRect();
    panels.menu.value = { index, x: at.right, y: at.bottom };
  };
  const title = labelled && <Title text={cell.title} lines={titled} />;
  const wrong = cell.clip?.checks.filter((check) => check.differs) ?? [];
  return (
    <div
      class={`vg-cell vw-tone-${refused ? "grey" : look.tone}`}
      role="gridcell"
      aria-colindex={column}
      tabIndex={focused || first ? 0 : -1}
      aria-selected={chosen}
      data-cell={index}
      data-state={refused ? "refused" : live.state}
      data-focused={focused}
      data-baseline={baseline}
      style={{ width: `${width}px` }}
      onFocusIn={act}
      onPointerDown={act}
      onDblClick={() => cell.clip && compare.open("one")}
    >
      <span class="vw-hidden">{`${cell.title}: ${word}`}</span>
      <div class="vg-picture" style={{ height: `${picture}px` }}>
        <Pane {...parts} source={source} />
        {baseline && (
          <span class="vg-tab" title="The baseline">
            A
          </span>
        )}
        <span class="vg-over">
          <input
            type="checkbox"
            checked={chosen}
            aria-label={`Select ${cell.title}`}
            onChange={() => cells.select(index)}
          />
          {cell.clip && (
            <>
              <Button
                icon="expand"
                text="Enlarge (Enter)"
                name={`Enlarge ${cell.title}`}
                act={() => compare.open("one", index)}
              />
              <Button
                class="vg-quick"
                icon="pin"
                text="Baseline (P)"
                name={`Pin ${cell.title} as baseline`}
                on={baseline}
                act={() => cells.pin(index)}
              />
            </>
          )}
          {parts.host.live && (
            <Button
              class="vg-quick"
              icon="reuse"
              text="Use these settings"
              name={`Use the settings of ${cell.title}`}
              act={() => void panels.useSettings(index)}
            />
          )}
          <button
            type="button"
            aria-label={`Actions of ${cell.title}`}
            title="More"
            onClick={menu}
          >
            <Icon name="more" />
          </button>
        </span>
        {cell.clip && (
          <CellVotes
            marks={parts.marks}
            playback={playback}
            index={index}
            open={parts.host.live}
          />
        )}
      </div>
      <div class="vg-caption">
        <span
          class="vg-state"
          title={word}
          data-news={live.state !== "ready" && !refused}
        >
          {look.busy && !refused ? (
            <span class="vw-spin" aria-hidden="true" />
          ) : (
            !refused && <i class="vg-dot" aria-hidden="true" />
          )}
          {live.state === "ready" ||
          refused ||
          !live.job ||
          WENT_WRONG.has(live.state) ? (
            <span class="vw-hidden">{word}</span>
          ) : (
            word
          )}
        </span>
        {!titled && title}
        <span class="vw-quiet vg-figures">
          {money_}
          {money_ && live.created !== null && " · "}
          <Times cell={cell} kernel={cells.clock} />
        </span>
        <span class="vg-push">
          {live.flags
            .filter((flag) => flag !== "reused")
            .map((flag) => (
              <span key={flag} class={`vw-flag vw-tone-${FLAGS[flag].tone}`}>
                {FLAG_LABELS[flag]}
              </span>
            ))}
          <CellScore scores={parts.scores} index={index} />
          {offset !== 0 && (
            <span class="vg-note">{`${offset > 0 ? "+" : ""}${offset} f`}</span>
          )}
          {heard && (
            <span class="vg-note" title="This pane is heard">
              <Icon name="sound" />
            </span>
          )}
          {wrong.length > 0 && checks === 0 && (
            <span
              class="vg-note vg-amber"
              title={wrong
                .map((each) => `${each.name}: asked ${each.asked}, got ${each.got}`)
                .join("\n")}
            >
              ≠
            </span>
          )}
          {unlike && (
            <span class="vg-note vg-amber" title={unlike}>
              <Icon name="scale" />
            </span>
          )}
        </span>
      </div>
      {titled > 0 && title}
      {checks > 0 && <Checks cell={cell} height={checks} />}
      {worded && <Prompt cells={cells} cell={cell} />}
    </div>
  );
}
