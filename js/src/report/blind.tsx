/** Blind pairs on a page alone: who votes, vote after vote, the file that goes back. */
import { useEffect, useRef } from "preact/hooks";
import { save } from "../grid/snapshot";
import { type Host, staticHost } from "../host";
import { BLIND } from "../judge/fairness";
import { Judge } from "../judge/judge";
import { Icon } from "../lib/icons";
import type { Resolver } from "../lib/media";
import { messageId } from "../lib/message";
import { type Component, mount } from "../lib/mount";
import { type Signal, signal, useComputed, useSignal, useValue } from "../lib/signals";
import type { BlindView, JudgeFromPython, JudgeModel, JudgeToPython } from "../wire.gen";
import css from "./blind.css";
import {
  answered,
  asked,
  type Kept,
  pairOf,
  standing,
  undone,
  votesFile,
} from "./sitting";

const KEPT_MS = 10_000;
const LONGEST_NAME = 60;
type JudgeHost = Host<JudgeModel, JudgeToPython, JudgeFromPython>;

/** What this browser kept of the report, or a beginning. */
function begin(view: BlindView): Kept {
  const fresh = {
    rater: "",
    first: Math.floor(Math.random() * view.showings.length),
    log: [],
  };
  try {
    const kept = JSON.parse(localStorage.getItem(view.report) ?? "null");
    return Array.isArray(kept?.log) ? { ...fresh, ...kept } : fresh;
  } catch {
    return fresh;
  }
}

function keep(view: BlindView, kept: Kept): void {
  try {
    localStorage.setItem(view.report, JSON.stringify(kept));
  } catch {
    // A page that may keep nothing still gives its votes back as a file.
  }
}

const stamp = () => ({
  id: `${messageId()}-${crypto.getRandomValues(new Uint32Array(2)).join("")}`,
  at: Date.now() / 1000,
});

/** The same clip in two pairs is two files to the page: its copies have numbers. */
function numbered({ whole }: Resolver): Resolver {
  return {
    whole: (file, life) => whole({ ...file, name: file.name.split("~")[0] ?? "" }, life),
  };
}

function words(view: BlindView, { log }: Kept): string {
  const count = asked(view, log)?.number ?? view.showings.length;
  return `${count} of ${view.showings.length} pairs`;
}

/** Answers what a kernel would, from the page. */
function judgeHost(view: BlindView, kept: Signal<Kept>, life: AbortSignal): JudgeHost {
  const shown = () => {
    const { first, log } = kept.value;
    const ask = asked(view, log);
    const number = ask?.number ?? view.showings.length;
    return {
      pair: pairOf(view, first, number),
      upcoming: pairOf(view, first, number + 1),
      question: ask?.question ?? 0,
      progress: {
        votes: standing(log).length,
        sentence: "",
        tired: false,
      },
    };
  };
  const state: JudgeModel = {
    ...shown(),
    fair: { pairs: 0, clips: 0, rows: [], telling: 0 },
    heard: 0,
    in_turn: false,
    notice: "",
    phase: "judging",
    prompted: true,
    questions: view.questions,
    verdict_page: "",
  };
  const host = staticHost<JudgeModel, JudgeToPython, JudgeFromPython>(
    { state, files: view.files },
    life,
  );
  const move = (log: Kept["log"]) => {
    kept.value = { ...kept.value, log };
    keep(view, kept.value);
    const { pair, upcoming, question, progress } = shown();
    host.set("question", question);
    host.set("progress", progress);
    host.set("upcoming", upcoming);
    if (pair?.id !== host.get("pair")?.id) host.set("pair", pair);
  };
  return {
    ...host,
    media: host.media.map(numbered),
    send: (message) => {
      const { log } = kept.peek();
      if (message.type === "undo_answer") move(undone(log, stamp()));
      if (message.type !== "answer") return;
      const watched = [message.left, message.right];
      move(answered(view, kept.peek(), message.answer, watched, stamp()));
    },
  };
}

interface Props {
  view: BlindView;
  kept: Signal<Kept>;
}

