/** One rater's sitting on a page alone: which pair is asked, what was answered. */
import type {
  BlindView,
  BlindVote,
  BlindVotes,
  PairAnswer,
  PairView,
  SideView,
} from "../wire.gen";

const UNDO = "undo";
const FORMAT = "veo-widgets blind votes";
const VERSION = 1;

export interface Ask {
  /** Which pair of the sitting. */
  number: number;
  question: number;
}

/** What is kept between two visits of the page. */
export interface Kept {
  rater: string;
  /** The pair that this rater began with. */
  first: number;
  log: readonly BlindVote[];
}

type Stamp = Pick<BlindVote, "id" | "at">;

/** The answers that were not taken back. */
export function standing(log: readonly BlindVote[]): BlindVote[] {
  const gone = new Set(log.filter(isUndo).map((vote) => vote.left));
  return log.filter((vote) => !isUndo(vote) && !gone.has(vote.id));
}

function isUndo(vote: BlindVote): boolean {
  return vote.answer === UNDO;
}

/** What is asked after these answers; nothing once every pair was shown. */
export function asked(view: BlindView, log: readonly BlindVote[]): Ask | null {
  let [number, question] = [0, 0];
  for (const { answer } of standing(log)) {
    question += 1;
    const skipped = answer === "skip" && question === 1;
    if (skipped || question === view.questions.length)
      [number, question] = [number + 1, 0];
  }
  return number < view.showings.length ? { number, question } : null;
}

/** The pair of a number as it is drawn, in the order of a rater who began elsewhere. */
export function pairOf(view: BlindView, first: number, number: number): PairView | null {
  if (number >= view.showings.length) return null;
  const showing = view.showings[(first + number) % view.showings.length];
  if (!showing) return null;
  const side = (clip: string, gain: number): SideView => ({
    id: `${clip}~${number}`,
    gain,
    ...(view.clips[clip] ?? { fps: 24, start: 0 }),
  });
  return {
    id: String(number),
    prompt: showing.prompt,
    left: side(showing.left, showing.left_gain),
    right: side(showing.right, showing.right_gain),
  };
}

/** The log with an answer to what is asked now. */
export function answered(
  view: BlindView,
  kept: Kept,
  answer: PairAnswer,
  watched: readonly number[],
  stamp: Stamp,
): readonly BlindVote[] {
  const ask = asked(view, kept.log);
  const showing = ask && view.showings[(kept.first + ask.number) % view.showings.length];
  if (!ask || !showing) return kept.log;
  const { left, right } = showing;
  return [
    ...kept.log,
    { ...stamp, left, right, question: ask.question, answer, watched },
  ];
}

/** The log with the last answer taken back, by a row that names it. */
export function undone(log: readonly BlindVote[], stamp: Stamp): readonly BlindVote[] {
  const last = standing(log).at(-1);
  if (!last) return log;
  const row = { left: last.id, right: "", question: 0, answer: UNDO, watched: [] };
  return [...log, { ...stamp, ...row }];
}

/** The file that goes back: ids, and a sum that tells whether it came whole. */
export function votesFile(view: BlindView, { rater, log }: Kept): BlindVotes {
  const lines = log.map(({ id, left, right, question, answer }) =>
    [id, left, right, question, answer].join(" "),
  );
  const checksum = crc32([view.report, rater, ...lines].join("\n"));
  const head = { format: FORMAT, version: VERSION, report: view.report };
  return { ...head, rater, checksum, votes: log };
}

export function crc32(text: string): string {
  let sum = -1;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (~sum >>> 0).toString(16).padStart(8, "0");
}
