/** The one thing that is right to do about a take that does not go on by itself. */
import { again } from "../lib/format";
import type { TakeView } from "../wire.gen";
import type { StudioStore } from "./store";

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
  if (take.actions.includes("retry")) {
    if (take.flags.includes("unwatched")) {
      return { label: "Watch again (free)", act: act("retry") };
    }
    const cost = take.cost === null ? again(take.high) : "";
    return { label: `Retry${cost}`, act: act("retry") };
  }
  if (take.actions.includes("resubmit")) {
    return { label: "Send again · may pay twice", act: act("resubmit") };
  }
  if (take.actions.includes("cancel")) return { label: "Cancel", act: act("cancel") };
  return null;
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
