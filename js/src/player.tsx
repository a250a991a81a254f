import type { AnyModel, Render } from "@anywidget/types";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "./lib/button";
import { megabytes, position } from "./lib/format";
import { RATES } from "./lib/frames";
import { HELP, press } from "./lib/keys";
import { follow, mount } from "./lib/mount";
import { control, type Playback } from "./lib/playback";
import { signal as makeSignal, type Signal, useSignal, useValue } from "./lib/signals";
import { open } from "./lib/source";
import base from "./styles/base.css";
import styles from "./styles/player.css";
import type { ClipView, PlayerModel } from "./wire.gen";

type Model = AnyModel<PlayerModel & Record<string, unknown>>;

function Facts({ clip, how }: { clip: ClipView; how: string }) {
  return (
    <div class="vw-panel" data-part="facts">
      <table>
        <thead>
          <tr>
            <th scope="col">fact</th>
            <th scope="col">asked</th>
            <th scope="col">got</th>
          </tr>
        </thead>
        <tbody>
          {clip.facts.map((fact) => (
            <tr key={fact.name} class={fact.differs ? "vw-differs" : ""}>
              <th scope="row">{fact.name}</th>
              <td>{fact.asked ?? "–"}</td>
              <td>
                {fact.got}
                {fact.differs ? " ≠" : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {megabytes(clip.size)} from the {how}
    </div>
  );
}

function Help() {
  return (
    <div class="vw-panel" data-part="help">
      <table>
        <tbody>
          {HELP.map(([keys, what]) => (
            <tr key={keys}>
              <th scope="row">{keys}</th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface BarProps {
  clip: ClipView;
  playback: Playback;
  facts: Signal<boolean>;
  fullscreen: () => void;
}

function Bar({ clip, playback, facts, fullscreen }: BarProps) {
  const playing = useValue(playback.playing);
  const frame = useValue(playback.frame);
  const rate = useValue(playback.rate);
  const muted = useValue(playback.muted);
  const loop = useValue(playback.loop);
  const shown = useValue(facts);
  const rates = [...new Set([...RATES, rate])].sort((a, b) => a - b);
  const flip = () => {
    facts.value = !shown;
  };
  return (
    <div class="vw-deck">
      <input
        class="vw-seek"
        type="range"
        min={0}
        max={clip.frames - 1}
        value={frame}
        aria-label="Seek"
        aria-valuetext={`frame ${frame + 1}`}
        onInput={(event) => playback.seekFrame(Number(event.currentTarget.value))}
      />
      <div class="vw-buttons">
        <Button
          name={playing ? "Pause" : "Play"}
          text={playing ? "❚❚" : "▶"}
          act={playback.toggle}
        />
        <Button name="Frame back" text="‹" act={() => playback.step(-1)} />
        <Button name="Frame on" text="›" act={() => playback.step(1)} />
        <span class="vw-time" data-frame={frame}>
          {position(frame / clip.fps)} · {frame + 1}/{clip.frames}
        </span>
        <select
          aria-label="Speed"
          value={rate}
          onChange={(event) => playback.setRate(Number(event.currentTarget.value))}
        >
          {rates.map((one) => (
            <option key={one} value={one}>
              {one}×
            </option>
          ))}
        </select>
        <Button text="Loop" on={loop} act={() => playback.setLoop(!loop)} />
        {clip.has_audio ? (
          <Button text="Sound" on={!muted} act={() => playback.setMuted(!muted)} />
        ) : (
          <span class="vw-quiet">silent</span>
        )}
        <Button text="Facts" on={shown} act={flip} />
        <Button name="Full screen" text="⤢" act={fullscreen} />
      </div>
    </div>
  );
}

const nothing = makeSignal("");

function Player({ clip, model }: { clip: ClipView; model: Model }) {
  const root = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const playback = useSignal<Playback | null>(null);
  const how = useSignal("");
  const trouble = useSignal("");
  const facts = useSignal(false);
  const help = useSignal(false);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const life = new AbortController();
    playback.value = control(element, clip, model, life.signal);
    element.addEventListener(
      "error",
      () => {
        if (element.src) trouble.value = "It cannot be decoded.";
      },
      { signal: life.signal },
    );
    open(model as unknown as AnyModel<Record<string, unknown>>, clip, life.signal)
      .then((source) => {
        how.value = source.how;
        element.src = source.url;
      })
      .catch((error: Error) => {
        if (error.name !== "AbortError")
          trouble.value = `Cannot read it: ${error.message}`;
      });
    return () => life.abort();
  }, [clip.sha256]);

  const fullscreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void root.current?.requestFullscreen();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const now = playback.value;
    if (!now) return;
    const ours = press(event, now, {
      frames: clip.frames,
      duration: clip.duration,
      time: () => video.current?.currentTime ?? 0,
      fullscreen,
      facts: () => {
        facts.value = !facts.value;
      },
      help: () => {
        help.value = !help.value;
      },
      leave: () => {
        if (help.value || facts.value) {
          help.value = false;
          facts.value = false;
        } else {
          (document.activeElement as HTMLElement | null)?.blur();
        }
      },
    });
    if (ours) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const notice = useValue(playback.value?.notice ?? nothing) || trouble.value;
  return (
    <div
      class="vw-player"
      ref={root}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the group takes its player's keys
      tabIndex={0}
      role="group"
      aria-label={clip.title}
      data-sha256={clip.sha256}
      data-lm-suppress-shortcuts="true"
      onKeyDown={onKeyDown}
    >
      <div class="vw-stage">
        {/* biome-ignore lint/a11y/useMediaCaption: generated clips have no captions */}
        <video
          ref={video}
          playsInline
          preload="auto"
          poster={clip.poster}
          style={{ aspectRatio: `${clip.width} / ${clip.height}` }}
          onClick={() => playback.value?.toggle()}
        />
        {notice && <div class="vw-note">{notice}</div>}
        {facts.value && <Facts clip={clip} how={how.value} />}
        {help.value && <Help />}
      </div>
      {playback.value && (
        <Bar
          clip={clip}
          playback={playback.value}
          facts={facts}
          fullscreen={fullscreen}
        />
      )}
    </div>
  );
}

function Blank({ shape, text }: { shape: readonly number[]; text: string }) {
  return (
    <div class="vw-player">
      <div class="vw-stage">
        <div class="vw-blank" style={{ aspectRatio: `${shape[0]} / ${shape[1]}` }}>
          {text}
        </div>
      </div>
      <div class="vw-deck" />
    </div>
  );
}

const render: Render<PlayerModel> = ({ model, el, signal }) => {
  const typed = model as unknown as Model;
  const clip = follow<PlayerModel, "clip">(typed, "clip", signal);
  const shape = follow<PlayerModel, "shape">(typed, "shape", signal);
  const text = follow<PlayerModel, "placeholder">(typed, "placeholder", signal);
  const View = () => {
    const [held, words, now] = [useValue(shape), useValue(text), useValue(clip)];
    return now ? (
      <Player key={now.sha256} clip={now} model={typed} />
    ) : (
      <Blank shape={held} text={words} />
    );
  };
  mount(el, base + styles, signal, <View />);
};

export default { render };
