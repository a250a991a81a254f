/** The one thing that is right to do about a take that does not go on by itself. */
import { labelOf } from "../badge/words";
import type { TakeView } from "../wire.gen";
import type { StudioStore } from "./store";

const STEPS = ["retry", "resubmit", "cancel"] as const;

interface Step {
  label: string;
  act: () => void;
}

export function rightStep(studio: StudioStore, take: TakeView): Step | null {
  const act = (action: TakeView["actions"][number]) => () =>
    studio.host.send({ type: "act_on_take", job: take.id, action });
  if (take.state === "blocked") {
    return { label: "Edit prompt", act: () => void studio.edit(take) };
  }
  const priced = { retry: take.retry, price_low: take.low, price_high: take.high };
  const action = STEPS.find((each) => take.actions.includes(each));
  return action ? { label: labelOf(priced, action), act: act(action) } : null;
}

interface Props {
  studio: StudioStore;
  take: TakeView;
  /** Whether Tab comes here. */
  stop?: boolean;
}

export function RightAction({ studio, take, stop = true }: Props) {
  const step = rightStep(studio, take);
  if (!step) return null;
  return (
    <button
      type="button"
      class="vs-right"
      tabIndex={stop ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        step.act();
      }}
    >
      {step.label}
    </button>
  );
}
