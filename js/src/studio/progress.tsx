/** How far a running take is, as far as one can tell. */
import { useNow } from "../lib/clock";
import { span } from "../lib/format";
import { AT_SERVICE, STATE_LABELS, type TakeView, TERMINAL } from "../wire.gen";
import type { StudioStore } from "./store";

const ROUND = 2 * Math.PI * 15;
const NEARLY = 0.95;

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

/** "31 s of ~45 s", and never 99 % for ever: past the usual time the ring turns. */
export function Progress({ studio, take }: { studio: StudioStore; take: TakeView }) {
  const now = useNow(studio.takes.clock, true);
  const from = take.began ?? take.created;
  const gone = Math.max(0, now - from);
  const served = AT_SERVICE.has(take.state) && take.began !== null;
  const share = served && gone < take.usual ? (gone / take.usual) * NEARLY : null;
  const times = !served
    ? ""
    : gone < take.usual
      ? `${span(gone)} of ~${span(take.usual)}`
      : `${span(gone)}, slower than usual`;
  return (
    <div class="vs-progress">
      <Ring share={share} />
      <span>
        {take.flags.includes("unwatched") ? "Not watched" : STATE_LABELS[take.state]}
        {times && <br />}
        {times}
      </span>
    </div>
  );
}
