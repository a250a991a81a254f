/** Votes on cells, and blind pairs of them. */
import { Child } from "../lib/child";
import { Icon } from "../lib/icons";
import { useComputed, useValue } from "../lib/signals";
import { DroppedSwitch, Votes } from "../lib/votes";
import type { Parts } from "./store";

interface CellProps extends Pick<Parts, "marks" | "playback"> {
  index: number;
  /** Whether votes are taken; what was voted is shown in any case. */
  open: boolean;
}

export function CellVotes({ marks, playback, index, open }: CellProps) {
  const mark = useComputed(() => marks.all.value[index], [index]);
  return (
    <Votes
      ballot={marks.ballot}
      of={index}
      mark={mark}
      tab={false}
      open={open}
      at={() => playback.momentOf(index)}
      seek={(at) => void playback.seek(at)}
    />
  );
}

/** How many are dropped, and blind pairs of all. */
export function VotesBar({ marks, host }: Pick<Parts, "marks" | "host">) {
  const { size } = useValue(marks.dropped);
  const shown = useValue(marks.shown);
  const pairs = useValue(marks.pairs);
  return (
    <>
      <DroppedSwitch
        count={size}
        shown={shown}
        set={(value) => {
          marks.shown.value = value;
        }}
      />
      {host.live && (
        <button
          type="button"
          class="vw-quiet-button"
          aria-label="Judge blind"
          aria-pressed={Boolean(pairs)}
          title="Which is better? Two at a time, without names"
          onClick={() => marks.judge()}
        >
          <Icon name="eyeOff" />
          <span class="vg-words">Judge blind</span>
        </button>
      )}
    </>
  );
}

/** The blind pairs: below the cells, or in their place. */
export function Pairs({ marks, host }: Pick<Parts, "marks" | "host">) {
  return <Child host={host} name={useValue(marks.pairs)} class="vg-below" />;
}

/** All that is drawn while the clips are judged blind. */
export function Shut({ marks, host }: Pick<Parts, "marks" | "host">) {
  return (
    <>
      <header class="vg-shut">
        <b class="vw-title">Blind pairs</b>
        <span class="vw-quiet">Nothing else is shown meanwhile.</span>
        <span class="vg-push">
          <button type="button" class="vw-quiet-button" onClick={() => marks.judge()}>
            <Icon name="close" /> Close
          </button>
        </span>
      </header>
      <Pairs marks={marks} host={host} />
    </>
  );
}
