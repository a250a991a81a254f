import { Icon, type IconName } from "./icons";

interface Props {
  text: string;
  act: () => void;
  name?: string;
  on?: boolean;
  /** Drawn instead of the text, which then is the name. */
  icon?: IconName;
  class?: string;
}

export function Button({ text, act, name, on, icon, class: kind }: Props) {
  const label = icon ? (name ?? text) : name;
  return (
    <button
      type="button"
      class={icon ? `vw-tool ${kind ?? ""}` : kind}
      aria-label={label}
      title={icon && text}
      aria-pressed={on}
      onClick={act}
    >
      {icon ? <Icon name={icon} filled={icon === "play"} /> : text}
    </button>
  );
}

interface QuietProps {
  name: string;
  icon: IconName;
  act: () => void;
  title?: string;
  on?: boolean | undefined;
  off?: boolean;
  filled?: boolean;
  tabIndex?: number;
}

/** An icon that is a button, named to those who do not know it. */
export function Quiet({ name, icon, act, title, on, off, filled, tabIndex }: QuietProps) {
  return (
    <button
      type="button"
      class="vw-quiet-button"
      aria-label={name}
      title={title ?? name}
      aria-pressed={on}
      disabled={off}
      tabIndex={tabIndex}
      onClick={act}
    >
      <Icon name={icon} filled={filled ?? false} />
    </button>
  );
}
