/** A form as it was before a change, and what is said of such a change. */
import type { FieldView, FormState } from "../wire.gen";
import { type Values, word } from "./carry";

export type Shape = Pick<FormState, "model" | "values" | "kept" | "axes">;

/** What of a record is under some names. */
export function only<T>(
  of: Readonly<Record<string, T>>,
  wanted: (name: string) => boolean,
) {
  return Object.fromEntries(Object.entries(of).filter(([name]) => wanted(name)));
}

export interface Notice {
  text: string;
  undo: () => void;
}

export function shapeOf({ model, values, kept, axes }: FormState): Shape {
  return { model, values, kept, axes };
}

/** What is said of a control that takes several values now, or one again; seeds say it themselves. */
export function axisSaid(
  fields: readonly FieldView[],
  before: Shape,
  now: Shape,
  name: string,
): string {
  const several = name in now.axes;
  const field = fields.find((each) => each.name === name);
  if (several === name in before.axes || field?.kind === "seed") return "";
  const title = name === "model" ? "Model" : (field?.title ?? name);
  return `${title}: ${several ? "several values" : "one value again"}`;
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

/** The form with one parameter as it was: its value, and its several values if it had any. */
export function restored(now: Shape, before: Shape, name: string): Shape {
  const back = <T>(of: Readonly<Record<string, T>>, was: Readonly<Record<string, T>>) => {
    const { [name]: _, ...others } = of;
    return name in was ? { ...others, [name]: was[name] as T } : others;
  };
  return {
    ...now,
    axes: back(now.axes, before.axes),
    values: back(now.values, before.values),
  };
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
