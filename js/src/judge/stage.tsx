/** Two pictures of one size, and the next two loaded behind them. */
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { VideoPlayer } from "../grid/video";
import { frameAt } from "../lib/frames";
import { Icon } from "../lib/icons";
import { useComputed, useSignal, useValue } from "../lib/signals";
import { Transport } from "../lib/transport";
import type { SideView } from "../wire.gen";
import type { Blind, Place } from "./playback";
import type { JudgeStore } from "./store";

interface FilmProps {
  store: JudgeStore;
  pair: string;
  side: SideView;
  place: Place;
  shown: boolean;
}

/** One clip: loaded as soon as it is known, played once it is shown. */
function Film({ store, pair, side, place, shown }: FilmProps) {
  const video = useRef<HTMLVideoElement>(null);
  const loaded = useSignal<VideoPlayer<Blind> | null>(null);
  const trouble = useSignal("");
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const life = new AbortController();
    const clip: Blind = {
      fps: side.fps,
      start: side.start,
      frames: 1,
      times: [],
      duration: 0,
      length: 0,
    };
    const player = new VideoPlayer<Blind>(element, clip, life.signal, () => {
      if (player.failed) trouble.value = "This browser cannot play it.";
      else if (element.readyState >= 2) {
        clip.length = element.duration;
        clip.duration = element.duration - side.start;
        clip.frames = Math.max(1, Math.floor(clip.duration * side.fps + 0.25));
        loaded.value = player;
      }
    });
    store.url(side.id, life.signal).then(
      (url) => {
        element.src = url;
        life.signal.addEventListener("abort", () => URL.revokeObjectURL(url));
      },
      (error: Error) => {
        if (error.name !== "AbortError") trouble.value = error.message;
      },
    );
    return () => life.abort();
  }, []);
  const player = loaded.value;
  const called = useValue(store.names)[place];
  useEffect(() => {
    if (!player) return;
    if (!shown) {
      store.playback.poise(player);
      return;
    }
    store.playback.enter(place, pair, player, side.gain);
    return () => store.playback.leave(place, player);
  }, [shown, player]);
  return (
    <>
      <video
        ref={video}
        data-shown={shown}
        aria-label={shown ? `${called} clip` : undefined}
        aria-hidden={!shown}
        playsInline
        muted
        preload="auto"
      />
      {shown && !player && !trouble.value && <span class="vw-spin vj-wait" />}
      {shown && trouble.value && <span class="vj-mark">{trouble.value}</span>}
    </>
  );
}

function Pane({ store, place }: { store: JudgeStore; place: Place }) {
  const { playback } = store;
  const pair = useValue(store.pair);
  const next = useValue(store.upcoming);
  const heard = useComputed(() => playback.audible.value === place, [place]);
  const waits = useComputed(
    () =>
      playback.inTurn.value && playback.playing.value && playback.turn.value !== place,
    [place],
  );
  const chosen = useComputed(
    () => store.pressed.value === (place ? "right" : "left"),
    [place],
  );
  const name = place ? "right" : "left";
  const called = useValue(store.names)[place];
  const sides = [pair, next?.id === pair?.id ? null : next].flatMap((each) =>
    each ? [{ of: each.id, side: each[name], shown: each === pair }] : [],
  );
  return (
    <div
      class="vj-pane"
      data-side={name}
      data-waits={waits}
      data-chosen={chosen}
      data-pair={pair?.id}
    >
      {sides.map(({ of, side, shown }) => (
        <Film
          key={side.id}
          store={store}
          pair={of}
          side={side}
          place={place}
          shown={shown}
        />
      ))}
      <button
        type="button"
        class="vj-ear"
        aria-label={`Sound of the ${called.toLowerCase()} clip`}
        aria-pressed={heard}
        title={`Hear this one (${place + 1})`}
        onClick={() => playback.hear(place)}
      >
        <Icon name={heard ? "sound" : "muted"} />
        <kbd>{place + 1}</kbd>
      </button>
    </div>
  );
}

function Deck({ store }: { store: JudgeStore }) {
  const { playback } = store;
  const playing = useValue(playback.playing);
  const time = useValue(playback.time);
  const counted = useValue(playback.counted);
  const rate = useValue(playback.rate);
  const loop = useValue(playback.loop);
  const inTurn = useValue(playback.inTurn);
  return (
    <Transport
      playing={playing}
      frame={frameAt(time, counted)}
      frames={counted.frames}
      seconds={time}
      rate={rate}
      loop={loop}
      toggle={() => void playback.toggle()}
      step={(frames) => void playback.step(frames)}
      seek={(frame) => void playback.seekFrame(frame)}
      setRate={(value) => {
        playback.rate.value = value;
      }}
      setLoop={(value) => {
        playback.loop.value = value;
      }}
      time="buttons"
    >
      <button
        type="button"
        class="vw-quiet-button"
        aria-pressed={inTurn}
        title="One after the other (T)"
        onClick={() => {
          playback.inTurn.value = !inTurn;
        }}
      >
        In turn
      </button>
      <button
        type="button"
        class="vw-quiet-button"
        title="No sound (M)"
        aria-pressed={useComputed(() => playback.heard.value < 0, [])}
        onClick={() => playback.hear(playback.heard.peek() < 0 ? 0 : -1)}
      >
        Mute
      </button>
    </Transport>
  );
}

export function Stage({ store }: { store: JudgeStore }) {
  const pair = useValue(store.pair);
  const ratio = useValue(store.playback.ratio);
  const deck = useMemo(() => <Deck store={store} />, [store]);
  const stage = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const sized = new ResizeObserver(([entry]) => {
      const under = entry?.target.children[1] as HTMLElement;
      store.stacked.value = under.offsetTop > 0;
    });
    if (stage.current) sized.observe(stage.current);
    return () => sized.disconnect();
  }, []);
  return (
    <>
      <div ref={stage} class="vj-stage" style={{ "--ratio": String(ratio) }}>
        <Pane store={store} place={0} />
        <Pane store={store} place={1} />
        {!pair && (
          <p class="vj-making" role="status">
            <span class="vw-spin" aria-hidden="true" /> Making blind copies…
          </p>
        )}
      </div>
      {deck}
    </>
  );
}
