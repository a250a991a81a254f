/** Play, seek, speed, loop, sound and the ways to compare, for all panes at once. */
import { Button } from "../lib/button";
import { position } from "../lib/format";
import { RATES } from "../lib/frames";
import { useValue } from "../lib/signals";
import type { Mode } from "../wire.gen";
import { Choice } from "./head";
import type { Sound } from "./playing";
import type { Store } from "./store";

const SOUNDS: readonly Sound[] = ["off", "focused", "hovered"];
const MODES: readonly (readonly [Mode, string])[] = [
  ["grid", "Grid"],
  ["wipe", "Wipe"],
  ["difference", "Difference"],
  ["blink", "Blink"],
  ["onion", "Onion"],
];

function Seek({ store }: { store: Store }) {
  const time = useValue(store.time);
  const { from, to } = useValue(store.stretch);
  const peaks = useValue(store.peaks);
  const { fps, duration } = store;
  const frames = Math.max(1, Math.round(duration * fps));
  const frame = Math.min(frames - 1, Math.floor(time * fps + 1e-3));
  const share = (at: number) => `${(at / Math.max(duration, 0.01)) * 100}%`;
  return (
    <div class="vg-seek">
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
      <input
        type="range"
        min={0}
        max={frames - 1}
        value={frame}
        aria-label="Seek"
        aria-valuetext={`frame ${frame + 1} of ${frames}`}
        onInput={(event) => {
          void store.seek((Number(event.currentTarget.value) + 0.5) / fps);
        }}
      />
      <span class="vw-time" data-frame={frame}>
        {position(frame / fps)} · {frame + 1}/{frames}
      </span>
    </div>
  );
}

export function Deck({ store }: { store: Store }) {
  const playing = useValue(store.playing);
  const rate = useValue(store.rate);
  const loop = useValue(store.loop);
  const mode = useValue(store.mode);
  const drift = useValue(store.drift);
  const zoom = useValue(store.zoom);
  const loupe = useValue(store.loupe);
  const chosen = useValue(store.selected);
  const { from, to } = useValue(store.stretch);
  useValue(store.version);
  if (!store.all().some((cell) => cell.clip || cell.high > 0)) return null;
  const rates = [...new Set([...RATES, rate])].sort((a, b) => a - b);
  return (
    <div class="vg-deck">
      <Seek store={store} />
      <div class="vg-line">
        <Button
          name={playing ? "Pause" : "Play"}
          text={playing ? "❚❚" : "▶"}
          act={() => void store.toggle()}
        />
        <Button name="Frame back" text="‹" act={() => void store.step(-1)} />
        <Button name="Frame on" text="›" act={() => void store.step(1)} />
        <select
          aria-label="Speed"
          value={rate}
          onChange={(event) => store.setRate(Number(event.currentTarget.value))}
        >
          {rates.map((one) => (
            <option key={one} value={one}>
              {one}×
            </option>
          ))}
        </select>
        <Button text="Loop" on={loop} act={() => store.setLoop(!loop)} />
        <Button
          name="Loop from here"
          text="A"
          on={from !== null}
          act={() => store.mark("from")}
        />
        <Button
          name="Loop to here"
          text="B"
          on={to !== null}
          act={() => store.mark("to")}
        />
        {(from !== null || to !== null) && (
          <Button
            name="Clear the loop's ends"
            text="A–B ×"
            act={() => store.mark(null)}
          />
        )}
        <Choice name="Sound" value={store.sound} options={SOUNDS} />
        <span class="vg-modes" role="group" aria-label="Compare">
          {MODES.map(([one, text]) => (
            <Button
              key={one}
              text={text}
              on={mode === one}
              act={() => {
                store.mode.value = one;
              }}
            />
          ))}
        </span>
        <Button text="Loupe" on={loupe} act={() => store.toggleLoupe()} />
        {zoom.by > 1 && (
          <Button text={`${zoom.by.toFixed(1)}× reset`} act={() => store.resetZoom()} />
        )}
        {chosen.size > 0 && (
          <Button
            text={`${chosen.size} play: all`}
            act={() => {
              store.selected.value = new Set();
            }}
          />
        )}
        <Button
          text={drift === null ? "Drift" : `Drift ${(drift * 1000).toFixed(0)} ms`}
          on={drift !== null}
          act={() => {
            store.drift.value = drift === null ? 0 : null;
          }}
        />
        <Button
          name="Keys"
          text="?"
          act={() => {
            store.help.value = !store.help.peek();
          }}
        />
      </div>
    </div>
  );
}
