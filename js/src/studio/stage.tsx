/** The take that is looked at: its clip, what it was, what one may do with it. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { isPicture } from "../controls/image-slots";
import { clock, dollars, megabytes, range } from "../lib/format";
import { Icon } from "../lib/icons";
import { messageId } from "../lib/message";
import { Item, Popover } from "../lib/popover";
import { useSignal, useValue } from "../lib/signals";
import { Player } from "../player/player";
import { type ClipView, STATE_LABELS, type TakeOpened, type TakeView } from "../wire.gen";
import { type PlayerHost, playerHost } from "./player-host";
import { isRunning, Progress } from "./progress";
import { RightAction } from "./right-action";
import type { StudioStore } from "./store";
import { nameOf } from "./take";

function cost(take: TakeView): string {
  if (take.cost !== null) return dollars(take.cost);
  if (take.low === null || take.high === null) return "price unknown";
  return take.sha256 ? "cost not told" : `est. ${range(take.low, take.high)}`;
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
        <div class="vs-why">
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

function Facts({ opened }: { opened: TakeOpened }) {
  const { clip, take } = opened;
  const estimate =
    take.low === null || take.high === null ? "unknown" : range(take.low, take.high);
  return (
    <div class="vs-facts" data-part="facts">
      <table>
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">Asked</th>
            <th scope="col">Got</th>
          </tr>
        </thead>
        <tbody>
          {(clip?.facts ?? [])
            .filter((fact) => fact.name !== "cost")
            .map((fact) => (
              <tr key={fact.name} class={fact.differs ? "vs-differs" : ""}>
                <th scope="row">{fact.name}</th>
                <td>{fact.asked ?? "–"}</td>
                <td>
                  {fact.got}
                  {fact.differs ? " ≠" : ""}
                </td>
              </tr>
            ))}
          <tr>
            <th scope="row">cost</th>
            <td>{estimate}</td>
            <td>{take.cost === null ? "not told" : dollars(take.cost)}</td>
          </tr>
          <tr>
            <th scope="row">made</th>
            <td>{clock(take.created)}</td>
            <td>{take.ended === null ? "–" : clock(take.ended)}</td>
          </tr>
        </tbody>
      </table>
      <p class="vw-quiet">
        {clip && megabytes(clip.size)} job {take.id}
        {take.request_id && ` · request ${take.request_id}`}
      </p>
    </div>
  );
}

function Note({ studio, take }: { studio: StudioStore; take: TakeView }) {
  const text = useSignal(take.note);
  return (
    <Popover
      name={take.note ? "Change the note" : "Add a note"}
      class="vw-quiet-button"
      face={<Icon name="note" filled={take.note !== ""} />}
      focus="textarea"
    >
      {(close) => (
        <div class="vs-limits">
          <textarea
            rows={3}
            aria-label="Note"
            placeholder="What of this one?"
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
          <button
            type="button"
            class="vw-primary"
            onClick={() => {
              studio.mark(take, { note: text.value });
              close();
            }}
          >
            Keep
          </button>
        </div>
      )}
    </Popover>
  );
}

interface ActionsProps {
  studio: StudioStore;
  opened: TakeOpened;
  hosted: { current: PlayerHost | null };
  facts: { value: boolean };
}

function Actions({ studio, opened, hosted, facts }: ActionsProps) {
  const { take, clip } = opened;
  const pictures = useValue(studio.form.fields).filter(isPicture);
  const again = () => {
    studio.use(opened, "The same again, with a new seed", "random");
    studio.press();
  };
  const frame = (field: (typeof pictures)[number]) => {
    const id = messageId();
    studio.slots.expect(id, field);
    studio.host.send({
      type: "use_frame",
      id,
      job: take.id,
      time: hosted.current?.get("time") ?? 0,
    });
  };
  return (
    <div class="vs-actions">
      <button
        type="button"
        title="Put this take's settings into the form"
        onClick={() => studio.use(opened, "The settings of this take", "kept")}
      >
        <Icon name="reuse" /> Re-use
      </button>
      <button type="button" title="Send the same with another seed" onClick={again}>
        <Icon name="dice" /> New seed
        {take.high ? ` · ${dollars(take.high)}` : ""}
      </button>
      <button
        type="button"
        title="The same settings, to change a word of the prompt"
        onClick={() => {
          studio.use(opened, "A variation of this take", "random");
          document
            .querySelector<HTMLElement>(`[data-studio="${studio.form.me}"] textarea`)
            ?.focus();
        }}
      >
        <Icon name="spark" /> Vary
      </button>
      {clip && pictures.length > 0 && (
        <Popover
          name="Use this frame"
          face={
            <>
              <Icon name="frame" /> Frame
            </>
          }
        >
          {(close) =>
            pictures.map((field) => (
              <Item
                key={field.role}
                act={() => {
                  frame(field);
                  close();
                }}
              >
                <Icon name="image" /> As {field.title.toLowerCase()}
              </Item>
            ))
          }
        </Popover>
      )}
      <button
        type="button"
        aria-pressed={facts.value}
        onClick={() => {
          facts.value = !facts.value;
        }}
      >
        <Icon name="info" /> Facts
      </button>
      <span class="vs-gap" />
      {take.sweep && (
        <button
          type="button"
          class="vw-quiet-button"
          title="Only the takes of this sweep"
          onClick={() => studio.takes.choose({ sweep: take.sweep })}
        >
          {take.sweep}
        </button>
      )}
      {take.actions.includes("unwatch") && (
        <button
          type="button"
          class="vw-quiet-button"
          onClick={() =>
            studio.host.send({ type: "act_on_take", job: take.id, action: "unwatch" })
          }
        >
          Stop watching
        </button>
      )}
    </div>
  );
}

export function Stage({ studio }: { studio: StudioStore }) {
  const opened = useValue(studio.opened);
  const loaded = useValue(studio.takes.loaded);
  const hosted = useRef<PlayerHost | null>(null);
  const facts = useSignal(false);
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
  return (
    <section class="vs-stage" aria-label="Stage" data-job={take.id}>
      <div
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
            onClick={() => studio.mark(take, { starred: !take.starred })}
          >
            <Icon name="star" filled={take.starred} />
          </button>
          <Note key={`${take.id} ${take.note}`} studio={studio} take={take} />
        </div>
        <p class="vs-about">
          {nameOf(take)} · {cost(take)} · {clock(take.created)}
        </p>
        {take.note && <p class="vs-noted">{take.note}</p>}
        <Actions studio={studio} opened={opened} hosted={hosted} facts={facts} />
        {facts.value && <Facts opened={opened} />}
      </div>
    </section>
  );
}
