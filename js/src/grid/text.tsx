/** The texts that stand open over the cells: what was asked for, and the keys. */
import { useValue } from "../lib/signals";
import { HELP } from "./keys";
import type { Parts } from "./store";

export function TextPanel({ panels }: Pick<Parts, "panels">) {
  const shown = useValue(panels.text);
  if (!shown) return null;
  return (
    <section class="vg-text" aria-label={shown.title}>
      <div class="vg-line">
        <b>{shown.title}</b>
        <span class="vg-push">
          <button type="button" onClick={() => void panels.copy(shown.text)}>
            Copy
          </button>
          <button
            type="button"
            onClick={() => {
              panels.text.value = null;
            }}
          >
            Close
          </button>
        </span>
      </div>
      <pre>{shown.text}</pre>
    </section>
  );
}

export function Help({ panels }: Pick<Parts, "panels">) {
  if (!useValue(panels.help)) return null;
  return (
    <div class="vg-help">
      {HELP.map(([keys, what]) => (
        <div key={keys}>
          <b>{keys}</b>
          <span>{what}</span>
        </div>
      ))}
    </div>
  );
}

/** What was just done, over the cells for a moment. */
export function Said({ panels }: Pick<Parts, "panels">) {
  return (
    <div class="vg-said">
      <span role="status">{useValue(panels.said)}</span>
    </div>
  );
}
