/** What was asked and what came of a take, and what a person noted of it. */
import { FactsTable } from "../lib/facts-table";
import { clock, dollars, megabytes, range } from "../lib/format";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { useSignal } from "../lib/signals";
import type { TakeOpened, TakeView } from "../wire.gen";
import type { StudioStore } from "./store";

export function Facts({ opened }: { opened: TakeOpened }) {
  const { clip, take } = opened;
  const estimate =
    take.low === null || take.high === null ? "unknown" : range(take.low, take.high);
  return (
    <div class="vs-facts" data-part="facts">
      <FactsTable
        facts={(clip?.facts ?? []).filter((fact) => fact.name !== "cost")}
        marks="vs-differs"
      >
        <tr>
          <th scope="row">cost</th>
          <td>{estimate}</td>
          <td>{take.cost === null ? "not told" : dollars(take.cost)}</td>
        </tr>
        <tr>
          <th scope="row">made</th>
          <td>{clock(take.created)}</td>
          <td>{take.ended === null ? "–" : clock(take.ended)}</td>
        </tr>
      </FactsTable>
      <p class="vw-quiet">
        {clip && megabytes(clip.size)} job {take.id}
        {take.request_id && ` · request ${take.request_id}`}
      </p>
    </div>
  );
}

export function Note({ studio, take }: { studio: StudioStore; take: TakeView }) {
  const text = useSignal(take.note);
  return (
    <Popover
      name={take.note ? "Change the note" : "Add a note"}
      class="vw-quiet-button"
      face={<Icon name="note" filled={take.note !== ""} />}
      focus="textarea"
    >
      {(close) => (
        <div class="vs-limits">
          <textarea
            rows={3}
            aria-label="Note"
            placeholder="What of this one?"
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
          <button
            type="button"
            class="vw-primary"
            onClick={() => {
              studio.ticks.mark([take], { note: text.value });
              close();
            }}
          >
            Keep
          </button>
        </div>
      )}
    </Popover>
  );
}
