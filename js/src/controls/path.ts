/** Places inside a form's values, such as `elements[1].image`. */
import type { FieldView } from "../wire.gen";
import type { Values } from "./carry";

export type Path = readonly [string, ...(string | number)[]];

/** A name, or a number: -1 is of an item that is gone. */
const PART = /\.([^.[\]]+)|\[(-?\d+)\]/g;

/** The parts of a place; a parameter's own name may hold dots. */
export function partsOf(name: string, fields: readonly FieldView[]): Path {
  const tops = fields.filter((field) => isWithin(name, field.name));
  const [top = name] = tops
    .map((field) => field.name)
    .sort((one, other) => other.length - one.length);
  const rest = [...name.slice(top.length).matchAll(PART)];
  return [top, ...rest.map(([, inner, index]) => inner ?? Number(index))];
}

export function valueAt(values: Values, path: Path): unknown {
  return path.reduce<unknown>(
    (held, part) =>
      typeof held === "object" && held !== null ? Object(held)[part] : undefined,
    values,
  );
}

/** A value with one of its places changed; in a list what is nothing keeps its place. */
export function placed(
  held: unknown,
  path: readonly (string | number)[],
  value: unknown,
) {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (typeof part === "number") {
    const items: unknown[] = Array.isArray(held) ? [...held] : [];
    items[part] = placed(items[part], rest, value) ?? null;
    return items;
  }
  const { [part]: was, ...others } = Object(held ?? {}) as Record<string, unknown>;
  const next: unknown = placed(was, rest, value);
  return next === undefined ? others : { ...others, [part]: next };
}

/** The field of a place, under its whole path. */
export function fieldAt(
  fields: readonly FieldView[],
  name: string,
): FieldView | undefined {
  const [top, ...rest] = partsOf(name, fields);
  let field = fields.find((each) => each.name === top);
  for (const part of rest) {
    if (field?.kind === "files") break;
    field =
      typeof part === "number"
        ? field?.fields[0]
        : field?.fields.find((each) => each.name === part);
  }
  return field && (rest.length ? { ...field, name } : field);
}

/** Whether a place lies in another. */
export function isWithin(name: string, outer: string): boolean {
  return (
    name === outer || (name.startsWith(outer) && /[.[]/.test(name[outer.length] ?? ""))
  );
}
