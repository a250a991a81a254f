/** Seek, play, step, speed and loop: the bar below whatever plays. */
import type { ComponentChildren } from "preact";
import { Button } from "./button";
import { position } from "./format";
import { RATES, tellsFrames } from "./frames";

const COARSE =
  "This browser does not tell which frame it shows: while it plays, the number may be one off.";

interface Props {
  playing: boolean;
  /** The frame that is shown, of so many. */
  frame: number;
  frames: number;
  /** When that frame is presented. */
  seconds: number;
  rate: number;
  loop: boolean;
  toggle(): void;
  step(frames: number): void;
  seek(frame: number): void;
  setRate(rate: number): void;
  setLoop(loop: boolean): void;
  /** Where the time stands: beside the seek bar, or among the buttons. */
  time: "seek" | "buttons";
  /** Marks over the seek bar. */
  marks?: ComponentChildren;
  /** More buttons. */
  children?: ComponentChildren;
}

export function Transport(props: Props) {
  const { playing, frame, frames, rate, loop } = props;
  const coarse = !tellsFrames();
  const rates = [...new Set([...RATES, rate])].sort((a, b) => a - b);
  const time = (
    <span class="vw-time" data-frame={frame} title={coarse ? COARSE : undefined}>
      {position(props.seconds)}
      <span class="vw-frames">
        {" · "}
        {coarse && "≈ "}
        {frame + 1}/{frames}
      </span>
    </span>
  );
  return (
    <div class="vw-transport">
      <div class="vw-seek">
        {props.marks}
        <input
          type="range"
          min={0}
          max={frames - 1}
          value={frame}
          aria-label="Seek"
          style={{ "--at": `${(100 * frame) / Math.max(1, frames - 1)}%` }}
          aria-valuetext={`frame ${frame + 1} of ${frames}`}
          onInput={(event) => props.seek(Number(event.currentTarget.value))}
        />
        {props.time === "seek" && time}
      </div>
      <div class="vw-buttons">
        <Button
          text={playing ? "Pause" : "Play"}
          icon={playing ? "pause" : "play"}
          act={props.toggle}
        />
        <Button
          text="Frame back"
          icon="stepBack"
          class="vw-step"
          act={() => props.step(-1)}
        />
        <Button text="Frame on" icon="stepOn" class="vw-step" act={() => props.step(1)} />
        {props.time === "buttons" && time}
        <select
          aria-label="Speed"
          value={rate}
          onChange={(event) => props.setRate(Number(event.currentTarget.value))}
        >
          {rates.map((each) => (
            <option key={each} value={each}>
              {each}×
            </option>
          ))}
        </select>
        <Button text="Loop" icon="loop" on={loop} act={() => props.setLoop(!loop)} />
        {props.children}
      </div>
    </div>
  );
}
