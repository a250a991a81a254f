/** A form as it was before a change, and what is said of such a change. */
import type { FieldView, FormState } from "../wire.gen";
import { carry, type Values, word } from "./carry";

export type Shape = Pick<FormState, "model" | "values" | "kept" | "axes">;

export function shapeOf({ model, values, kept, axes }: Shape): Shape {
  return { model, values, kept, axes };
}

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

/** What of a record is under some names. */
export function only<T>(
  record: Readonly<Record<string, T>>,
  stays: (name: string) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => stays(name)));
}

/** The form with one control as it was before: one value, or several. */
export function axisUndone(now: Shape, before: Shape, name: string): Shape {
  const other = (each: string) => each !== name;
  const own = (each: string) => each === name;
  return {
    ...now,
    axes: { ...only(now.axes, other), ...only(before.axes, own) },
    values: { ...only(now.values, other), ...only(before.values, own) },
  };
}

/** A form that others wrote, with what was changed here since. */
export function around(
  theirs: FormState,
  here: Shape,
  names: readonly string[],
  fieldsOf: (slug: string) => readonly FieldView[],
): Shape {
  const mine = (name: string) => names.includes(name);
  const other = (name: string) => !mine(name);
  const [values, axes] = [only(here.values, mine), only(here.axes, mine)];
  if (theirs.model === here.model)
    return {
      ...shapeOf(theirs),
      values: { ...only(theirs.values, other), ...values },
      axes: { ...only(theirs.axes, other), ...axes },
    };
  const [old, next] = [fieldsOf(here.model), fieldsOf(theirs.model)];
  const { kept, ...taken } = carry(old, next, values, {}, theirs.values);
  return { ...shapeOf(theirs), ...taken, kept: { ...theirs.kept, ...kept } };
}
