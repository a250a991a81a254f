/** Scores: which one is looked at, by which is sorted and filtered; and measuring them. */
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { useComputed, useValue } from "../lib/signals";
import type { ScoreFilter } from "../wire.gen";
import { ANY_SCORE, figure, placed } from "./scores";
import type { Parts } from "./store";
import { Choose } from "./transport";

const FLAGGED: Readonly<Record<ScoreFilter["flagged"], string>> = {
  any: "All clips",
  with: "With a defect",
  without: "Without a defect",
};
const ORDERS = { plan: "As arranged", highest: "Highest first", lowest: "Lowest first" };

/** Defects as words on hover or focus, and the clip's place by the chosen score. */
export function CellScore({ scores, index }: Pick<Parts, "scores"> & { index: number }) {
  const own = useComputed(() => scores.of(index), [index]);
  const metric = useValue(scores.metric);
  const place = metric && own?.places[metric.name];
  const value = metric && own?.values[metric.name];
  const flags = own?.flags.join(" · ");
  return (
    <>
      {metric && place && value !== undefined && (
        <span class="vg-note vg-place" title={`${metric.name} ${figure(value, metric)}`}>
          {placed(place)}
        </span>
      )}
      {flags && (
        <span class="vg-note vg-amber vg-flags" title={flags}>
          <Icon name="warning" />
          <span>{flags}</span>
        </span>
      )}
    </>
  );
}

type Props = Pick<Parts, "arrangement" | "cells" | "host" | "scores">;

export function ScoresBar(parts: Props) {
  const { done, total, metrics } = useValue(parts.scores.known);
  const filter = useValue(parts.scores.filter);
  const name = useValue(parts.scores.name);
  const on = Number(name !== "") + Number(filter !== ANY_SCORE && parts.scores.filters);
  if (!parts.host.live && !metrics.length) return null;
  return (
    <Popover
      name="Scores"
      class="vw-quiet-button vg-labelled"
      face={
        <>
          <Icon name="gauge" />
          <span class="vg-words">Scores</span>
          {total > 0 ? (
            <span class="vg-count">
              {done}/{total}
            </span>
          ) : (
            on > 0 && <span class="vg-count">{on}</span>
          )}
        </>
      }
      focus="select, button"
    >
      {() => <Panel {...parts} />}
    </Popover>
  );
}

function Panel({ arrangement, cells, host, scores }: Props) {
  const known = useValue(scores.known);
  const name = useValue(scores.name);
  const metric = useValue(scores.metric);
  const order = useValue(arrangement.now.order);
  const { flagged } = useValue(scores.filter);
  const names: Record<string, string> = { "": "None" };
  for (const each of known.metrics) names[each.name] = each.name.replaceAll("_", " ");
  const clips = useValue(cells.all).filter((cell) => cell.clip).length;
  return (
    <div class="vg-panel vg-display vg-scored">
      {known.metrics.length > 0 && (
        <>
          <div>
            <span>Score</span>
            <Choose
              name="Score"
              value={name}
              texts={names}
              set={(next) => {
                scores.choose(next);
                if (!next) arrangement.set({ order: "plan" });
              }}
            />
          </div>
          {metric && (
            <>
              <p class="vw-quiet">
                {metric.about} <i>{metric.misleads}</i>
              </p>
              <div>
                <span>Order</span>
                <Choose
                  name="Order by the score"
                  value={order === "highest" || order === "lowest" ? order : "plan"}
                  texts={ORDERS}
                  set={(next) => arrangement.set({ order: next })}
                />
              </div>
              <Range scores={scores} cells={cells} />
            </>
          )}
          <div>
            <span>Defects</span>
            <Choose
              name="Defects"
              value={flagged}
              texts={FLAGGED}
              set={(next) => scores.facet({ flagged: next })}
            />
          </div>
        </>
      )}
      {!known.metrics.length && (
        <p class="vw-quiet">
          Defects, motion, sharpness, sound: each by itself, as the clip's place among
          those of its prompt. None says which clip is good.
        </p>
      )}
      {known.trouble && <p class="vw-problem">{known.trouble}</p>}
      {host.live && <Measure scores={scores} clips={clips} />}
    </div>
  );
}

function Measure({ scores, clips }: Pick<Parts, "scores"> & { clips: number }) {
  const { done, total, missing, metrics } = useValue(scores.known);
  if (total > 0) {
    return (
      <button type="button" onClick={() => scores.measure()}>
        <progress max={total} value={done} aria-label="Clips measured" />
        {done} of {total} · stop
      </button>
    );
  }
  const left = metrics.length ? missing : clips;
  return left > 0 ? (
    <button type="button" class="vw-primary" onClick={() => scores.measure()}>
      Measure {left} {left === 1 ? "clip" : "clips"}
    </button>
  ) : null;
}

/** From the least to the most of the score that is shown. */
function Range({ scores, cells }: Pick<Parts, "scores" | "cells">) {
  const metric = useValue(scores.metric);
  const { least, most } = useValue(scores.filter);
  const all = useValue(cells.all);
  useValue(scores.known);
  const values = [...new Set(all.flatMap((cell) => scores.value(cell.index) ?? []))].sort(
    (one, other) => one - other,
  );
  if (!metric || values.length < 2) return null;
  const last = values.length - 1;
  const end = (name: "least" | "most", label: string, at: number, whole: number) => (
    <label>
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={last}
        value={at < 0 ? whole : at}
        aria-label={`${metric.name} ${label}`}
        aria-valuetext={figure(values[at < 0 ? whole : at] ?? 0, metric)}
        onInput={(event) => {
          const n = Number(event.currentTarget.value);
          scores.facet({ [name]: n === whole ? null : (values[n] ?? null) });
        }}
      />
      <small>{figure(values[at < 0 ? whole : at] ?? 0, { unit: "0-1" })}</small>
    </label>
  );
  return (
    <>
      {end("least", "From", least === null ? -1 : values.indexOf(least), 0)}
      {end("most", "To", most === null ? -1 : values.indexOf(most), last)}
    </>
  );
}
