/** Before the first vote: what differs besides what is compared, and what is done about it. */
import { useRef } from "preact/hooks";
import { Icon } from "../lib/icons";
import { Segmented } from "../lib/segmented";
import { useSignal, useValue } from "../lib/signals";
import type { Remedy, UnevenView } from "../wire.gen";
import type { JudgeStore } from "./store";

export const BLIND = "Two clips at a time, and nothing that tells what they are";
let count = 0;

interface RowProps {
  row: UnevenView;
  clips: number;
  chosen: Remedy;
  choose: (remedy: Remedy) => void;
}

function Row({ row, clips, chosen, choose }: RowProps) {
  const name = useRef(`vj-row-${++count}`).current;
  const options = [
    ...(row.mend ? [{ key: "mend", face: row.mend }] : []),
    { key: "as it is", face: "As it is" },
    ...(row.out < clips
      ? [
          {
            key: "leave out",
            face: `Leave out ${row.out} ${row.out === 1 ? "clip" : "clips"}`,
          },
        ]
      : []),
  ];
  return (
    <div class="vj-row">
      <p id={name}>
        <b>{row.about}</b> {row.text}
      </p>
      <Segmented
        labelledby={name}
        options={options}
        chosen={chosen}
        choose={(key) => choose(key as Remedy)}
      />
    </div>
  );
}

export function Fairness({ store }: { store: JudgeStore }) {
  const fair = useValue(store.fair);
  const { votes, sentence } = useValue(store.progress);
  const hint = useValue(store.hint);
  const starting = useValue(store.starting);
  const carded = useSignal(false);
  const remedies = useSignal<Record<string, Remedy>>(
    Object.fromEntries(
      fair.rows.map((row) => [row.about, row.mend ? "mend" : "as it is"]),
    ),
  );
  const even = fair.rows.length === 0 && fair.telling === 0;
  return (
    <section class="vj-fair" aria-label="Before the first vote">
      <h3>{BLIND}</h3>
      <p class="vw-quiet">
        {fair.pairs} {fair.pairs === 1 ? "pair" : "pairs"} of {fair.clips} clips.{" "}
        {votes > 0 && `${sentence}.`}
      </p>
      {even ? (
        <p class="vj-even">
          <Icon name="check" /> Nothing differs within the pairs but what is compared.
        </p>
      ) : (
        <div class="vj-rows">
          {fair.rows.map((row) => (
            <Row
              key={row.about}
              row={row}
              clips={fair.clips}
              chosen={remedies.value[row.about] ?? "as it is"}
              choose={(remedy) => {
                remedies.value = { ...remedies.value, [row.about]: remedy };
              }}
            />
          ))}
          {fair.telling > 0 && (
            <div class="vj-row">
              <p>
                <b>Names</b>{" "}
                {fair.telling === 1
                  ? "One preview says in its picture what it is"
                  : `${fair.telling} previews say in their pictures what they are`}
                , and cannot be rendered again: left out.
              </p>
              <label class="vj-agree">
                <input
                  type="checkbox"
                  checked={carded.value}
                  onChange={() => {
                    carded.value = !carded.value;
                  }}
                />
                Show them; such votes are not blind
              </label>
            </div>
          )}
        </div>
      )}
      <div class="vj-start">
        <button
          type="button"
          class="vw-primary"
          disabled={starting}
          onClick={() => store.begin(remedies.value, carded.value)}
        >
          {votes > 0 ? "Go on judging" : "Start judging"}
        </button>
        {hint && (
          <span class="vj-hint" role="alert">
            {hint}
          </span>
        )}
      </div>
    </section>
  );
}
