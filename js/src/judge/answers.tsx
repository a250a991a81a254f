/** The answers as large keys. */
import { useValue } from "../lib/signals";
import type { PairAnswer } from "../wire.gen";
import type { JudgeStore } from "./store";

const ANSWERS: readonly { answer: PairAnswer; key: string; text: string }[] = [
  { answer: "left", key: "←", text: "Left is better" },
  { answer: "tie", key: "↑", text: "Tie" },
  { answer: "both bad", key: "↓", text: "Both bad" },
  { answer: "right", key: "→", text: "Right is better" },
];

export function Answers({ store }: { store: JudgeStore }) {
  const pair = useValue(store.pair);
  const pressed = useValue(store.pressed);
  const enough = useValue(store.playback.enough);
  const hint = useValue(store.hint);
  const { votes, sentence } = useValue(store.progress);
  return (
    <>
      <div class="vj-answers" role="group" aria-label="Your vote" data-ready={enough}>
        {ANSWERS.map(({ answer, key, text }) => (
          <button
            key={answer}
            type="button"
            class="vj-answer"
            data-answer={answer}
            data-chosen={pressed === answer}
            aria-label={text}
            disabled={!pair}
            onClick={() => store.answer(answer)}
          >
            <kbd>{key}</kbd>
            {text}
          </button>
        ))}
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
