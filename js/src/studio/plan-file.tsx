/** A plan as a file that opens as the same plan: on the clipboard, or beside the notebook. */
import { Button } from "../lib/button";
import { toClipboard } from "../lib/clipboard";
import { useValue } from "../lib/signals";
import type { StudioStore } from "./store";

const PATIENCE_MS = 60_000;

async function textOf(studio: StudioStore, save: boolean): Promise<string> {
  const question = { type: "ask_yaml", ...studio.wish(), save } as const;
  try {
    const [{ text }] = await studio.host.request(question, "text_reply", {
      within: PATIENCE_MS,
    });
    if (save) return text;
    return (await toClipboard(text)) ? "Copied" : "The browser refused to copy";
  } catch (error) {
    return (error as Error).message;
  }
}

export function PlanFile({ studio }: { studio: StudioStore }) {
  const said = useValue(studio.written);
  const write = async (save: boolean) => {
    const { form, count, written } = studio;
    const [shape, times] = [form.state.peek(), count.peek()];
    const text = await textOf(studio, save);
    // Of a form that was changed meanwhile it is not true.
    if (form.state.peek() === shape && count.peek() === times) written.value = text;
  };
  return (
    <span class="vs-plan-file">
      <span>
        <Button
          class="vw-quiet-button"
          text="Copy as YAML"
          act={() => void write(false)}
        />
        <Button class="vw-quiet-button" text="Save YAML" act={() => void write(true)} />
      </span>
      <span class="vw-quiet" role="status">
        {said}
      </span>
    </span>
  );
}
