/** The take that is looked at: its clip, what it was, what one may do with it. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { clock, dollars, NOT_TOLD, price } from "../lib/format";
import { Icon } from "../lib/icons";
import { isTyped } from "../lib/keys";
import { useSignal, useValue } from "../lib/signals";
import { Votes } from "../lib/votes";
import { Player } from "../player/player";
import { type ClipView, STATE_LABELS, type TakeView } from "../wire.gen";
import { Actions } from "./actions";
import { Facts, Note } from "./facts";
import { type PlayerHost, playerHost } from "./player-host";
import { isRunning, Progress } from "./progress";
import { RightAction } from "./right-action";
import type { StudioStore } from "./store";
import { nameOf } from "./take";

function cost(take: TakeView): string {
  if (take.cost !== null) return dollars(take.cost);
  if (take.sha256) return NOT_TOLD;
  const told = price(take.low, take.high);
  return take.low === null ? told : `est. ${told}`;
}

interface PlayedProps {
  studio: StudioStore;
  clip: ClipView;
  hosted: { current: PlayerHost | null };
}

function Played({ studio, clip, hosted }: PlayedProps) {
  const life = useMemo(() => new AbortController(), []);
  const host = useMemo(() => {
    const arrived = studio.arrived.peek() === studio.opened.peek()?.take.id;
    return playerHost(studio, clip, arrived, life.signal);
  }, []);
  hosted.current = host;
  useEffect(() => () => life.abort(), []);
  return <Player.View host={host} />;
}

function Waiting({ studio, take }: { studio: StudioStore; take: TakeView }) {
  const [width = 16, height = 9] = take.shape;
  return (
    <div class="vs-blank" style={{ "--shape": `${width / height}` }}>
      {isRunning(take) ? (
        <Progress studio={studio} take={take} />
      ) : (
        <div class={`vs-why ${take.state === "ready" ? "vs-late" : ""}`}>
          <Icon name={take.state === "blocked" ? "blocked" : "warning"} />
          <b>{STATE_LABELS[take.state]}</b>
          <span>{take.trouble || "Its clip is not in the home."}</span>
          {take.next_step && <span class="vw-quiet">{take.next_step}</span>}
          {take.request_id && <code>request {take.request_id}</code>}
        </div>
      )}
      <RightAction studio={studio} take={take} />
    </div>
  );
}

export function Stage({ studio }: { studio: StudioStore }) {
  const opened = useValue(studio.opened);
  const loaded = useValue(studio.takes.loaded);
  const hosted = useRef<PlayerHost | null>(null);
  const screen = useRef<HTMLDivElement>(null);
  const facts = useSignal(false);
  const film = () => screen.current?.querySelector("video");
  const at = () => film()?.currentTime ?? 0;
  if (!opened) {
    return (
      <section class="vs-stage" aria-label="Stage">
        <div class="vs-blank" style={{ "--shape": `${16 / 9}` }}>
          {loaded && (
            <div class="vs-why">
              <Icon name="play" />
              <b>Clips play here</b>
              <span>Describe one, and press Generate.</span>
            </div>
          )}
        </div>
      </section>
    );
  }
  const { take, clip } = opened;
  const { ballot } = studio;
  return (
    <section
      class="vs-stage"
      aria-label="Stage"
      data-job={take.id}
      onKeyDown={(event) => {
        if (!clip || isTyped(event)) return;
        const ours =
          event.key === "u"
            ? ballot.undo()
            : ballot.press(event, take.id, take.votes, at);
        if (!ours) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div
        ref={screen}
        class="vs-screen"
        style={{
          "--shape": `${(clip?.width ?? take.shape[0] ?? 16) / (clip?.height ?? take.shape[1] ?? 9)}`,
        }}
      >
        {clip ? (
          <Played key={clip.sha256} studio={studio} clip={clip} hosted={hosted} />
        ) : (
          <Waiting studio={studio} take={take} />
        )}
      </div>
      <div class="vs-aside">
        <div class="vs-what">
          <p class="vs-said" title={take.prompt}>
            {take.prompt || "No prompt"}
          </p>
          <button
            type="button"
            class={`vw-quiet-button ${take.starred ? "vs-starred" : ""}`}
            aria-label={take.starred ? "Take the star away" : "Star"}
            aria-pressed={take.starred}
            onClick={() => studio.ticks.mark([take], { starred: !take.starred })}
          >
            <Icon name="star" filled={take.starred} />
          </button>
          <Note key={`${take.id} ${take.note}`} studio={studio} take={take} />
        </div>
        <p class="vs-about">
          {nameOf(take)} · {cost(take)} · {clock(take.created)}
        </p>
        {take.note && <p class="vs-noted">{take.note}</p>}
        {clip && (
          <Votes
            ballot={ballot}
            of={take.id}
            mark={take.votes}
            tab
            at={at}
            seek={(moment) => {
              const video = film();
              if (video) video.currentTime = moment;
            }}
          />
        )}
        <Actions studio={studio} opened={opened} hosted={hosted} facts={facts} />
        {facts.value && <Facts opened={opened} />}
      </div>
    </section>
  );
}
