/** In the view only: what stands open over the cells. Its texts come from the kernel. */
import { toClipboard } from "../lib/clipboard";
import { signal } from "../lib/signals";
import type { TextKind } from "../wire.gen";
import type { GridHost } from "./cells";

const ANSWER_MS = 8000;
const SAID_MS = 4000;
const NO_ANSWER = "The kernel does not answer: it may be busy, or was started again.";

export class Panels {
  readonly menu = signal<{ index: number; x: number; y: number } | null>(null);
  readonly help = signal(false);
  readonly text = signal<{ title: string; text: string } | null>(null);
  /** What was just done, for a moment. */
  readonly said = signal("");
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: GridHost) {}

  say(text: string): void {
    this.said.value = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.said.value = "";
    }, SAID_MS);
  }

  async copy(text: string): Promise<boolean> {
    const copied = await toClipboard(text);
    this.say(copied ? "Copied" : "The browser refused to copy");
    return copied;
  }

  toggleHelp(): void {
    this.help.value = !this.help.peek();
  }

  /** Give a cell's settings to whoever takes them, else show them. */
  useSettings(index: number): Promise<void> {
    return this.ask(index, "settings", "These settings", 0);
  }

  /** Ask for a text about a cell: show it and copy it; none came where the kernel took it over. */
  async ask(index: number, about: TextKind, title: string, time: number): Promise<void> {
    const text = await this.host
      .request({ type: "text_request", index, about, time }, "text_reply", {
        within: ANSWER_MS,
      })
      .then(
        ([reply]) => reply.text,
        (error: Error) => (error.name === "TimeoutError" ? NO_ANSWER : error.message),
      );
    if (this.host.signal.aborted) return;
    if (!text) {
      this.say("Taken over");
      return;
    }
    const copied = await this.copy(text);
    this.text.value = { title: copied ? `${title} (copied)` : title, text };
  }
}
