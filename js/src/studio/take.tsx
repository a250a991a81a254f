/** One take on the wall. */
import { useEffect } from "preact/hooks";
import { calm } from "../lib/calm";
import { clock } from "../lib/format";
import { Icon } from "../lib/icons";
import { memo } from "../lib/memo";
import { useSignal, useValue } from "../lib/signals";
import { Voted } from "../lib/votes";
import { FAILED, STATE_LABELS, type TakeView } from "../wire.gen";
import { fetched, posterUrl } from "./files";
import { isRunning, Progress } from "./progress";
import { RightAction } from "./right-action";
import type { StudioStore } from "./store";

const HOVER_MS = 180;

interface PosterProps {
  studio: StudioStore;
  sha256: string;
}

export function Poster({ studio, sha256 }: PosterProps) {
  const { host } = studio;
  const url = useSignal(posterUrl(host, sha256));
  const missed = useSignal(url.peek() === "");
  useEffect(() => {
    if (!missed.value) return;
    const life = new AbortController();
    fetched(host, sha256, "poster", life.signal).then(
      (found) => {
        url.value = found;
      },
      () => {},
    );
    return () => life.abort();
  }, [missed.value]);
  return url.value ? (
    <img
      src={url.value}
      alt=""
      loading="lazy"
      draggable={false}
      onError={() => {
        if (missed.value) return;
        url.value = "";
        missed.value = true;
      }}
    />
  ) : null;
}

/** The clip, muted, while the pointer rests on the tile. */
function Hovered({ studio, take }: { studio: StudioStore; take: TakeView }) {
  const url = useSignal("");
  useEffect(() => {
    const life = new AbortController();
    const timer = setTimeout(() => {
      fetched(studio.host, take.sha256, "clip", life.signal).then(
        (found) => {
          url.value = found;
        },
        () => {},
      );
    }, HOVER_MS);
    return () => {
      clearTimeout(timer);
      life.abort();
    };
  }, [take.sha256]);
  return url.value ? <video src={url.value} muted autoplay loop playsInline /> : null;
}

export function nameOf(take: TakeView): string {
  return [take.title, take.seed && `seed ${take.seed}`, take.about]
    .filter(Boolean)
    .join(" · ");
}

/** A long prompt with its end in sight, in two lines of so many letters: there prompts of one series differ. */
export function endsOf(prompt: string, line: number): string {
  if (prompt.length <= 2 * line) return prompt;
  const from = prompt.slice(0, line - 1).replace(/\s+\S*$/, "");
  return `${from}… ${prompt.slice(-line).replace(/^\S*\s+/, "")}`;
}

interface Props {
  studio: StudioStore;
  take: TakeView;
  /** The unfolded sweep that it is of. */
  of: string | undefined;
  /** How many letters a line has. */
  line: number;
  ticked: boolean;
  staged: boolean;
  /** Whether Tab comes here. */
  stop: boolean;
}

export const Take = memo(Tile);

function Tile({ studio, take, of, line, ticked, staged, stop }: Props) {
  const over = useSignal(false);
  const offline = useValue(studio.host.offline);
  const bad = FAILED.has(take.state) || take.state === "cancelled";
  return (
    <article
      class={`vs-take ${staged ? "vs-staged" : ""} ${of === undefined ? "" : "vs-of"}`}
      data-keep={take.votes.keep}
      data-tile={take.id}
      data-job={take.id}
      data-state={take.state}
      onPointerEnter={() => {
        over.value = !calm();
      }}
      onPointerLeave={() => {
        over.value = false;
      }}
    >
      <button
        type="button"
        class="vs-open"
        aria-label={`${take.prompt || "No prompt"}: ${nameOf(take)}, ${STATE_LABELS[take.state]}`}
        aria-current={staged || undefined}
        aria-keyshortcuts="e Space x"
        tabIndex={stop ? 0 : -1}
        onClick={() => {
          studio.stage.value = take.id;
        }}
      />
      <div class="vs-picture">
        {take.sha256 && <Poster key={take.sha256} studio={studio} sha256={take.sha256} />}
        {take.sha256 && over.value && <Hovered studio={studio} take={take} />}
        {isRunning(take) && <Progress studio={studio} take={take} />}
        {bad && (
          <div class="vs-bad">
            <Icon name={take.state === "blocked" ? "blocked" : "warning"} />
            <b>{STATE_LABELS[take.state]}</b>
            <span title={take.trouble}>{take.trouble}</span>
          </div>
        )}
        <Voted mark={take.votes} />
        {take.duration > 0 && (
          <span class="vs-length">{`0:${String(Math.round(take.duration)).padStart(2, "0")}`}</span>
        )}
        {!offline && <RightAction studio={studio} take={take} stop={stop} />}
        <input
          type="checkbox"
          class="vs-tick"
          aria-label={`Tick ${take.prompt || "this take"}`}
          title="Tick (E)"
          checked={ticked}
          tabIndex={-1}
          onChange={() => studio.ticks.flip(take.id)}
        />
        {take.sha256 && (
          <button
            type="button"
            tabIndex={stop ? 0 : -1}
            class={`vs-star ${take.starred ? "vs-on" : ""}`}
            aria-label={take.starred ? "Take the star away" : "Star"}
            aria-pressed={take.starred}
            onClick={() => studio.ticks.mark([take], { starred: !take.starred })}
          >
            <Icon name="star" filled={take.starred} />
          </button>
        )}
      </div>
      <p class="vs-prompt" title={take.prompt}>
        {endsOf(take.prompt, line) || "No prompt"}
      </p>
      <p class="vs-about" title={`${nameOf(take)} · ${clock(take.created)}`}>
        {take.note ? <Icon name="note" /> : null}
        {nameOf(take)}
      </p>
    </article>
  );
}
