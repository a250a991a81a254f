/** What a view of a judgement holds: what the kernel says, and a press until it is stored. */
import type { Host } from "../host";
import { chunk, locate, type MediaFile } from "../lib/media";
import { computed, type ReadonlySignal, type Signal, signal } from "../lib/signals";
import { follow, share } from "../lib/traits";
import {
  CHUNK_BYTES,
  type FairView,
  type JudgeFromPython,
  type JudgeModel,
  type JudgeToPython,
  type PairAnswer,
  type PairView,
  type Phase,
  type ProgressView,
  type Remedy,
} from "../wire.gen";
import { PairPlayback } from "./playback";

export type JudgeHost = Host<JudgeModel, JudgeToPython, JudgeFromPython>;

export class JudgeStore {
  readonly phase: ReadonlySignal<Phase>;
  readonly fair: ReadonlySignal<FairView>;
  readonly pair: ReadonlySignal<PairView | null>;
  readonly upcoming: ReadonlySignal<PairView | null>;
  readonly question: ReadonlySignal<number>;
  readonly questions: ReadonlySignal<readonly string[]>;
  readonly progress: ReadonlySignal<ProgressView>;
  readonly notice: ReadonlySignal<string>;
  readonly verdict: ReadonlySignal<string>;
  readonly prompted: Signal<boolean>;
  /** The answer that was pressed and waits to be stored. */
  readonly pressed = signal<PairAnswer | null>(null);
  readonly hint = signal("");
  readonly starting = signal(false);
  readonly playback: PairPlayback;
  /** Whether the second clip lies under the first, and not beside it. */
  readonly stacked = signal(false);
  /** What the clips are called, by where they lie. */
  readonly names = computed(() =>
    this.stacked.value ? (["Upper", "Lower"] as const) : (["Left", "Right"] as const),
  );

  constructor(readonly host: JudgeHost) {
    this.phase = follow(host, "phase");
    this.fair = follow(host, "fair");
    this.pair = follow(host, "pair");
    this.upcoming = follow(host, "upcoming");
    this.question = follow(host, "question");
    this.questions = follow(host, "questions");
    this.progress = follow(host, "progress");
    this.notice = follow(host, "notice");
    this.verdict = follow(host, "verdict_page");
    this.prompted = share(host, "prompted");
    this.playback = new PairPlayback(
      share(host, "in_turn"),
      share(host, "heard"),
      host.signal,
      host.live,
    );
    const settled = () => {
      this.pressed.value = null;
      this.starting.value = false;
      this.hint.value = "";
    };
    host.on("pair", () => {
      this.playback.forget();
      settled();
    });
    host.on("question", settled);
    host.on("phase", settled);
    host.hear((message) => {
      if (message.type !== "error") return;
      settled();
      this.hint.value = message.error;
    });
  }

  begin(remedies: Record<string, Remedy>, carded: boolean): void {
    this.starting.value = true;
    this.playback.arouse();
    this.send({ type: "begin_judging", remedies, carded });
  }

  answer(answer: PairAnswer): void {
    const pair = this.pair.peek();
    if (!pair || this.pressed.peek()) return;
    const [left, right] = this.playback.watched;
    if (answer !== "skip" && !this.playback.enough.peek()) {
      this.hint.value = "Play both for a moment first: Space.";
      return;
    }
    this.pressed.value = answer;
    const question = this.question.peek();
    this.send({ type: "answer", pair: pair.id, question, answer, left, right });
  }

  undo(): void {
    if (this.progress.peek().votes > 0) this.send({ type: "undo_answer" });
  }

  private send(message: JudgeToPython): void {
    this.host.send(message);
    if (!this.host.offline.peek()) return;
    this.pressed.value = null;
    this.starting.value = false;
  }

  /** A clip's bytes, under its random id and no other name. */
  async url(clip: string, life: AbortSignal): Promise<string> {
    const file: MediaFile = {
      name: clip,
      kind: "clip",
      path: null,
      part: (start, signal) =>
        chunk(signal, (patience) =>
          this.host.request(
            { type: "read_blind", clip, start, length: CHUNK_BYTES },
            "chunk",
            patience,
          ),
        ),
    };
    return (await locate(this.host.media, file, "whole", life)).url;
  }
}
