/** Seek, play, step, speed and loop: the bar below whatever plays. */
import type { ComponentChildren } from "preact";
import { Button } from "./button";
import { position } from "./format";
import { RATES, tellsFrames } from "./frames";
import { Icon } from "./icons";
import { Popover } from "./popover";

const COARSE =
  "This browser does not tell which frame it shows: while it plays, the number may be one off.";

const THUMB_PX = 12;

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
  /** What is always beside the seek bar. */
  kept?: ComponentChildren;
  /** More buttons. */
  children?: ComponentChildren;
  /** Whether all but the most used goes into a menu. */
  narrow?: boolean;
  /** Hear where on the seek bar the pointer is, from 0 to 1. */
  hover?: (at: number | null) => void;
}

/** Where on a slider an event is: its thumb's middle stays half a thumb from its ends. */
function shareAt(event: PointerEvent & { currentTarget: HTMLElement }): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const share = (event.clientX - left - THUMB_PX / 2) / Math.max(1, width - THUMB_PX);
  return Math.min(1, Math.max(0, share));
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
  const speed = (
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
  );
  const rest = (
    <>
      <Button text="Loop" icon="loop" on={loop} act={() => props.setLoop(!loop)} />
      {props.children}
    </>
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
          onPointerMove={(event) => props.hover?.(shareAt(event))}
          onPointerLeave={() => props.hover?.(null)}
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
        {props.kept}
        {props.narrow ? (
          <Popover
            name="More controls"
            class="vw-tool"
            face={<Icon name="more" />}
            focus="button"
          >
            {() => (
              <div class="vw-menu">
                {/* biome-ignore lint/a11y/noLabelWithoutControl: the select is in it */}
                <label>Speed {speed}</label>
                {rest}
              </div>
            )}
          </Popover>
        ) : (
          <>
            {speed}
            {rest}
          </>
        )}
      </div>
    </div>
  );
}
