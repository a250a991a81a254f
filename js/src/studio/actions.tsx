/** What one may do with the take on the stage. */
import { isPicture } from "../controls/image-slots";
import { again as costOfAgain } from "../lib/format";
import { Icon } from "../lib/icons";
import { messageId } from "../lib/message";
import { Item, Popover } from "../lib/popover";
import { useValue } from "../lib/signals";
import type { TakeOpened } from "../wire.gen";
import type { PlayerHost } from "./player-host";
import { actOn } from "./right-action";
import type { StudioStore } from "./store";

interface ActionsProps {
  studio: StudioStore;
  opened: TakeOpened;
  hosted: { current: PlayerHost | null };
  facts: { value: boolean };
}

export function Actions({ studio, opened, hosted, facts }: ActionsProps) {
  const { take, clip } = opened;
  const ticked = useValue(studio.ticks.jobs).has(take.id);
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
        {costOfAgain(take.high)}
      </button>
      <button
        type="button"
        title="The same settings, to change a word of the prompt"
        onClick={() => {
          studio.use(opened, "A variation of this take", "random");
          studio.compose();
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
      {clip && (
        <button
          type="button"
          aria-pressed={ticked}
          title="Tick it, and others on the wall, to see them side by side"
          onClick={() => studio.ticks.flip(take.id)}
        >
          <Icon name="columns" /> Compare
        </button>
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
          <Icon name="stack" /> {take.sweep}
        </button>
      )}
      {take.actions.includes("unwatch") && (
        <button
          type="button"
          class="vw-quiet-button"
          onClick={() => void actOn(studio, take.id, "unwatch").catch(() => {})}
        >
          Stop watching
        </button>
      )}
    </div>
  );
}
