/** The prompt: grows with its text, walks through what was asked before. */
import { useRef } from "preact/hooks";
import { useSignal } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { Area } from "./area";
import { Several } from "./field";
import { prompts } from "./history";
import { Messages, useHeld, useIds } from "./messages";
import type { FormStore } from "./store";

interface Props {
  store: FormStore;
  field: FieldView;
  submit: (() => void) | undefined;
}

export function Prompt({ store, field, submit }: Props) {
  const at = useSignal(-1);
  const draft = useRef("");
  /** What the walk goes through; nothing once one typed on, and nothing comes late. */
  const path = useRef<Promise<readonly string[]> | null>(null);
  const ids = useIds(store, field);
  const text = String(useHeld(store, field) ?? "");
  const walk = async (step: 1 | -1) => {
    path.current ??= prompts(store.host).catch(() => []);
    const walked = path.current;
    const older = await walked;
    if (walked !== path.current) return;
    const next = Math.min(Math.max(at.peek() + step, -1), older.length - 1);
    if (next === at.peek()) return;
    if (at.peek() === -1) draft.current = String(store.value(field.name) ?? "");
    at.value = next;
    if (next === -1) path.current = null;
    store.edit(field.name, next === -1 ? draft.current : older[next]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "Enter" && submit) submit();
    else if (event.key === "ArrowUp") void walk(1);
    else if (event.key === "ArrowDown") void walk(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="vc-prompt" data-field={field.name} data-role={field.role}>
      <label class="vw-hidden" for={ids.control}>
        {field.title}
        {field.required ? " (required)" : ""}
      </label>
      <Area
        id={ids.control}
        rows={2}
        value={text}
        placeholder={field.role === "prompt" ? "Describe the clip" : field.title}
        title={field.role === "prompt" ? undefined : field.help}
        aria-describedby={ids.describedby}
        aria-invalid={ids.invalid}
        aria-required={field.required}
        onInput={(event) => {
          at.value = -1;
          path.current = null;
          store.edit(field.name, event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <Several store={store} field={field} />
      <Messages store={store} field={field} />
    </div>
  );
}
