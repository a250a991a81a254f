/** What is wrong with a field, or may be, under it. */
import { useMemo } from "preact/hooks";
import { Icon } from "../lib/icons";
import { messageId } from "../lib/message";
import { useComputed } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import type { FormStore } from "./store";

export function useIds(store: FormStore, field: FieldView) {
  const problem = useComputed(() => store.problem(field), [store, field]);
  const warned = useComputed(() => store.warnings(field).length > 0, [store, field]);
  const control = useMemo(() => `vc-${field.role}-${messageId()}`, []);
  const below = `vc-${store.me}-${field.role}-said`;
  return {
    control,
    label: `${control}-label`,
    invalid: problem ? true : undefined,
    describedby: problem || warned ? below : undefined,
  };
}

export function Messages({ store, field }: { store: FormStore; field: FieldView }) {
  const problem = useComputed(() => store.problem(field), [store, field]);
  const warnings = useComputed(() => store.warnings(field), [store, field]);
  if (!problem && !warnings.length) return null;
  return (
    <div class="vc-said" id={`vc-${store.me}-${field.role}-said`}>
      {problem && (
        <p class="vw-problem">
          <Icon name="warning" /> {problem}
        </p>
      )}
      {warnings.map((warned) => (
        <p key={warned.text} class="vw-warning" title={warned.source}>
          <Icon name="warning" /> {warned.text}
        </p>
      ))}
    </div>
  );
}
