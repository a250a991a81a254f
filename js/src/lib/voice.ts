/** One voice on a page: whoever is heard last hushes the others, also of other outputs. */

export interface Voice {
  /** Called when another one is heard. */
  hush(): void;
}

let heard: Voice | null = null;

export function takeVoice(voice: Voice): void {
  if (heard === voice) return;
  const before = heard;
  heard = voice;
  before?.hush();
}

export function dropVoice(voice: Voice): void {
  if (heard === voice) heard = null;
}
