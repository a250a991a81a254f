/** The transport of all panes at once: loop's ends, sound, and what they keep in step by. */
import { Button } from "../lib/button";
import { frameAt, startOf } from "../lib/frames";
import { useComputed, useValue } from "../lib/signals";
import { Transport } from "../lib/transport";
import { type Sound, type Sync, TERMINAL } from "../wire.gen";
import type { Parts } from "./store";

const SOUNDS: Readonly<Record<Sound, string>> = {
  off: "Muted",
  focused: "Sound: focused",
  hovered: "Sound: under pointer",
};
const SYNCS: Readonly<Record<Sync, string>> = {
  time: "By time",
  share: "By per cent",
  cut: "From cuts",
  off: "Each alone",
};

function Marks({ playback, compare }: Pick<Parts, "playback" | "compare">) {
  const { start, end } = useValue(playback.stretch);
  const peaks = useValue(compare.peaks);
  const { duration } = playback;
  const share = (at: number) => `${(at / Math.max(duration, 0.01)) * 100}%`;
  return (
    <div class="vg-ticks" aria-hidden="true">
      {(start !== null || end !== null) && (
        <i
          class="vg-stretch"
          style={{
            left: share(start ?? 0),
            right: `calc(100% - ${share(end ?? duration)})`,
          }}
        />
      )}
      {peaks.map((at) => (
        <i key={at} class="vg-peak" style={{ left: share(at) }} />
      ))}
    </div>
  );
}

interface ChooseProps<T extends string> {
  name: string;
  value: T;
  texts: Readonly<Record<T, string>>;
  set: (value: T) => void;
}

export function Choose<T extends string>({ name, value, texts, set }: ChooseProps<T>) {
  const keys = Object.keys(texts) as T[];
  return (
    <select
      aria-label={name}
      title={name}
      value={value}
      onChange={(event) => {
        const chosen = keys[event.currentTarget.selectedIndex];
        if (chosen !== undefined) set(chosen);
      }}
    >
      {keys.map((key) => (
        <option key={key} value={key}>
          {texts[key]}
        </option>
      ))}
    </select>
  );
}

type Props = Pick<Parts, "cells" | "compare" | "playback">;

export function GridTransport({ cells, compare, playback }: Props) {
  const time = useValue(playback.time);
  const counted = useValue(playback.counted);
  const loop = useValue(playback.loop);
  const playing = useValue(playback.playing);
  const rate = useValue(playback.rate);
  const sound = useValue(playback.sound);
  const sync = useValue(playback.sync);
  const playable = useComputed(
    () =>
      cells.all.value.some(
        ({ clip, live }) => clip || (live.job !== null && !TERMINAL.has(live.state)),
      ),
    [cells],
  );
  if (!playable) return null;
  const frame = frameAt(time, counted);
  return (
    <div class="vg-deck">
      <Transport
        playing={playing}
        frame={frame}
        frames={counted.frames}
        seconds={startOf(frame, counted)}
        rate={rate}
        loop={loop}
        toggle={() => void playback.toggle()}
        step={(count) => void playback.step(count)}
        seek={(number) => void playback.seekFrame(number)}
        setRate={(value) => {
          playback.rate.value = value;
        }}
        setLoop={(value) => {
          playback.loop.value = value;
        }}
        time="seek"
        marks={<Marks playback={playback} compare={compare} />}
      >
        <LoopEnds playback={playback} />
        <Choose
          name="Sound"
          value={sound}
          texts={SOUNDS}
          set={(value) => {
            playback.sound.value = value;
          }}
        />
        <Choose
          name="What the panes keep in step by (G)"
          value={sync}
          texts={SYNCS}
          set={(value) => {
            playback.sync.value = value;
          }}
        />
        <Drift playback={playback} />
        <Zoom compare={compare} />
        <Busy playback={playback} />
      </Transport>
    </div>
  );
}

function LoopEnds({ playback }: Pick<Parts, "playback">) {
  const { start, end } = useValue(playback.stretch);
  return (
    <>
      <Button
        name="Loop from here"
        text="A"
        on={start !== null}
        act={() => playback.mark("start")}
      />
      <Button
        name="Loop to here"
        text="B"
        on={end !== null}
        act={() => playback.mark("end")}
      />
      {(start !== null || end !== null) && (
        <Button
          name="Clear the loop's ends"
          text="A–B ×"
          act={() => playback.mark(null)}
        />
      )}
    </>
  );
}

function Zoom({ compare }: Pick<Parts, "compare">) {
  const zoom = useValue(compare.zoom);
  const loupe = useValue(compare.loupe);
  return (
    <>
      {loupe && <Button text="Loupe" on act={() => compare.toggleLoupe()} />}
      {zoom.by > 1 && (
        <Button text={`${zoom.by.toFixed(1)}× reset`} act={() => compare.resetZoom()} />
      )}
    </>
  );
}

function Drift({ playback }: Pick<Parts, "playback">) {
  const drift = useValue(playback.drift);
  if (drift === null) return null;
  return (
    <Button
      name="Hide how far the panes are apart"
      text={`${(drift * 1000).toFixed(0)} ms apart`}
      on
      act={() => {
        playback.drift.value = null;
      }}
    />
  );
}

/** What the machine does not keep in step is not played as it is; that is said, once. */
function Busy({ playback }: Pick<Parts, "playback">) {
  const short = useValue(playback.slots.short);
  const small = useValue(playback.slots.small);
  if (!short && !small) return null;
  const stills = short && `${short.live} of ${short.all} play, the others show stills`;
  return (
    <span class="vg-note" role="status">
      {stills ?? "Playing small copies"}: this machine is busy
    </span>
  );
}
