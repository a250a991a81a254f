/** The one thing that is right to do about a take that does not go on by itself. */
import { labelOf } from "../badge/words";
import { limitOf, mostOf, mustAsk, Pay, paid } from "../lib/ask";
import { price } from "../lib/format";
import { useValue } from "../lib/signals";
import type { JobAction, Paid, TakeView } from "../wire.gen";
import type { StudioStore } from "./store";

const STEPS = ["retry", "resubmit", "cancel"] as const;

interface Step {
  label: string;
  act: (agreed: boolean) => Promise<Pick<Paid, "ask">>;
  /** US dollars that it may cost at most, where known. */
  most: number | null;
}

export function actOn(
  studio: StudioStore,
  job: string,
  action: JobAction,
  agreed = false,
): Promise<Paid> {
  return paid(studio.host, { type: "act_on_take", job, action, agreed });
}

export function rightStep(studio: StudioStore, take: TakeView): Step | null {
  if (take.state === "blocked") {
    const edit = () => studio.edit(take).then(() => ({ ask: false }));
    return { label: "Edit prompt", act: edit, most: 0 };
  }
  const priced = { retry: take.retry, price_low: take.low, price_high: take.high };
  const action = STEPS.find((each) => take.actions.includes(each));
  if (!action) return null;
  const act = (agreed: boolean) => actOn(studio, take.id, action, agreed);
  return { label: labelOf(priced, action), act, most: mostOf(take, action) };
}

interface Props {
  studio: StudioStore;
  take: TakeView;
  /** Whether Tab comes here. */
  stop?: boolean;
}

export function RightAction({ studio, take, stop = true }: Props) {
  const money = useValue(studio.money);
  const step = rightStep(studio, take);
  if (!step) return null;
  return (
    <Pay
      price={price(take.low, take.high)}
      must={mustAsk(limitOf(money), step.most)}
      send={step.act}
    >
      {(press, sending) => (
        <button
          type="button"
          class="vs-right"
          tabIndex={stop ? 0 : -1}
          disabled={sending}
          onClick={(event) => {
            event.stopPropagation();
            press();
          }}
        >
          {step.label}
        </button>
      )}
    </Pay>
  );
}
