/** In the view only: what stands open over the cells. Its texts come from the kernel. */
import { toClipboard } from "../lib/clipboard";
import { signal } from "../lib/signals";
import type { TextKind } from "../wire.gen";
import type { GridHost } from "./cells";

const ANSWER_MS = 8000;
const NO_ANSWER = "The kernel does not answer: it may be busy, or was started again.";

export class Panels {
  readonly menu = signal<{ index: number; x: number; y: number } | null>(null);
  readonly help = signal(false);
  readonly text = signal<{ title: string; text: string } | null>(null);

  constructor(private readonly host: GridHost) {}

  toggleHelp(): void {
    this.help.value = !this.help.peek();
  }

  /** Ask for a text about a cell: show it and put it on the clipboard. */
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
    const copied = await toClipboard(text);
    this.text.value = { title: copied ? `${title} (copied)` : title, text };
  }
}
