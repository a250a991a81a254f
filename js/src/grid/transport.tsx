/** The transport of all panes at once, with the loop's ends, the sound, and the modes. */
import { Button } from "../lib/button";
import { Choice } from "../lib/choice";
import { frameAt, startOf } from "../lib/frames";
import { useComputed, useValue } from "../lib/signals";
import { Transport } from "../lib/transport";
import type { Mode } from "../wire.gen";
import { SOUNDS } from "./playback";
import type { Parts } from "./store";

const MODES: readonly (readonly [Mode, string])[] = [
  ["grid", "Grid"],
  ["wipe", "Wipe"],
  ["difference", "Difference"],
  ["blink", "Blink"],
  ["onion", "Onion"],
];

function Marks({ playback, compare }: Pick<Parts, "playback" | "compare">) {
  const { from, to } = useValue(playback.stretch);
  const peaks = useValue(compare.peaks);
  const { duration } = playback;
  const share = (at: number) => `${(at / Math.max(duration, 0.01)) * 100}%`;
  return (
    <div class="vg-ticks" aria-hidden="true">
      {(from !== null || to !== null) && (
        <i
          class="vg-stretch"
          style={{
            left: share(from ?? 0),
            right: `calc(100% - ${share(to ?? duration)})`,
          }}
        />
      )}
      {peaks.map((at) => (
        <i key={at} class="vg-peak" style={{ left: share(at) }} />
      ))}
    </div>
  );
}

type Props = Pick<Parts, "cells" | "compare" | "panels" | "playback">;

export function GridTransport({ cells, compare, panels, playback }: Props) {
  const time = useValue(playback.time);
  const counted = useValue(playback.counted);
  const loop = useValue(playback.loop);
  const playing = useValue(playback.playing);
  const rate = useValue(playback.rate);
  const playable = useComputed(
    () => cells.all.value.some((cell) => cell.clip || cell.high !== 0),
    [cells],
  );
  if (!playable) return null;
  const frame = frameAt(time, counted);
  return (
    <Transport
      playing={playing}
      frame={frame}
      frames={counted.frames}
      seconds={startOf(frame, counted)}
      rate={rate}
      loop={loop}
      toggle={() => void playback.toggle()}
      step={(count) => void playback.step(count)}
      seek={(frame) => void playback.seekFrame(frame)}
      setRate={(value) => playback.setRate(value)}
      setLoop={(value) => playback.setLoop(value)}
      time="seek"
      marks={<Marks playback={playback} compare={compare} />}
    >
      <LoopEnds playback={playback} />
      <Choice name="Sound" value={playback.sound} options={SOUNDS} />
      <Modes compare={compare} />
      <Selection cells={cells} />
      <Drift playback={playback} />
      <Button name="Keys" text="?" act={() => panels.toggleHelp()} />
    </Transport>
  );
}

function LoopEnds({ playback }: Pick<Parts, "playback">) {
  const { from, to } = useValue(playback.stretch);
  return (
    <>
      <Button
        name="Loop from here"
        text="A"
        on={from !== null}
        act={() => playback.mark("from")}
      />
      <Button
        name="Loop to here"
        text="B"
        on={to !== null}
        act={() => playback.mark("to")}
      />
      {(from !== null || to !== null) && (
        <Button
          name="Clear the loop's ends"
          text="A–B ×"
          act={() => playback.mark(null)}
        />
      )}
    </>
  );
}

function Modes({ compare }: Pick<Parts, "compare">) {
  const mode = useValue(compare.mode);
  const zoom = useValue(compare.zoom);
  const loupe = useValue(compare.loupe);
  return (
    <>
      <span class="vg-modes" role="group" aria-label="Compare">
        {MODES.map(([each, text]) => (
          <Button
            key={each}
            text={text}
            on={mode === each}
            act={() => {
              compare.mode.value = each;
            }}
          />
        ))}
      </span>
      <Button text="Loupe" on={loupe} act={() => compare.toggleLoupe()} />
      {zoom.by > 1 && (
        <Button text={`${zoom.by.toFixed(1)}× reset`} act={() => compare.resetZoom()} />
      )}
    </>
  );
}

function Selection({ cells }: Pick<Parts, "cells">) {
  const { length } = useValue(cells.selected);
  if (!length) return null;
  return (
    <Button
      text={`${length} play: all`}
      act={() => {
        cells.selected.value = [];
      }}
    />
  );
}

function Drift({ playback }: Pick<Parts, "playback">) {
  const drift = useValue(playback.drift);
  return (
    <Button
      text={drift === null ? "Drift" : `Drift ${(drift * 1000).toFixed(0)} ms`}
      on={drift !== null}
      act={() => {
        playback.drift.value = drift === null ? 0 : null;
      }}
    />
  );
}
