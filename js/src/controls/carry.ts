/** What of a form carries over to another model; the kernel has the same rule. */
import type { FieldView } from "../wire.gen";

export const isNothing = (value: unknown) =>
  value === undefined || value === null || value === "";

export type Values = Readonly<Record<string, unknown>>;

const plain = (value: unknown) => String(value).toLowerCase().replace(/s$/, "");

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((part) => typeof part === "string");

/** A value as a field takes it; undefined when it does not. */
export function admit(field: FieldView, value: unknown): unknown {
  const rules: Record<FieldView["kind"], () => unknown> = {
    choice: () =>
      field.options.find((option) => plain(option.value) === plain(value))?.value,
    switch: () => (typeof value === "boolean" ? value : undefined),
    number: () => fitNumber(field, value),
    seed: () => fitNumber(field, value),
    choices: () => {
      const known = field.options.map((option) => option.value);
      const several = Array.isArray(value) && value.every((each) => known.includes(each));
      return several ? value : undefined;
    },
    files: () =>
      typeof value === "string" ? [value] : isTexts(value) ? value : undefined,
    file: () => {
      const first = isTexts(value) ? value[0] : value;
      return typeof first === "string" ? first : undefined;
    },
    list: () => (Array.isArray(value) ? value : undefined),
    object: () =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? value
        : undefined,
    json: () => (typeof value === "object" && value !== null ? value : undefined),
    prompt: () => (typeof value === "string" ? value : undefined),
    text: () => (typeof value === "string" ? value : undefined),
  };
  return rules[field.kind]();
}

function fitNumber(field: FieldView, value: unknown): number | undefined {
  const known =
    typeof value === "number" || (typeof value === "string" && value.trim() !== "");
  const number = known ? Number(value) : Number.NaN;
  const outside =
    (field.least !== null && number < field.least) ||
    (field.most !== null && number > field.most);
  if (outside || !Number.isFinite(number)) return;
  return field.whole && !Number.isInteger(number) ? undefined : number;
}

export function defaults(fields: readonly FieldView[]): Record<string, unknown> {
  const given = fields.filter((field) => field.default !== null);
  return Object.fromEntries(given.map((field) => [field.name, field.default]));
}

export function carry(
  old: readonly FieldView[],
  next: readonly FieldView[],
  values: Values,
  kept: Values,
  base: Values = defaults(next),
): { values: Values; kept: Values } {
  const given = new Map(Object.entries(kept));
  const chosen = new Set(given.keys());
  for (const { name, role, default: untouched } of old) {
    const same = values[name] === untouched;
    if (!(name in values) || (same && role in kept)) continue;
    given.set(role, values[name]);
    if (!same) chosen.add(role);
  }
  const fields = new Map([...next].reverse().map((field) => [field.role, field]));
  const carried = { ...base };
  const rest: Record<string, unknown> = {};
  for (const [role, value] of given) {
    const target = fields.get(role);
    const fitted = target && admit(target, value);
    if (target && fitted !== undefined) carried[target.name] = fitted;
    else if (chosen.has(role)) rest[role] = value;
  }
  return { values: carried, kept: rest };
}

/** A value in words. */
export function word(field: FieldView, value: unknown): string {
  if (isNothing(value)) return "auto";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return `${value.length}`;
  if (typeof value === "object") return "set";
  const label = field.options.find((option) => option.value === value)?.label;
  return `${label ?? String(value)}${field.unit ? ` ${field.unit}` : ""}`;
}

const NAMED = new Set<FieldView["kind"]>(["choice", "switch", "number", "seed"]);

/** In one line, what another model makes otherwise than the last one would have. */
export function changes(
  old: readonly FieldView[],
  next: readonly FieldView[],
  before: Values,
  after: Values,
): string[] {
  const told: string[] = [];
  const fields = new Map(old.map((field) => [field.role, field]));
  for (const field of next) {
    const was = fields.get(field.role);
    if (!was || !NAMED.has(field.kind)) continue;
    const [one, other] = [before[was.name], after[field.name]];
    const [from, to] = [word(was, one), word(field, other)];
    if (from !== to) told.push(`${field.title} ${from} → ${to}`);
    else if (
      field.kind === "switch" &&
      other !== field.default &&
      was.default !== field.default
    ) {
      told.push(
        `${field.title} kept ${to}: its own default is ${word(field, field.default)}`,
      );
    }
  }
  return told;
}

/** Whether a field's values are wordings: several are lines, not choices. */
export const isText = ({ kind, role }: FieldView) =>
  kind === "prompt" || (kind === "text" && role !== "size");
