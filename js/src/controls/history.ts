/** The prompts of the home as they are now, newest first. */
import type { FormHost } from "./store";

const PROMPTS_MS = 8000;

export async function prompts(host: FormHost): Promise<readonly string[]> {
  const patience = { within: PROMPTS_MS };
  const [answer] = await host.request({ type: "ask_prompts" }, "prompts", patience);
  return answer.prompts;
}
