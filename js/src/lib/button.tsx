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
