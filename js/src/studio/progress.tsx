/** How far a running take is, as far as one can tell. */
import { paceOf, stateOf } from "../badge/words";
import { useNow } from "../lib/clock";
import { type TakeView, TERMINAL } from "../wire.gen";
import type { StudioStore } from "./store";

const ROUND = 2 * Math.PI * 15;

export function isRunning(take: TakeView): boolean {
  return !TERMINAL.has(take.state);
}

export function Ring({ share }: { share: number | null }) {
  return (
    <svg
      class={`vs-ring ${share === null ? "vs-turning" : ""}`}
      viewBox="0 0 36 36"
      aria-hidden="true"
    >
      <circle cx="18" cy="18" r="15" />
      <circle
        cx="18"
        cy="18"
        r="15"
        stroke-dasharray={`${(share ?? 0.25) * ROUND} ${ROUND}`}
        transform="rotate(-90 18 18)"
      />
    </svg>
  );
}

/** "31 s of ~45 s": what is learnt of takes like it, the queue apart; past it the ring turns. */
export function Progress({ studio, take }: { studio: StudioStore; take: TakeView }) {
  const now = useNow(studio.takes.clock, true);
  const timed = { ...take, reason: take.trouble || null, reused_at: null };
  const { text, rest, share } = paceOf(timed, now);
  return (
    <div class="vs-progress">
      <Ring share={share} />
      <span>
        {stateOf(timed)}
        <br />
        {text}
        {rest}
      </span>
    </div>
  );
}
