/** The answers as large keys. */
import { useValue } from "../lib/signals";
import type { PairAnswer } from "../wire.gen";
import type { JudgeStore } from "./store";

/** What says a tie stands here; which is better is said by where the clips lie. */
const ANSWERS: readonly [answer: PairAnswer, key: string, text?: string][] = [
  ["left", "←"],
  ["tie", "↑", "Tie"],
  ["both bad", "↓", "Both bad"],
  ["right", "→"],
];

export function Answers({ store }: { store: JudgeStore }) {
  const pair = useValue(store.pair);
  const names = useValue(store.names);
  const pressed = useValue(store.pressed);
  const enough = useValue(store.playback.enough);
  const hint = useValue(store.hint);
  const { votes, sentence } = useValue(store.progress);
  return (
    <>
      <div class="vj-answers" role="group" aria-label="Your vote" data-ready={enough}>
        {ANSWERS.map(([answer, key, text]) => {
          const said = text ?? `${names[answer === "left" ? 0 : 1]} is better`;
          return (
            <button
              key={answer}
              type="button"
              class="vj-answer"
              data-answer={answer}
              data-chosen={pressed === answer}
              aria-label={said}
              disabled={!pair}
              onClick={() => store.answer(answer)}
            >
              <kbd>{key}</kbd>
              {said}
            </button>
          );
        })}
      </div>
      <div class="vj-foot">
        <span class="vj-progress vw-quiet">{sentence}</span>
        {hint && (
          <span class="vj-hint" role="alert">
            {hint}
          </span>
        )}
        <span class="vj-push">
          <button
            type="button"
            class="vw-quiet-button"
            aria-label="Skip"
            disabled={!pair}
            onClick={() => store.answer("skip")}
          >
            <kbd>S</kbd> Skip
          </button>
          <button
            type="button"
            class="vw-quiet-button"
            aria-label="Undo"
            disabled={votes === 0}
            onClick={() => store.undo()}
          >
            <kbd>U</kbd> Undo
          </button>
        </span>
      </div>
    </>
  );
}
