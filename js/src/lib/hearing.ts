/** Whether this browser plays the sound that clips have; what it says of itself is not to be trusted. */

import { signal } from "./signals";

/** A frame of silence, as AAC. */
const AAC = atob("//FQQAF//AEYIAc=").repeat(3);

/** Whether AAC stays silent here; false until it was tried. */
export const deaf = signal(false);

let tried: Promise<boolean> | undefined;

/** Whether a frame of AAC can be decoded. */
export async function decodes(): Promise<boolean> {
  const bytes = Uint8Array.from(AAC, (letter) => letter.charCodeAt(0));
  const context = new OfflineAudioContext(1, 1, 44_100);
  return (await context.decodeAudioData(bytes.buffer)).length > 0;
}

/** The same as a promise, as it is in VS Code; tried once for a page. */
export function isDeaf(): Promise<boolean> {
  tried ??= decodes()
    .catch(() => false)
    .then((heard) => {
      deaf.value = !heard;
      return !heard;
    });
  return tried;
}
