/** What a clip is of, its star, and what one may do with its file. */
import type { ComponentChildren } from "preact";
import { toClipboard } from "../lib/clipboard";
import { Icon } from "../lib/icons";
import { Item, Popover } from "../lib/popover";
import { type Signal, useSignal } from "../lib/signals";
import type { ClipView } from "../wire.gen";
import type { Source } from "./source";

export interface Marked {
  /** Whether the clip's job has a star; null where no job is known. */
  starred: boolean | null;
  star: (on: boolean) => void;
}

const STAR = { on: "Take the star away", off: "Star" };

interface MenuProps extends Marked {
  clip: ClipView;
  source: Source;
  facts: Signal<boolean>;
  /** Whether the star has no button of its own. */
  whole?: boolean;
}

export function ClipMenu({ clip, source, facts, starred, star, whole }: MenuProps) {
  const outcome = useSignal("");
  const copy = async (text: string) => {
    outcome.value = (await toClipboard(text)) ? "Copied" : "The browser refused";
  };
  const save = async () => {
    outcome.value = "";
    try {
      await source.save(`${nameOf(clip)}.mp4`);
      outcome.value = "Saved";
    } catch (error) {
      outcome.value = (error as Error).message;
    }
  };
  return (
    <Popover
      name="More with this clip"
      class="vw-tool vw-quiet-button"
      face={<Icon name="more" />}
    >
      {(close) => {
        const then = (act: () => void) => () => {
          act();
          close();
        };
        return (
          <>
            {whole && starred !== null && (
              <Item act={then(() => star(!starred))}>
                <Icon name="star" filled={starred} /> {starred ? STAR.on : STAR.off}
              </Item>
            )}
            <Item act={() => void save()}>
              <Icon name="down" /> Save
            </Item>
            <Item act={then(() => source.openAlone())}>
              <Icon name="expand" /> Open in its own window
            </Item>
            <hr />
            <Item act={() => void copy(clip.prompt)}>
              <Icon name="copy" /> Copy the prompt
            </Item>
            {clip.code && (
              <Item act={() => void copy(clip.code)}>
                <Icon name="code" /> Copy as Python
              </Item>
            )}
            <hr />
            <Item
              act={then(() => {
                facts.value = !facts.value;
              })}
            >
              <Icon name="info" /> {facts.value ? "Hide the facts" : "Facts"}
            </Item>
            <p class="vw-quiet vw-outcome" role="status">
              {outcome.value}
            </p>
          </>
        );
      }}
    </Popover>
  );
}

interface CaptionProps extends Marked {
  clip: ClipView;
  children: ComponentChildren;
}

export function Caption({ clip, starred, star, children }: CaptionProps) {
  return (
    <div class="vw-caption">
      <span title={clip.prompt}>{clip.prompt}</span>
      <small>{clip.about}</small>
      <div class="vw-caption-tools">
        {starred !== null && (
          <button
            type="button"
            class={`vw-quiet-button ${starred ? "vw-starred" : ""}`}
            aria-label={starred ? STAR.on : STAR.off}
            title={starred ? STAR.on : STAR.off}
            aria-pressed={starred}
            onClick={() => star(!starred)}
          >
            <Icon name="star" filled={starred} />
          </button>
        )}
        {children}
      </div>
    </div>
  );
}

/** A file's name that says what it is, whatever the prompt is written in. */
function nameOf(clip: ClipView): string {
  const words = clip.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return words.slice(0, 60) || clip.sha256.slice(0, 12);
}
