/** What plays, seeks, loops and opens the drawers of a player. */
import { Button } from "../lib/button";
import { startOf } from "../lib/frames";
import { Icon } from "../lib/icons";
import { Item, Popover } from "../lib/popover";
import { type Signal, useValue } from "../lib/signals";
import { Transport } from "../lib/transport";
import type { ClipView } from "../wire.gen";
import type { Playback } from "./playback";

interface BarProps {
  clip: ClipView;
  playback: Playback;
  facts: Signal<boolean>;
  help: Signal<boolean>;
  copied: string;
  fullscreen: () => void;
}

export function Bar({ clip, playback, facts, help, copied, fullscreen }: BarProps) {
  const frame = useValue(playback.frame);
  const muted = useValue(playback.muted);
  const shown = useValue(facts);
  const loop = useValue(playback.loop);
  const { from, to } = useValue(playback.ends);
  const share = (at: number) => `${(at / Math.max(clip.length, 0.01)) * 100}%`;
  const marked = from !== null || to !== null;
  return (
    <Transport
      playing={useValue(playback.playing)}
      frame={frame}
      frames={clip.frames}
      seconds={startOf(frame, clip)}
      rate={useValue(playback.rate)}
      loop={loop}
      toggle={playback.toggle}
      step={playback.step}
      seek={playback.seekFrame}
      setRate={playback.setRate}
      setLoop={playback.setLoop}
      time="buttons"
      marks={
        marked && (
          <i
            class="vw-stretch"
            aria-hidden="true"
            style={{
              left: share(from ?? 0),
              right: `calc(100% - ${share(to ?? clip.length)})`,
            }}
          />
        )
      }
    >
      {copied && (
        <span class="vw-quiet vw-extra" data-part="copied" title={copied}>
          small copy
        </span>
      )}
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
      {clip.has_audio ? (
        <Button
          text="Sound"
          icon={muted ? "muted" : "sound"}
          on={!muted}
          act={() => playback.setMuted(!muted)}
        />
      ) : (
        <span
          class="vw-silent"
          role="img"
          aria-label="No sound"
          title="This clip has no sound"
        >
          <Icon name="muted" />
        </span>
      )}
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
    </Transport>
  );
}
