/** A clip, played inline: by frame, at any speed, with its facts. */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { calm } from "../lib/calm";
import { Icon } from "../lib/icons";
import type { Component } from "../lib/mount";
import { signal as makeSignal, type Signal, useSignal, useValue } from "../lib/signals";
import { follow } from "../lib/traits";
import transport from "../styles/transport.css";
import type {
  ClipView,
  PlayerModel,
  VideoPlayerFromPython,
  VideoPlayerToPython,
} from "../wire.gen";
import { Bar } from "./bar";
import { Caption, ClipMenu, type Marked } from "./caption";
import { Facts } from "./facts";
import { HELP, press } from "./keys";
import { control, type Playback } from "./playback";
import player from "./player.css";
import { type PlayerHost, Source } from "./source";

function Help() {
  return (
    <dl class="vw-keys" data-part="help">
      {HELP.map(([keys, what]) => (
        <div key={keys}>
          <dt>{keys}</dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}

const nothing = makeSignal("");
const NARROW_PX = 480;

/** The star as the kernel knows it, and as it was just set here. */
function followed(host: PlayerHost): Signal<boolean | null> {
  const own = makeSignal(host.get("starred"));
  host.on("starred", () => {
    own.value = host.get("starred");
  });
  return own;
}

interface PlayingProps {
  clip: ClipView;
  host: PlayerHost;
  starred: Signal<boolean | null>;
  titled: boolean;
  arrived: boolean;
}

function Playing({ clip, host, starred, titled, arrived }: PlayingProps) {
  const root = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const playback = useSignal<Playback | null>(null);
  const source = useSignal<Source | null>(null);
  const facts = useSignal(false);
  const help = useSignal(false);
  const narrow = useSignal(false);

  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return;
    // What is not in the page yet has no width; it is told before the first paint.
    const resized = new ResizeObserver(() => {
      narrow.value = element.clientWidth < NARROW_PX;
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  // Its end is told at once: another view of this clip may be drawn before the next paint.
  useLayoutEffect(() => {
    const element = video.current;
    if (!element) return;
    const life = new AbortController();
    playback.value = control(element, clip, host, life.signal, arrived);
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
  const marked: Marked = {
    starred: useValue(starred),
    star: (on) => {
      starred.value = on;
      host.send({ type: "star", starred: on });
    },
  };
  const menu = source.value && (
    <ClipMenu
      clip={clip}
      source={source.value}
      facts={facts}
      whole={!titled}
      {...marked}
    />
  );
  return (
    <div
      class="vw-player vw-box"
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
          style={{ "--shape": `${clip.width / clip.height}` }}
          onClick={() => playback.value?.toggle()}
        />
        {notice && <div class="vw-note">{notice}</div>}
      </div>
      {playback.value && source.value && (
        <Bar
          clip={clip}
          playback={playback.value}
          source={source.value}
          facts={facts}
          help={help}
          copied={copied}
          narrow={narrow.value}
          fullscreen={fullscreen}
        >
          {!titled && menu}
        </Bar>
      )}
      {titled && (
        <Caption clip={clip} {...marked}>
          {menu}
        </Caption>
      )}
      {facts.value && <Facts clip={clip} how={how} copied={copied} />}
      {help.value && <Help />}
    </div>
  );
}

interface BlankProps {
  shape: readonly number[];
  text: string;
  titled: boolean;
}

function Blank({ shape, text, titled }: BlankProps) {
  const [width = 16, height = 9] = shape;
  return (
    <div class="vw-player vw-box">
      <div class="vw-stage">
        <div class="vw-blank" style={{ "--shape": `${width / height}` }}>
          <Icon name="play" />
          {text}
        </div>
      </div>
      <div class="vw-transport" />
      {titled && <div class="vw-caption" />}
    </div>
  );
}

function View({ host }: { host: PlayerHost }) {
  const state = useMemo(
    () => ({
      clip: follow(host, "clip"),
      shape: follow(host, "shape"),
      text: follow(host, "placeholder"),
      starred: followed(host),
      first: host.get("clip")?.sha256,
    }),
    [host],
  );
  const clip = useValue(state.clip);
  const shape = useValue(state.shape);
  const text = useValue(state.text);
  const titled = host.get("titled");
  if (!clip) return <Blank shape={shape} text={text} titled={titled} />;
  const arrived = clip.sha256 !== state.first && !calm();
  return (
    <Playing
      key={clip.sha256}
      clip={clip}
      host={host}
      starred={state.starred}
      titled={titled}
      arrived={arrived}
    />
  );
}

export const Player: Component<PlayerModel, VideoPlayerToPython, VideoPlayerFromPython> =
  { css: transport + player, View };
