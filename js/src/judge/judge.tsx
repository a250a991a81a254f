/** Blind pairs: what differs, then vote after vote, then what it all was. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Quiet } from "../lib/button";
import { Icon } from "../lib/icons";
import type { Component } from "../lib/mount";
import { Popover } from "../lib/popover";
import { useComputed, useValue } from "../lib/signals";
import transport from "../styles/transport.css";
import type { JudgeFromPython, JudgeModel, JudgeToPython } from "../wire.gen";
import { Answers } from "./answers";
import { Fairness } from "./fairness";
import fairness from "./fairness.css";
import judge from "./judge.css";
import { help, press } from "./keys";
import { Stage } from "./stage";
import { type JudgeHost, JudgeStore } from "./store";

function Keys({ store }: { store: JudgeStore }) {
  const sides = useValue(store.names).join(", ").toLowerCase();
  return (
    <Popover name="Keys" class="vw-quiet-button" face={<Icon name="keys" />}>
      {() => (
        <dl class="vj-keys">
          {help(sides).map(([keys, what]) => (
            <div key={keys}>
              <dt>{keys}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      )}
    </Popover>
  );
}

function Ask({ store }: { store: JudgeStore }) {
  const { votes } = useValue(store.progress);
  return (
    <Popover
      name="Reveal"
      class="vj-reveal"
      face="Reveal…"
      disabled={votes === 0}
      focus="button"
    >
      {() => (
        <div class="vj-ask">
          <p>
            This tells what the clips are and ends the judgement: no later vote of yours
            on them is blind.
          </p>
          <button
            type="button"
            class="vw-primary"
            onClick={() => store.host.send({ type: "reveal" })}
          >
            Reveal and end
          </button>
        </div>
      )}
    </Popover>
  );
}

function Head({ store, full }: { store: JudgeStore; full: () => void }) {
  const { host } = store;
  const questions = useValue(store.questions);
  const question = useValue(store.question);
  const prompt = useComputed(() => store.pair.value?.prompt ?? "", [store]);
  const prompted = useValue(store.prompted);
  return (
    <header class="vj-head">
      <div class="vj-asked">
        <h3>
          {questions[question] || "Which is better?"}
          {questions.length > 1 && (
            <small class="vw-quiet">
              {question + 1} of {questions.length}
            </small>
          )}
        </h3>
        {prompt && prompted && (
          <p class="vj-prompt" title={prompt}>
            {prompt}
          </p>
        )}
      </div>
      <span class="vj-push">
        {prompt && (
          <Quiet
            name="Prompt"
            title="Show the prompt (P)"
            icon="note"
            on={prompted}
            act={() => {
              store.prompted.value = !prompted;
            }}
          />
        )}
        <Keys store={store} />
        <Quiet name="Full height" title="Full height (F)" icon="expand" act={full} />
        {host.live && <Ask store={store} />}
      </span>
    </header>
  );
}

function Notes({ store }: { store: JudgeStore }) {
  const { host } = store;
  const offline = useValue(host.offline);
  const notice = useValue(store.notice);
  const { tired } = useValue(store.progress);
  return (
    <>
      {offline && (
        <p class="vw-banner" role="alert">
          The kernel does not answer. Votes that are in are kept: run this cell again to
          go on.
        </p>
      )}
      {notice && <p class="vw-warning">{notice}</p>}
      {tired && (
        <p class="vj-rest" role="status">
          Twenty minutes: after a short pause you judge better.
          <button
            type="button"
            class="vw-quiet-button"
            onClick={() => host.send({ type: "rest" })}
          >
            Go on
          </button>
        </p>
      )}
    </>
  );
}

function View({ host }: { host: JudgeHost }) {
  const store = useMemo(() => new JudgeStore(host), [host]);
  const root = useRef<HTMLDivElement>(null);
  const phase = useValue(store.phase);
  const verdict = useValue(store.verdict);
  const { sentence } = useValue(store.progress);
  const first = useRef(phase);
  useEffect(() => {
    if (first.current !== phase) root.current?.focus({ preventScroll: true });
    first.current = phase;
  }, [phase]);
  useEffect(() => host.watch(), [host]);
  const full = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else root.current?.requestFullscreen().catch(() => {});
  };
  return (
    <div
      ref={root}
      class="vw-box vj"
      tabIndex={-1}
      role="group"
      aria-label="Blind pairs"
      data-phase={phase}
      data-lm-suppress-shortcuts="true"
      onPointerDown={(event) => {
        store.playback.arouse();
        const target = event.target as HTMLElement;
        if (!target.closest("button, input, select, label")) {
          root.current?.focus({ preventScroll: true });
        }
      }}
      onKeyDown={(event) => {
        store.playback.arouse();
        if (press(event, store, full)) event.preventDefault();
        event.stopPropagation();
      }}
    >
      <Notes store={store} />
      {phase === "fairness" && <Fairness store={store} />}
      {phase === "judging" && (
        <>
          <Head store={store} full={full} />
          <Stage store={store} />
          <Answers store={store} />
        </>
      )}
      {phase === "revealed" && (
        <section class="vj-verdict" aria-label="Verdict">
          <div dangerouslySetInnerHTML={{ __html: verdict }} />
          <p class="vw-quiet">
            You were told: no later vote of yours on these clips is blind.
          </p>
        </section>
      )}
      <span class="vw-hidden" role="status" aria-live="polite">
        {phase === "judging" && sentence}
      </span>
    </div>
  );
}

export const Judge: Component<JudgeModel, JudgeToPython, JudgeFromPython> = {
  css: transport + fairness + judge,
  View,
};
