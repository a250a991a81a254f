/** Votes on a cell's clip: keep or drop, thumbs, 1 to 5, comments at a moment. */
import { useEffect, useRef } from "preact/hooks";
import { position } from "../lib/format";
import { Icon } from "../lib/icons";
import { useComputed, useValue } from "../lib/signals";
import type { ClipMarks } from "../wire.gen";
import type { Parts } from "./store";

const SCORES = ["1", "2", "3", "4", "5"] as const;

interface Props extends Pick<Parts, "marks" | "playback"> {
  index: number;
  /** Whether votes are taken; what was voted is shown in any case. */
  open: boolean;
}

export function Votes({ marks, playback, index, open }: Props) {
  const mark = useComputed(() => marks.all.value[index], [index]);
  const writing = useComputed(() => marks.writing.value?.index === index, [index]);
  const thumb = (answer: "up" | "down", name: string, key: string) => (
    <button
      type="button"
      class="vw-quiet-button"
      tabIndex={-1}
      aria-label={name}
      aria-pressed={mark?.thumb === answer}
      title={`${name} (${key})`}
      onClick={() => marks.vote(index, "thumb", answer)}
    >
      <Icon name={answer} />
    </button>
  );
  const dropped = mark?.keep === "drop";
  return (
    <div class="vg-votes" data-writing={writing}>
      {mark && <Summary mark={mark} />}
      {mark?.comments.map(({ id, at, text }) => (
        <button
          key={id}
          type="button"
          class="vg-comment"
          tabIndex={-1}
          title="Go to that moment"
          onClick={() => void playback.seek(at)}
        >
          <b>{position(at)}</b> <span>{text}</span>
        </button>
      ))}
      {writing && <Writing marks={marks} index={index} />}
      {open && (
        <span class="vg-vote-row">
          <button
            type="button"
            class="vw-quiet-button"
            tabIndex={-1}
            aria-pressed={dropped}
            title="Drop, keep (X)"
            onClick={() => marks.flip(index)}
          >
            {dropped ? "Dropped" : "Drop"}
          </button>
          {thumb("up", "Good", "+")}
          {thumb("down", "Bad", "−")}
          <span class="vg-scores" role="group" aria-label="Score">
            {SCORES.map((score) => (
              <button
                key={score}
                type="button"
                class="vw-quiet-button"
                tabIndex={-1}
                aria-label={`Score ${score}`}
                aria-pressed={mark?.score === Number(score)}
                onClick={() => marks.vote(index, "score", score)}
              >
                {score}
              </button>
            ))}
          </span>
          <button
            type="button"
            class="vw-quiet-button"
            tabIndex={-1}
            aria-label="Comment at this moment"
            title="Comment at this moment (C)"
            onClick={() => {
              marks.writing.value = { index, at: playback.momentOf(index) };
            }}
          >
            <Icon name="note" />
          </button>
        </span>
      )}
    </div>
  );
}

/** What was voted, while the pointer is elsewhere. */
function Summary({ mark }: { mark: ClipMarks }) {
  const words = [
    mark.keep === "drop" ? "Dropped" : "",
    mark.score ? `${mark.score}/5` : "",
    mark.comments.length ? `${mark.comments.length} ✎` : "",
  ].filter(Boolean);
  return (
    <span class="vg-summary">
      {mark.thumb === "up" && <Icon name="up" />}
      {mark.thumb === "down" && <Icon name="down" />}
      {words.join(" · ")}
    </span>
  );
}

function Writing({ marks, index }: Pick<Parts, "marks"> & { index: number }) {
  const input = useRef<HTMLInputElement>(null);
  const at = marks.writing.peek()?.at ?? 0;
  useEffect(() => input.current?.focus(), []);
  const done = () => {
    const cell = input.current?.closest<HTMLElement>("[data-cell]");
    marks.writing.value = null;
    cell?.focus();
  };
  return (
    <input
      ref={input}
      class="vg-writing"
      maxLength={2000}
      placeholder={`Comment at ${position(at)}`}
      aria-label={`Comment at ${position(at)}`}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") done();
        if (event.key !== "Enter") return;
        const text = event.currentTarget.value.trim();
        if (text) marks.vote(index, "comment", text, at);
        done();
      }}
    />
  );
}

/** How many are dropped, and blind pairs of all. */
export function VotesBar({ marks, host }: Pick<Parts, "marks" | "host">) {
  const { size } = useValue(marks.dropped);
  const shown = useValue(marks.shown);
  const pairs = useValue(marks.pairs);
  return (
    <>
      {size > 0 && (
        <button
          type="button"
          class="vw-quiet-button"
          aria-pressed={shown}
          onClick={() => {
            marks.shown.value = !shown;
          }}
        >
          {size} dropped · {shown ? "hide" : "show"}
        </button>
      )}
      {host.live && (
        <button
          type="button"
          class="vw-quiet-button"
          aria-pressed={Boolean(pairs)}
          title="Which is better? Two at a time, without names"
          onClick={() => marks.judge()}
        >
          <Icon name="eyeOff" />
          <span class="vg-words">Judge blind</span>
        </button>
      )}
    </>
  );
}

/** The blind pairs, below the grid. */
export function Below({ marks, host }: Pick<Parts, "marks" | "host">) {
  const place = useRef<HTMLDivElement>(null);
  const name = useValue(marks.pairs);
  useEffect(() => {
    const own = place.current;
    if (!name || !own) return;
    const life = new AbortController();
    void host.drawChild(name, own, life.signal).then(() => {
      if (!life.signal.aborted) own.scrollIntoView({ block: "nearest" });
    });
    return () => life.abort();
  }, [name]);
  return <div ref={place} class="vg-below" />;
}
