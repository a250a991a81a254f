/** The prompts of the home, asked for once, and again where the kernel did not answer. */
import type { FormHost } from "./store";

const PROMPTS_MS = 8000;

export function promptHistory(host: FormHost): () => Promise<readonly string[]> {
  let remembered: Promise<readonly string[]> | null = null;
  return () => {
    remembered ??= host
      .request({ type: "ask_prompts" }, "prompts", { within: PROMPTS_MS })
      .then(([answer]) => answer.prompts)
      .catch(() => {
        remembered = null;
        return [];
      });
    return remembered;
  };
}
