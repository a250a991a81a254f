/** A sweep on the wall: one tile for all its takes, which unfolds to them. */
import { NOT_TOLD, price, total } from "../lib/format";
import { Icon } from "../lib/icons";
import { memo } from "../lib/memo";
import { useValue } from "../lib/signals";
import type { SweepView } from "../wire.gen";
import { Ring } from "./progress";
import type { StudioStore } from "./store";
import { endsOf, Poster } from "./take";

/** "7 of 12 · $4.20 of $8.40": how far it is, and what of its price is paid. */
export function wordsOf(sweep: SweepView): string {
  const { jobs, ready, failed, live, planned, spent, unknown, high } = sweep;
  const count = planned
    ? `${jobs} planned`
    : live || failed
      ? `${ready} of ${jobs}`
      : `${jobs} ${jobs === 1 ? "clip" : "clips"}`;
  const cost = price(high, high);
  const paid = total(
    { low: spent, high: spent, count: Math.max(ready, unknown), unknown },
    NOT_TOLD,
    live && high !== null ? ` of ${cost}` : "",
  );
  const money = planned ? cost : paid;
  return [count, failed && `${failed} failed`, money].filter(Boolean).join(" · ");
}

interface Props {
  studio: StudioStore;
  sweep: SweepView;
  open: boolean;
  line: number;
  stop: boolean;
}

export const SweepTile = memo(Tile);

function Tile({ studio, sweep, open, line, stop }: Props) {
  const offline = useValue(studio.host.offline);
  const { jobs, ready, failed, live, planned, covers } = sweep;
  const words = wordsOf(sweep);
  const title = sweep.prompt || sweep.name;
  return (
    <article
      class={`vs-take vs-sweep ${open ? "vs-unfolded-sweep" : ""}`}
      data-tile={`sweep ${sweep.name}`}
      data-sweep={sweep.name}
    >
      <button
        type="button"
        class="vs-open"
        aria-label={`Sweep ${sweep.name}: ${words}`}
        aria-expanded={open}
        tabIndex={stop ? 0 : -1}
        onClick={() => studio.takes.unfold(sweep.name)}
      />
      <div class="vs-stack">
        <div class="vs-picture">
          {covers[0] && <Poster key={covers[0]} studio={studio} sha256={covers[0]} />}
          {(live > 0 || planned) && (
            <div class="vs-progress">
              {planned ? (
                <Icon name="clock" />
              ) : (
                <Ring share={jobs ? (ready + failed) / jobs : null} />
              )}
              <span>{planned ? "Planned" : `${ready + failed} of ${jobs}`}</span>
            </div>
          )}
          <span class="vs-length">
            <Icon name="stack" /> {jobs}
            <Icon name="chevron" />
          </span>
          {!offline && (
            <span class="vs-sweep-acts">
              <button
                type="button"
                class="vs-right"
                title="The sweep in the grid below"
                tabIndex={stop ? 0 : -1}
                onClick={() => void studio.ticks.compare([], sweep.name)}
              >
                <Icon name="columns" /> Grid
              </button>
              {ready > 1 && (
                <button
                  type="button"
                  class="vs-right"
                  aria-label={`Judge ${sweep.name} blind`}
                  title={`Judge its ${ready} clips blind, two at a time`}
                  tabIndex={stop ? 0 : -1}
                  onClick={() => void studio.ticks.compare([], sweep.name, true)}
                >
                  <Icon name="eyeOff" />
                </button>
              )}
            </span>
          )}
        </div>
      </div>
      <p class="vs-prompt" title={title}>
        {endsOf(title, line)}
      </p>
      <p class="vs-about" title={`${sweep.name} · ${words}`}>
        Sweep · {words}
      </p>
    </article>
  );
}
