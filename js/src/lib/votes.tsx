/** Votes on a clip: keep or drop, thumbs, 1 to 5, comments at a moment that lead back there. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ClipMarks, MarkKind } from "../wire.gen";
import type { Ballot } from "./ballot";
import { Quiet } from "./button";
import { position } from "./format";
import { Icon, type IconName } from "./icons";
import { useComputed } from "./signals";

const SCORES = ["1", "2", "3", "4", "5"] as const;

interface Props<Key> {
  ballot: Ballot<Key>;
  of: Key;
  mark: ClipMarks | undefined;
  /** Whether Tab comes to the buttons; keys do the same. */
  tab: boolean;
  /** Whether votes are taken; what was voted is shown in any case. */
  open?: boolean;
  at: () => number;
  seek: (at: number) => void;
}

export function Votes<Key>({ ballot, of, mark, tab, open = true, at, seek }: Props<Key>) {
  const written = useComputed(
    () => (ballot.writing.value?.key === of ? ballot.writing.value.at : null),
    [ballot, of],
  );
  const stop = tab ? 0 : -1;
  const press = (
    kind: MarkKind,
    answer: string,
    icon: IconName,
    name: string,
    key: string,
  ) => (
    <Quiet
      name={name}
      title={`${name} (${key})`}
      icon={icon}
      on={mark?.[kind as "keep" | "thumb"] === answer}
      tabIndex={stop}
      act={() => ballot.vote(of, kind, answer)}
    />
  );
  return (
    <div class="vw-votes" data-writing={written !== null}>
      {mark && <Voted mark={mark} />}
      {mark?.comments.map(({ id, at: moment, text }) => (
        <button
          key={id}
          type="button"
          class="vw-comment"
          tabIndex={stop}
          title="Go to that moment"
          onClick={() => seek(moment)}
        >
          <b>{position(moment)}</b> <span>{text}</span>
        </button>
      ))}
      {written !== null && <Writing ballot={ballot} of={of} at={written} />}
      {open && (
        <span class="vw-vote-row" role="group" aria-label="Vote">
          {press("keep", "keep", "check", "Keep", "Shift X")}
          {press("keep", "drop", "close", "Drop", "X")}
          {press("thumb", "up", "good", "Good", "+")}
          {press("thumb", "down", "bad", "Bad", "−")}
          <span class="vw-scores" role="group" aria-label="Score">
            {SCORES.map((score) => (
              <button
                key={score}
                type="button"
                class="vw-quiet-button"
                tabIndex={stop}
                aria-label={`Score ${score}`}
                aria-pressed={mark?.score === Number(score)}
                title={`${score} of 5 (Shift ${score})`}
                onClick={() => ballot.vote(of, "score", score)}
              >
                {score}
              </button>
            ))}
          </span>
          <Quiet
            name="Comment at this moment"
            title="Comment at this moment (C)"
            icon="note"
            tabIndex={stop}
            act={() => ballot.write(of, at())}
          />
        </span>
      )}
    </div>
  );
}

const KEPT: Record<string, string> = { keep: "Kept", drop: "Dropped" };

/** What was voted on a clip, in a word or two. */
export function Voted({ mark }: { mark: ClipMarks }) {
  const words = [
    KEPT[mark.keep],
    mark.score ? `${mark.score}/5` : "",
    mark.comments.length ? `${mark.comments.length} ✎` : "",
  ].filter(Boolean);
  if (!words.length && !mark.thumb) return null;
  return (
    <span class="vw-voted">
      {mark.thumb === "up" && <Icon name="good" />}
      {mark.thumb === "down" && <Icon name="bad" />}
      {words.join(" · ")}
    </span>
  );
}

interface WritingProps<Key> {
  ballot: Ballot<Key>;
  of: Key;
  at: number;
}

function Writing<Key>({ ballot, of, at }: WritingProps<Key>) {
  const input = useRef<HTMLInputElement>(null);
  const before = useRef<Element | null>(null);
  // Before the next key: what follows C is written here.
  useLayoutEffect(() => {
    before.current = document.activeElement;
    input.current?.focus();
  }, []);
  const done = () => {
    const cell = input.current?.closest<HTMLElement>("[data-cell]") ?? before.current;
    ballot.writing.value = null;
    (cell as HTMLElement | null)?.focus();
  };
  return (
    <input
      ref={input}
      class="vw-writing"
      maxLength={2000}
      placeholder={`Comment at ${position(at)}`}
      aria-label={`Comment at ${position(at)}`}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") done();
        if (event.key !== "Enter") return;
        const text = event.currentTarget.value.trim();
        if (text) ballot.vote(of, "comment", text, at);
        done();
      }}
    />
  );
}

interface SwitchProps {
  count: number;
  shown: boolean;
  set: (shown: boolean) => void;
}

/** How many clips were dropped, and whether they are shown. */
export function DroppedSwitch({ count, shown, set }: SwitchProps) {
  if (!count) return null;
  return (
    <button
      type="button"
      class="vw-quiet-button vw-dropped"
      aria-pressed={shown}
      onClick={() => set(!shown)}
    >
      {count} dropped · {shown ? "hide" : "show"}
    </button>
  );
}
