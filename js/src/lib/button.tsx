interface Props {
  text: string;
  act: () => void;
  name?: string;
  on?: boolean;
}

export function Button({ text, act, name, on }: Props) {
  return (
    <button type="button" aria-label={name} aria-pressed={on} onClick={act}>
      {text}
    </button>
  );
}
