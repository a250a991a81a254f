/** Votes on single clips that are given in one view: by button or key, and taken back from there. */
import type { ClipMarks, MarkKind } from "../wire.gen";
import { signal } from "./signals";

const THUMBS: Record<string, string> = { "+": "up", "=": "up", "-": "down" };

export const VOTE_KEYS: readonly (readonly [string, string])[] = [
  ["X", "drop, or keep again"],
  ["Shift X", "keep"],
  ["+ −", "good, bad"],
  ["Shift 1–5", "score"],
  ["C", "comment at this moment"],
  ["U", "undo a vote"],
];

export class Ballot<Key> {
  /** Whose comment is written, and the moment it is about. */
  readonly writing = signal<{ key: Key; at: number } | null>(null);
  /** Votes given in this view that are not taken back. */
  private given = 0;

  constructor(
    private readonly cast: (
      key: Key,
      kind: MarkKind,
      answer: string,
      moment: number | null,
    ) => void,
    private readonly uncast: () => void,
  ) {}

  vote(key: Key, kind: MarkKind, answer: string, moment: number | null = null): void {
    this.given += 1;
    this.cast(key, kind, answer, moment);
  }

  /** Take the last vote of this view back; tell whether there was one. */
  undo(): boolean {
    if (!this.given) return false;
    this.given -= 1;
    this.uncast();
    return true;
  }

  write(key: Key, at: number): void {
    this.writing.value = { key, at };
  }

  /** Act on a key about a clip; tell whether it was one. */
  press(
    event: KeyboardEvent,
    key: Key,
    mark: ClipMarks | undefined,
    at: () => number,
  ): boolean {
    const thumb = THUMBS[event.key];
    const score = event.shiftKey && /^Digit([1-5])$/.exec(event.code)?.[1];
    if (thumb) this.vote(key, "thumb", thumb);
    else if (event.key === "x") {
      this.vote(key, "keep", mark?.keep === "drop" ? "keep" : "drop");
    } else if (event.key === "X") this.vote(key, "keep", "keep");
    else if (event.key === "c") this.write(key, at());
    else if (score && !/^\d$/.test(event.key)) this.vote(key, "score", score);
    else return false;
    return true;
  }
}
