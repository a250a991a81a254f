/** Word that a clip is done, for those who look elsewhere: the title, a sound, the browser. */
import { type Signal, signal } from "../lib/signals";
import { STATE_LABELS, type TakeView, TERMINAL } from "../wire.gen";

const NOTES = [660, 880];
const NOTE_S = 0.14;

/** A switch that this browser keeps. */
function kept(name: string): Signal<boolean> {
  const own = signal(false);
  try {
    own.value = localStorage.getItem(name) === "on";
    own.subscribe((on) => localStorage.setItem(name, on ? "on" : "off"));
  } catch {
    // Where a page may keep nothing, the switch lasts as long as the page.
  }
  return own;
}

export const sounds = kept("veo-widgets sound");
export const notices = kept("veo-widgets notice");
/** Whether the browser said no when it was asked. */
export const refused = signal(false);
const told = new Set<string>();
let missed = 0;

function entitle(): void {
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = missed ? `(${missed}) ${title}` : title;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  missed = 0;
  entitle();
});

export function chime(): void {
  const audio = new AudioContext();
  const volume = new GainNode(audio, { gain: 0.08 });
  volume.connect(audio.destination);
  for (const [index, frequency] of NOTES.entries()) {
    const note = new OscillatorNode(audio, { frequency });
    note.connect(volume);
    note.start(audio.currentTime + index * NOTE_S);
    note.stop(audio.currentTime + (index + 1) * NOTE_S);
    if (index === NOTES.length - 1) note.onended = () => void audio.close();
  }
}

export const canNotify = () => isSecureContext && "Notification" in globalThis;

/** Ask for the browser's leave; only ever at a press. */
export async function askLeave(): Promise<void> {
  const leave = await Notification.requestPermission();
  notices.value = leave === "granted";
  refused.value = !notices.value;
}

/** A take that has just ended is told once a page, however many views there are. */
export function tellDone(take: TakeView): void {
  const name = `${take.id} ${take.ended}`;
  if (!TERMINAL.has(take.state) || take.state === "cancelled" || told.has(name)) return;
  told.add(name);
  if (sounds.value) chime();
  if (!document.hidden) return;
  missed += 1;
  entitle();
  if (!notices.value || !canNotify() || Notification.permission !== "granted") return;
  const title = missed > 1 ? `${missed} clips are done` : STATE_LABELS[take.state];
  const notice = new Notification(title, { body: take.prompt, tag: "veo-widgets" });
  notice.onclick = () => {
    globalThis.focus();
    notice.close();
  };
}
