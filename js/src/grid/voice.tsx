/** What a grid is heard by: one pane's clip once more. The panes are silent copies. */
import { useEffect, useRef } from "preact/hooks";
import { deaf } from "../lib/hearing";
import { useComputed } from "../lib/signals";
import { volumeOf } from "./loudness";
import { HEARD } from "./playback";
import type { Parts } from "./store";
import { VideoPlayer } from "./video";

export function Voice({
  cells,
  files,
  playback,
}: Pick<Parts, "cells" | "files" | "playback">) {
  const element = useRef<HTMLVideoElement>(null);
  const index = useComputed(() => playback.audible.value ?? -1, [playback]);
  const clip = useComputed(() => {
    const own = cells.source(playback.audible.value ?? -1)?.value.clip;
    return own?.has_audio ? own : null;
  }, [cells, playback]);
  const volume = useComputed(() => {
    const levels = cells.all.value.flatMap((each) => each.clip?.loudness ?? []);
    return volumeOf(clip?.loudness ?? null, levels);
  }, [cells, clip]);
  const mp3 = useComputed(() => deaf.value, []);
  useEffect(() => {
    if (element.current) element.current.volume = volume;
  }, [volume]);
  useEffect(() => {
    const cell = cells.at(index);
    if (!element.current || !cell || !clip) return;
    const life = new AbortController();
    const player = new VideoPlayer(element.current, clip, life.signal);
    player.element.muted = false;
    files
      .sound(cell, mp3, life.signal)
      .then((url) => {
        if (life.signal.aborted) return;
        player.element.addEventListener(
          "loadeddata",
          () => playback.enter(HEARD, player, index),
          { once: true, signal: life.signal },
        );
        player.element.src = url;
      })
      .catch(() => {}); // its pane says what is wrong with the clip
    return () => {
      playback.leave(HEARD, player);
      life.abort();
    };
  }, [index, clip?.sha256, clip?.derived, mp3]);
  return (
    <video ref={element} class="vg-voice" hidden muted={index < 0} data-index={index} />
  );
}
