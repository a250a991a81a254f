/** What is said of all cells together, and what can be done with all of them. */
import { Quiet } from "../lib/button";
import { NOT_TOLD, total, totalOf } from "../lib/format";
import { Icon } from "../lib/icons";
import { Item, Popover } from "../lib/popover";
import { useValue } from "../lib/signals";
import type { CellView } from "../wire.gen";
import { contactSheet, snapshot } from "./snapshot";
import type { Parts } from "./store";

const MOST_TOLD = 4;

interface Sum {
  word: string;
  tone: string;
  count: number;
}

export function sums(cells: readonly CellView[]): Sum[] {
  const own = cells.filter((cell) => cell.into === null);
  const count = (test: (cell: CellView) => boolean) => own.filter(test).length;
  const ready = count((cell) => cell.live.state === "ready");
  const failed = count((cell) => ["failed", "expired"].includes(cell.live.state));
  const blocked = count((cell) => cell.live.state === "blocked");
  const unknown = count((cell) => cell.live.state === "unknown");
  const refused = count((cell) => cell.fate === "refused");
  const unwatched = count((cell) => cell.live.flags.includes("unwatched"));
  const queued = count(
    (cell) =>
      ["waiting", "queued", "preparing", "sending"].includes(cell.live.state) &&
      cell.fate !== "refused" &&
      !cell.live.flags.includes("unwatched"),
  );
  const idle = (cell: CellView) => ["planned", "cancelled"].includes(cell.live.state);
  const planned = count((cell) => idle(cell) && cell.fate !== "refused");
  const running =
    own.length -
    [ready, failed, blocked, unknown, refused, planned, unwatched, queued].reduce(
      (sum, each) => sum + each,
    );
  return [
    { word: "ready", tone: "green", count: ready },
    { word: "running", tone: "blue", count: running },
    { word: "queued", tone: "grey", count: queued },
    { word: "not watched", tone: "amber", count: unwatched },
    { word: "unknown", tone: "amber", count: unknown },
    { word: "failed", tone: "red", count: failed },
    { word: "blocked", tone: "purple", count: blocked },
    { word: "planned", tone: "grey", count: planned },
    { word: "n/a", tone: "grey", count: refused },
  ].filter((sum) => sum.count > 0);
}

function Same({ cells }: Pick<Parts, "cells">) {
  const { shared, warnings } = useValue(cells.summary);
  if (!shared.length && !warnings.length) return null;
  return (
    <Popover
      name="Same in all cells"
      class="vw-quiet-button"
      face={
        <>
          <Icon name="info" />
          <span class="vg-words">Same in all</span>
        </>
      }
    >
      {() => (
        <div class="vg-panel vg-shared">
          {shared.length > 0 && <b>Same in all cells</b>}
          <dl>
            {shared.map((each) => (
              <div key={each.name}>
                <dt>{each.name.replaceAll("_", " ")}</dt>
                <dd>{each.text}</dd>
              </div>
            ))}
          </dl>
          {warnings.map((text) => (
            <p key={text} class="vw-warning">
              <Icon name="warning" />
              {text}
            </p>
          ))}
        </div>
      )}
    </Popover>
  );
}

function Fair({ cells }: Pick<Parts, "cells">) {
  const rows = useValue(cells.unequal);
  if (!rows.length) return null;
  const marked = rows.some((row) => row.cells.length > 0);
  return (
    <Popover
      name={`${rows.length} ${rows.length === 1 ? "differs" : "differ"} besides what is compared`}
      class={`vw-quiet-button ${marked ? "vg-amber" : ""}`}
      face={
        <>
          <Icon name="scale" />
          <span class="vg-words">
            {rows.length} {rows.length === 1 ? "differs" : "differ"}
          </span>
        </>
      }
    >
      {() => (
        <div class="vg-panel vg-unequal">
          <b>Besides what is compared, these differ</b>
          <dl>
            {rows.map((row) => (
              <div key={row.about}>
                <dt>{row.about}</dt>
                <dd>
                  {row.text}
                  {row.about === "Prompt" &&
                    row.values.slice(0, MOST_TOLD).map((value) => (
                      <small key={value} title={value}>
                        {value}
                      </small>
                    ))}
                </dd>
              </div>
            ))}
          </dl>
          {marked && <p class="vw-quiet">The cells unlike most are marked.</p>}
        </div>
      )}
    </Popover>
  );
}

/** Pictures of all cells at once. */
function Pictures(parts: Parts) {
  const { cells, host } = parts;
  const offline = useValue(host.offline);
  const all = useValue(cells.all);
  if (!all.some((cell) => cell.clip)) return null;
  return (
    <Popover
      name="Pictures of all cells"
      class="vw-quiet-button"
      face={<Icon name="image" />}
    >
      {(close) => {
        const then = (act: () => Promise<void>) => () => {
          close();
          void act();
        };
        return (
          <>
            {host.live && !offline && (
              <Item act={then(() => contactSheet(parts))}>Contact sheet</Item>
            )}
            <Item act={then(() => snapshot(parts))}>Stills of all panes</Item>
          </>
        );
      }}
    </Popover>
  );
}

export function Head({ root, ...parts }: HeadProps) {
  const { cells, host, panels, more } = parts;
  const offline = useValue(host.offline);
  const head = useValue(cells.summary);
  const stopped = useValue(cells.stopReason);
  const all = useValue(cells.all);
  const groups = sums(all);
  const own = all.filter((cell) => cell.into === null && cell.live.charged !== 0);
  const spent = totalOf(
    own.map(({ live }) => ({ low: live.charged, high: live.charged })),
  );
  const full = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else root.current?.requestFullscreen().catch(() => {});
  };
  return (
    <header class="vg-top">
      <b class="vw-title vg-name">{head.title}</b>
      <span class="vg-counts" data-part="summary">
        {groups.map((sum, n) => (
          <span key={sum.word} class={`vw-tone-${sum.tone}`}>
            {n > 0 && <span class="vw-hidden"> · </span>}
            <i class="vg-dot" aria-hidden="true" />
            {sum.count} {sum.word}
          </span>
        ))}
        {spent.count > 0 && (
          <span>
            <span class="vw-hidden"> · </span>
            {total(spent, NOT_TOLD, " spent")}
          </span>
        )}
        {head.play_money && (
          <span class="vw-quiet vg-play">
            <span class="vw-hidden"> · </span>play money
          </span>
        )}
      </span>
      {offline && <span class="vg-stopped">The kernel does not answer.</span>}
      {stopped && <span class="vg-stopped">Stopped: {stopped}</span>}
      {more.Actions && <more.Actions {...parts} />}
      <span class="vg-push">
        <Fair cells={cells} />
        <Same cells={cells} />
        <Pictures {...parts} />
        <Quiet name="Keys" title="Keys (?)" icon="keys" act={() => panels.toggleHelp()} />
        <Quiet name="Full screen" title="Full screen (F)" icon="expand" act={full} />
      </span>
    </header>
  );
}

interface HeadProps extends Parts {
  root: { current: HTMLElement | null };
}
