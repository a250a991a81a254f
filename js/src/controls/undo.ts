/** A form as it was before a change, and what is said of such a change. */
import type { FieldView, FormState } from "../wire.gen";
import { type Values, word } from "./carry";

export type Shape = Pick<FormState, "model" | "values" | "kept" | "axes">;

export interface Notice {
  text: string;
  undo: () => void;
}

/** The form before a change, with what was typed after it in fields that it has. */
export function undone(
  before: Shape,
  now: Values,
  typed: readonly string[],
  fields: readonly FieldView[],
): Shape {
  const known = typed.filter((name) => fields.some((field) => field.name === name));
  const rest = Object.entries(before.values).filter(([name]) => !known.includes(name));
  const own = known.filter((name) => name in now).map((name) => [name, now[name]]);
  return { ...before, values: Object.fromEntries([...rest, ...own]) };
}

/** What other values for some fields change, in one line. */
export function changeOf(
  fields: readonly FieldView[],
  before: Values,
  after: Values,
): string {
  return fields
    .filter((field) => field.name in after)
    .map((field) => {
      const [from, to] = [before, after].map((values) => word(field, values[field.name]));
      return `${field.title} ${from} → ${to}`;
    })
    .join(", ");
}
