/** Which cells are shown: facets of state, of every axis, of cost. */
import { dollars } from "../lib/format";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { useValue } from "../lib/signals";
import type { Show } from "../wire.gen";
import { costOf, filters, passes } from "./arrange";
import type { Parts } from "./store";

const SHOWS: readonly Show[] = ["all", "ready", "running", "failed", "not made"];
const CENT = 0.005;

type Props = Pick<Parts, "arrangement" | "cells" | "scores">;

export function Filter(parts: Props) {
  useValue(parts.scores.filter);
  const filter = useValue(parts.arrangement.now.filter);
  const hidden = useValue(parts.arrangement.now.hidden);
  const shown = useValue(parts.arrangement.table).flat.length;
  const all = useValue(parts.cells.all).length;
  const count =
    Number(filter.show !== "all") +
    Number(filter.most !== null) +
    Object.values(filter.values).filter((wanted) => wanted.length).length +
    hidden.length;
  return (
    <>
      <Popover
        name={count > 0 ? `Filter ${count}` : "Filter"}
        class="vw-quiet-button vg-labelled"
        face={
          <>
            <Icon name="filter" />
            <span class="vg-words">Filter </span>
            {count > 0 && <span class="vg-count">{count}</span>}
          </>
        }
      >
        {() => <Facets {...parts} />}
      </Popover>
      {(filters(filter) || hidden.length > 0 || parts.scores.filters) && (
        <>
          <small class="vw-quiet">
            {shown} of {all}
          </small>
          <button
            type="button"
            class="vw-link"
            onClick={() => parts.arrangement.showAll()}
          >
            Show all
          </button>
        </>
      )}
    </>
  );
}

function Facets({ arrangement, cells }: Props) {
  const filter = useValue(arrangement.now.filter);
  const axes = useValue(arrangement.axes);
  const all = useValue(cells.all);
  const costs = [...new Set(all.map(costOf).filter((cost) => cost !== null))].sort(
    (a, b) => a - b,
  );
  const most = costs.at(-1) ?? 0;
  const least = costs[0] ?? 0;
  /** How many there would be of a value, as all the other facets stand. */
  const counted = (axis: number, value: number) => {
    const name = axes[axis]?.name ?? "";
    const others = { ...filter, values: { ...filter.values, [name]: [] } };
    return all.filter((cell) => cell.at[axis] === value && passes(others, axes, cell))
      .length;
  };
  return (
    <div class="vg-panel vg-facets">
      <fieldset>
        <legend>State</legend>
        {SHOWS.map((show) => (
          <label key={show}>
            <input
              type="radio"
              name="vg-show"
              checked={filter.show === show}
              onChange={() => arrangement.facet({ show })}
            />
            <span>{show}</span>
            <small>
              {all.filter((cell) => passes({ ...filter, show }, axes, cell)).length}
            </small>
          </label>
        ))}
      </fieldset>
      {axes.map(
        (axis, n) =>
          axis.values.length > 1 && (
            <fieldset key={axis.name}>
              <legend>{axis.name.replaceAll("_", " ")}</legend>
              {axis.labels.map((label, value) => {
                const wanted = filter.values[axis.name] ?? [];
                return (
                  <label key={axis.values[value]} title={axis.values[value]}>
                    <input
                      type="checkbox"
                      checked={wanted.includes(value)}
                      onChange={() => arrangement.toggleValue(axis, value)}
                    />
                    <span>{label}</span>
                    <small>{counted(n, value)}</small>
                  </label>
                );
              })}
            </fieldset>
          ),
      )}
      {most - least > CENT && (
        <fieldset>
          <legend>
            Cost{" "}
            <span class="vw-quiet">
              {filter.most === null ? "any" : `up to ${dollars(filter.most)}`}
            </span>
          </legend>
          <input
            type="range"
            min={0}
            max={costs.length - 1}
            value={filter.most === null ? costs.length - 1 : costs.indexOf(filter.most)}
            aria-label="Cost at most"
            aria-valuetext={filter.most === null ? "any" : dollars(filter.most)}
            onInput={(event) => {
              const n = Number(event.currentTarget.value);
              arrangement.facet({
                most: n === costs.length - 1 ? null : (costs[n] ?? null),
              });
            }}
          />
        </fieldset>
      )}
    </div>
  );
}