/** Give the votes back as a file. */
function saveVotes({ view, kept }: Props): void {
  const { rater } = kept.peek();
  const text = JSON.stringify(votesFile(view, kept.peek()), null, 1);
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const name = rater.replace(/[^\p{L}\p{N}]+/gu, "-");
  save(url, `votes-${view.report.slice(0, 6)}-${name}.json`);
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

function Start({ view, kept, go }: Props & { go: () => void }) {
  const name = useSignal(kept.peek().rater);
  const done = standing(kept.peek().log).length > 0;
  return (
    <form
      class="rb-card"
      onSubmit={(event) => {
        event.preventDefault();
        const rater = name.value.trim().replace(/\s+/g, " ");
        if (!rater) return;
        kept.value = { ...kept.value, rater };
        keep(view, kept.value);
        go();
      }}
    >
      <p class="rb-lead">{BLIND}. Watch both, then say which is better.</p>
      <ol class="rb-steps">
        <li>
          <b>{view.showings.length} pairs.</b> Stop whenever you like; this browser keeps
          where you are.
        </li>
        <li>
          <b>Vote by key.</b> <kbd>←</kbd> <kbd>→</kbd> the better one, <kbd>↑</kbd> a
          tie, <kbd>↓</kbd> both bad, <kbd>U</kbd> undo.
        </li>
        <li>
          <b>Send the file back.</b> “Save votes” downloads a small file with your answers
          and your name, and nothing else leaves this page.
        </li>
      </ol>
      {view.notes.map((note) => (
        <p key={note} class="vw-quiet">
          {note}
        </p>
      ))}
      <label class="rb-name">
        Your name
        <input
          value={name.value}
          maxLength={LONGEST_NAME}
          autocomplete="name"
          placeholder="Ana"
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="vw-primary" disabled={!name.value.trim()}>
          {done ? "Go on" : "Begin"}
        </button>
      </label>
    </form>
  );
}

function Bar(props: Props) {
  const { view, kept } = props;
  const now = useValue(kept);
  const votes = standing(now.log).length;
  const number = asked(view, now.log)?.number ?? view.showings.length;
  return (
    <div class="rb-bar">
      <progress value={number} max={view.showings.length} aria-label="Pairs answered" />
      <span class="vw-quiet" role="status">
        {words(view, now)}
      </span>
      <button type="button" disabled={votes === 0} onClick={() => saveVotes(props)}>
        <Icon name="down" /> Save {votes || ""} {votes === 1 ? "vote" : "votes"}
      </button>
    </div>
  );
}

function Done({ host, ...props }: Props & { host: JudgeHost }) {
  const votes = standing(props.kept.value.log).length;
  return (
    <div class="rb-card rb-done" role="status">
      <p class="rb-lead">That was the last pair. Thank you.</p>
      <p class="vw-quiet">
        Save your {votes} votes and send the file to whoever sent you this page.
      </p>
      <p class="rb-row">
        <button type="button" class="vw-primary" onClick={() => saveVotes(props)}>
          <Icon name="down" /> Save votes
        </button>
        <button
          type="button"
          class="vw-quiet-button"
          onClick={() => host.send({ type: "undo_answer" })}
        >
          <Icon name="undo" /> Take the last one back
        </button>
      </p>
    </div>
  );
}

function Sitting({ host, ...props }: Props & { host: JudgeHost }) {
  const { view, kept } = props;
  const going = useSignal(false);
  const over = useComputed(() => asked(view, kept.value.log) === null, [kept]);
  const place = useRef<HTMLDivElement>(null);
  const shown = going.value && !over;
  useEffect(() => {
    if (shown) place.current?.querySelector<HTMLElement>(".vj")?.focus();
  }, [shown]);
  if (!going.value) {
    return (
      <Start
        {...props}
        go={() => {
          going.value = true;
        }}
      />
    );
  }
  return (
    <div ref={place} class="rb">
      <Bar {...props} />
      {over ? <Done {...props} host={host} /> : <Judge.View host={host} />}
    </div>
  );
}

export function drawBlind(el: HTMLElement, view: BlindView, life: AbortSignal): void {
  const kept = signal(begin(view));
  const page: Component<JudgeModel, JudgeToPython, JudgeFromPython> = {
    css: Judge.css + css,
    View: ({ host }) => (
      <div class="vw-box">
        <Sitting host={host} view={view} kept={kept} />
      </div>
    ),
  };
  mount(page, judgeHost(view, kept, life), el);
}
