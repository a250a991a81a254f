/** A clip, played inline: by frame, at any speed, with its facts. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Button } from "../lib/button";
import { megabytes } from "../lib/format";
import { startOf } from "../lib/frames";
import type { Component } from "../lib/mount";
import { signal as makeSignal, type Signal, useSignal, useValue } from "../lib/signals";
import { follow } from "../lib/traits";
import { Transport } from "../lib/transport";
import transport from "../styles/transport.css";
import type {
  ClipView,
  PlayerModel,
  VideoPlayerFromPython,
  VideoPlayerToPython,
} from "../wire.gen";
import { HELP, press } from "./keys";
import { control, type Playback } from "./playback";
import player from "./player.css";
import { type PlayerHost, Source } from "./source";

interface FactsProps {
  clip: ClipView;
  how: string;
  copied: string;
}

function Facts({ clip, how, copied }: FactsProps) {
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
      {megabytes(clip.size)}
      {copied ? `: ${copied} Its small copy plays, ` : " "}
      from the {how}
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
  copied: string;
  fullscreen: () => void;
}

function Bar({ clip, playback, facts, copied, fullscreen }: BarProps) {
  const frame = useValue(playback.frame);
  const muted = useValue(playback.muted);
  const shown = useValue(facts);
  const loop = useValue(playback.loop);
  const flip = () => {
    facts.value = !shown;
  };
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
    >
      {clip.has_audio ? (
        <Button text="Sound" on={!muted} act={() => playback.setMuted(!muted)} />
      ) : (
        <span class="vw-quiet">silent</span>
      )}
      {copied && (
        <span class="vw-quiet" data-part="copied" title={copied}>
          small copy
        </span>
      )}
      <Button text="Facts" on={shown} act={flip} />
      <Button name="Full screen" text="⤢" act={fullscreen} />
    </Transport>
  );
}

const nothing = makeSignal("");

function Playing({ clip, host }: { clip: ClipView; host: PlayerHost }) {
  const root = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const playback = useSignal<Playback | null>(null);
  const source = useSignal<Source | null>(null);
  const facts = useSignal(false);
  const help = useSignal(false);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const life = new AbortController();
    playback.value = control(element, clip, host, life.signal);
    source.value = new Source(element, clip, host, life.signal);
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
      duration: clip.length,
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
  const how = useValue(source.value?.how ?? nothing);
  const copied = useValue(source.value?.copied ?? nothing);
  const note = useValue(source.value?.note ?? nothing);
  const notice = useValue(playback.value?.notice ?? nothing) || note;
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
        {facts.value && <Facts clip={clip} how={how} copied={copied} />}
        {help.value && <Help />}
      </div>
      {playback.value && (
        <Bar
          clip={clip}
          playback={playback.value}
          facts={facts}
          copied={copied}
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
      <div class="vw-transport" />
    </div>
  );
}

function View({ host }: { host: PlayerHost }) {
  const state = useMemo(
    () => ({
      clip: follow(host, "clip"),
      shape: follow(host, "shape"),
      text: follow(host, "placeholder"),
    }),
    [host],
  );
  const clip = useValue(state.clip);
  const shape = useValue(state.shape);
  const text = useValue(state.text);
  return clip ? (
    <Playing key={clip.sha256} clip={clip} host={host} />
  ) : (
    <Blank shape={shape} text={text} />
  );
}

export const Player: Component<PlayerModel, VideoPlayerToPython, VideoPlayerFromPython> =
  { css: transport + player, View };
