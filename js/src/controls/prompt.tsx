/** The prompt: grows with its text, walks through what was asked before. */
import { useRef } from "preact/hooks";
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

/** A walk: through what, from which draft, where it is and what it put there last. */
interface Walk {
  older: Promise<readonly string[]>;
  draft: string;
  at: number;
  text: string;
  acts: number;
}

export function Prompt({ store, field, submit }: Props) {
  /** Nothing once the draft is back, another text came in, or the form is another one. */
  const path = useRef<Walk | null>(null);
  const ids = useIds(store, field);
  const text = String(useHeld(store, field) ?? "");
  const walk = async (step: 1 | -1) => {
    const draft = String(store.value(field.name) ?? "");
    if (path.current?.text !== draft) {
      path.current = null;
      if (step < 0) return;
    }
    path.current ??= {
      older: prompts(store.host).catch(() => []),
      draft,
      at: -1,
      text: draft,
      acts: 0,
    };
    const here = path.current;
    here.acts = store.acts;
    const older = await here.older;
    if (here !== path.current) return;
    here.at = Math.min(Math.max(here.at + step, -1), older.length - 1);
    const next = older[here.at] ?? here.draft;
    const late = here.acts !== store.acts;
    if (late || here.at < 0) path.current = null;
    if (late || next === here.text) return;
    here.text = next;
    store.edit(field.name, next);
    here.acts = store.acts;
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
        onInput={(event) => store.edit(field.name, event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Several store={store} field={field} />
      <Messages store={store} field={field} />
    </div>
  );
}
