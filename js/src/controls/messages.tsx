/** What is wrong with a field, or may be, under it. */
import { useMemo } from "preact/hooks";
import { Icon } from "../lib/icons";
import { messageId } from "../lib/message";
import { useComputed } from "../lib/signals";
import type { FieldView, ProblemView } from "../wire.gen";
import type { FormStore } from "./store";

/** A field's value: what shows it is drawn again for no other field's. */
export function useHeld(store: FormStore, field: FieldView): unknown {
  return useComputed(() => store.value(field.name), [store, field]);
}

function saidId(store: FormStore, field: FieldView): string {
  return `vc-${store.me}-${field.name.replace(/\s/g, "_")}-said`;
}

export function useIds(store: FormStore, field: FieldView) {
  const problem = useComputed(() => store.problem(field), [store, field]);
  const warned = useComputed(() => store.warnings(field).length > 0, [store, field]);
  const control = useMemo(() => `vc-${messageId()}`, []);
  const below = saidId(store, field);
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
    <div class="vc-said" id={saidId(store, field)}>
      {problem && <Line store={store} about={problem} kind="vw-problem" />}
      {warnings.map((warned) => (
        <Line key={warned.text} store={store} about={warned} kind="vw-warning" />
      ))}
    </div>
  );
}

interface LineProps {
  store: FormStore;
  about: ProblemView;
  kind: "vw-problem" | "vw-warning";
}

/** What is wrong with no field alone. */
export function Unplaced({ store }: { store: FormStore }) {
  const problems = useComputed(() => store.unplaced(), [store]);
  return (
    <>
      {problems.map((problem) => (
        <Line key={problem.text} store={store} about={problem} kind="vw-problem" />
      ))}
    </>
  );
}

function Line({ store, about, kind }: LineProps) {
  const right = store.words(about);
  return (
    <p class={kind} title={about.source || undefined}>
      <Icon name="warning" /> <span>{about.text}</span>
      {right && (
        <button
          type="button"
          class="vw-link"
          aria-label={`Fix: ${right}`}
          title={right}
          onClick={() => store.fix(about)}
        >
          Fix
        </button>
      )}
    </p>
  );
}
