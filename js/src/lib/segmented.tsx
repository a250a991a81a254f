/** One of a few values, as a row of radio buttons. */
import type { ComponentChildren } from "preact";

export interface Option {
  key: string;
  face: ComponentChildren;
  name?: string;
  title?: string | undefined;
}

interface Props {
  labelledby: string;
  describedby?: string | undefined;
  invalid?: boolean;
  options: readonly Option[];
  chosen: string;
  choose: (key: string) => void;
  tabIndex?: number;
  /** Whether they stand in several lines where one is too short. */
  wrapped?: boolean;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

export function Segmented(props: Props) {
  const { options, chosen, choose } = props;
  const at = Math.max(
    0,
    options.findIndex((option) => option.key === chosen),
  );
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = STEPS[event.key];
    const wanted =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? options.length - 1
          : step && (at + step + options.length) % options.length;
    const next = wanted === undefined ? undefined : options[wanted];
    if (wanted === undefined || !next) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next.key);
    const buttons = event.currentTarget.querySelectorAll<HTMLElement>("[role=radio]");
    buttons[wanted]?.focus();
  };
  return (
    <div
      class={`vw-segments ${props.wrapped ? "vw-wrapped" : ""}`}
      role="radiogroup"
      tabIndex={-1}
      aria-labelledby={props.labelledby}
      aria-describedby={props.describedby}
      aria-invalid={props.invalid || undefined}
      onKeyDown={move}
    >
      {options.map((option, index) => (
        <button
          key={option.key}
          type="button"
          role="radio"
          aria-checked={option.key === chosen}
          aria-label={option.name}
          title={option.title}
          tabIndex={index === at ? (props.tabIndex ?? 0) : -1}
          onClick={() => choose(option.key)}
        >
          {option.face}
        </button>
      ))}
    </div>
  );
}
