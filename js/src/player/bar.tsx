/** What plays, seeks, loops and opens the drawers of a player. */
import type { ComponentChildren } from "preact";
import { Button } from "../lib/button";
import { frameAt, startOf } from "../lib/frames";
import { Icon } from "../lib/icons";
import { Item, Popover } from "../lib/popover";
import { type Signal, useSignal, useValue } from "../lib/signals";
import { Transport } from "../lib/transport";
import type { ClipView } from "../wire.gen";
import type { Playback } from "./playback";
import { Preview } from "./preview";
import type { Source } from "./source";

interface BarProps {
  clip: ClipView;
  playback: Playback;
  source: Source;
  facts: Signal<boolean>;
  help: Signal<boolean>;
  copied: string;
  /** Whether there is room only for what is used most. */
  narrow: boolean;
  fullscreen: () => void;
  children: ComponentChildren;
}

export function Bar(props: BarProps) {
  const { clip, playback, source, facts, help, copied, narrow, fullscreen } = props;
  const frame = useValue(playback.frame);
  const shown = useValue(facts);
  const over = useSignal<number | null>(null);
  return (
    <Transport
      playing={useValue(playback.playing)}
      frame={frame}
      frames={clip.frames}
      seconds={startOf(frame, clip)}
      rate={useValue(playback.rate)}
      loop={useValue(playback.loop)}
      toggle={playback.toggle}
      step={playback.step}
      seek={playback.seekFrame}
      setRate={playback.setRate}
      setLoop={playback.setLoop}
      time="buttons"
      hover={(at) => {
        over.value = at;
      }}
      narrow={narrow}
      kept={<Sound clip={clip} playback={playback} />}
      marks={
        <>
          <Stretch clip={clip} playback={playback} />
          {over.value !== null && <Preview clip={clip} source={source} at={over.value} />}
        </>
      }
    >
      {copied && (
        <span class="vw-quiet vw-extra" data-part="copied" title={copied}>
          small copy
        </span>
      )}
      <Part playback={playback} />
      <Button
        text="Facts"
        icon="info"
        on={shown}
        act={() => {
          facts.value = !shown;
        }}
      />
      <Button
        text="Keys"
        icon="help"
        class="vw-extra"
        on={help.value}
        act={() => {
          help.value = !help.value;
        }}
      />
      <Button text="Full screen" icon="expand" act={fullscreen} />
      {props.children}
    </Transport>
  );
}

type Own = Pick<BarProps, "clip" | "playback">;

/** The part that is looped, on the seek bar. */
function Stretch({ clip, playback }: Own) {
  const { from, to } = useValue(playback.ends);
  if (from === null && to === null) return null;
  const last = clip.frames - 1;
  const place = (frame: number) =>
    `calc(6px + ${frame / Math.max(1, last)} * (100% - 12px))`;
  const left = place(from === null ? 0 : frameAt(from, clip));
  const right = `calc(100% - ${place(to === null ? last : frameAt(to, clip))})`;
  return <i class="vw-stretch" aria-hidden="true" style={{ left, right }} />;
}

function Part({ playback }: Pick<Own, "playback">) {
  const { from, to } = useValue(playback.ends);
  const marked = from !== null || to !== null;
  return (
    <Popover
      name="Loop a part"
      class={`vw-tool ${marked ? "vw-on" : ""}`}
      face={<Icon name="ab" />}
    >
      {(close) => (
        <>
          <Item act={() => playback.mark("from")}>
            From here {from !== null && `(now ${from.toFixed(2)} s)`}
          </Item>
          <Item act={() => playback.mark("to")}>
            To here {to !== null && `(now ${to.toFixed(2)} s)`}
          </Item>
          {marked && (
            <Item
              act={() => {
                playback.mark(null);
                close();
              }}
            >
              Play all of it
            </Item>
          )}
        </>
      )}
    </Popover>
  );
}

function Sound({ clip, playback }: Own) {
  const muted = useValue(playback.muted);
  if (clip.has_audio) {
    return (
      <Button
        text="Sound"
        icon={muted ? "muted" : "sound"}
        on={!muted}
        act={() => playback.setMuted(!muted)}
      />
    );
  }
  return (
    <span
      class="vw-silent"
      role="img"
      aria-label="No sound"
      title="This clip has no sound"
    >
      <Icon name="muted" />
    </span>
  );
}
