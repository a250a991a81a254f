/** One cell: badge, clip, what differs, money and time, actions. */
import { diffWordsWithSpace } from "diff";
import { clock, dollars, range, span } from "../lib/format";
import { type Signal, useValue } from "../lib/signals";
import { ended, FLAGS, LOOKS } from "../lib/states";
import type { CellView } from "../wire.gen";
import { took } from "./arrange";
import { useClock } from "./clock";
import { Pane } from "./pane";
import { SIZES, type Store } from "./store";

function money(cell: CellView): string {
  if (cell.fate === "refused") return "";
  if (cell.into !== null) return "same clip, no charge";
  if (cell.live.flags.includes("reused")) return "free";
  if (cell.live.cost !== null) return dollars(cell.live.cost);
  if (cell.live.state === "failed" || cell.live.state === "blocked") return "not charged";
  return cell.high ? `est. ${range(cell.low, cell.high)}` : "";
}

function Times({ cell }: { cell: CellView }) {
  const running = cell.live.began !== null && !ended(cell.live.state);
  const now = useClock(running);
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
function Prompt({ store, cell }: { store: Store; cell: CellView }) {
  const { prompts } = store.model.get("summary");
  const baseline = useValue(store.baseline);
  if (prompts.length < 2) return null;
  const own = prompts[cell.prompt] ?? "";
  const other = prompts[store.cell(baseline)?.prompt ?? cell.prompt] ?? own;
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

interface Props {
  store: Store;
  source: Signal<CellView>;
  labelled: boolean;
  /** The number of its column, from 1. */
  column: number;
}

export function Cell({ store, source, labelled, column }: Props) {
  const cell = useValue(source);
  const hand = useValue(store.focused);
  const focused = hand === cell.index;
  const baseline = useValue(store.baseline) === cell.index;
  const chosen = useValue(store.selected).has(cell.index);
  const heard = useValue(store.audible) === cell.index;
  const first = useValue(store.table).flat[0]?.index === cell.index;
  const entry = focused || (first && hand < 0);
  const offset = store.players.get(cell.index)?.offset ?? 0;
  useValue(store.version);
  const { live } = cell;
  const look = LOOKS[live.state];
  const refused = cell.fate === "refused";
  const word = refused ? "n/a" : look.word;
  const act = () => store.focus(cell.index);
  const menu = (event: MouseEvent) => {
    const at = (event.currentTarget as HTMLElement).getBoundingClientRect();
    store.menu.value = { index: cell.index, x: at.right, y: at.bottom };
  };
  return (
    <div
      class={`vg-cell vw-tone-${refused ? "grey" : look.tone}`}
      role="gridcell"
      aria-colindex={column}
      tabIndex={entry ? 0 : -1}
      aria-selected={chosen}
      aria-label={`${cell.title}: ${word}`}
      data-cell={cell.index}
      data-state={refused ? "refused" : live.state}
      data-focused={focused}
      data-baseline={baseline}
      style={{ width: `${SIZES[store.size.value]}px` }}
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
            {FLAGS[flag].word}
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
            onChange={() => store.select(cell.index)}
          />
          <button type="button" aria-label={`Actions of ${cell.title}`} onClick={menu}>
            ⋯
          </button>
        </span>
      </div>
      <Pane store={store} source={source} />
      <div class="vg-line vw-quiet">
        {labelled && (
          <span class="vg-title" title={cell.title}>
            {cell.title}
          </span>
        )}
        <span class="vg-push">
          <Times cell={cell} /> {money(cell)}
        </span>
      </div>
      <Prompt store={store} cell={cell} />
    </div>
  );
}
