/** Which field a problem is said under. */
import type { FieldView, ProblemView } from "../wire.gen";
import { fieldAt, isWithin } from "./path";

const PARTED = new Set<FieldView["kind"]>(["object", "list"]);

/** Whether a field draws what a problem is about, and nothing inside it does. */
export function isAbout(problem: ProblemView, field: FieldView): boolean {
  if (problem.field === field.name) return true;
  return !PARTED.has(field.kind) && isWithin(problem.field, field.name);
}

/** Problems that no field shows: rules between parameters, and names that do not exist. */
export function unplaced(
  problems: readonly ProblemView[],
  fields: readonly FieldView[],
): ProblemView[] {
  return problems.filter((each) => {
    const top = fields.find((field) => isWithin(each.field, field.name));
    if (!top) return true;
    return PARTED.has(top.kind) && !fieldAt(fields, each.field);
  });
}
