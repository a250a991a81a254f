import { type Signal, useValue } from "./signals";

interface Props<T extends string> {
  name: string;
  value: Signal<T>;
  options: readonly T[];
}

/** One of several values, with its name before it. */
export function Choice<T extends string>({ name, value, options }: Props<T>) {
  const now = useValue(value);
  return (
    <label>
      {name}{" "}
      <select
        value={now}
        onChange={(event) => {
          const chosen = options[event.currentTarget.selectedIndex];
          if (chosen !== undefined) value.value = chosen;
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}
