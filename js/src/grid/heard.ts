/** Which pane is heard: the focused or the hovered one, unless it is another output. */
import { computed, effect, type ReadonlySignal, signal, untracked } from "../lib/signals";
import { until } from "../lib/traits";
import { dropVoice, takeVoice } from "../lib/voice";
import type { Sound } from "../wire.gen";
import type { Cells } from "./cells";

interface Played {
  playing: ReadonlySignal<boolean>;
  hovered: ReadonlySignal<number>;
  sound: ReadonlySignal<Sound>;
}

export function heardPane(
  cells: Cells,
  { playing, hovered, sound }: Played,
  life: AbortSignal,
): ReadonlySignal<number | null> {
  const hushed = signal(false);
  const voice = {
    hush: () => {
      hushed.value = true;
    },
  };
  const wanted = computed(() => {
    const pane = sound.value === "hovered" ? hovered.value : cells.focused.value;
    return sound.value === "off" || pane < 0 ? null : pane;
  });
  /** Whoever plays a pane, or chooses another while they play, hears it and nothing else. */
  const speak = () => {
    const pane = wanted.value;
    const silent = pane === null || !cells.source(pane)?.value.clip?.has_audio;
    if (!playing.value || silent) return;
    untracked(() => {
      hushed.value = false;
      takeVoice(voice);
    });
  };
  until(life, effect(speak));
  until(life, () => dropVoice(voice));
  return computed(() => (hushed.value ? null : wanted.value));
}
