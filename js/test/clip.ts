/** A real clip: 320x180, 24 fps, 2 s, with sound, from the local renderer. */
export const bytes = new Uint8Array(
  await (await fetch(new URL("./clip.mp4", import.meta.url))).arrayBuffer(),
);

export const PIXEL = Uint8Array.from(
  atob("R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="),
  (one) => one.charCodeAt(0),
);

/** What every view of it says of the file. */
export const FILE = {
  sha256: "c".repeat(64),
  size: bytes.length,
  width: 320,
  height: 180,
  fps: 24,
  frames: 48,
  start: 0,
  times: [],
  uneven: false,
  duration: 2,
  length: 2,
  codec: "h264",
  has_audio: true,
};
