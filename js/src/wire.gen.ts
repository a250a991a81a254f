// Written by tools/gen_wire.py from veo_widgets/view/wire. Do not edit.

export type Flag = "reused" | "slow" | "at risk" | "unreachable" | "unwatched";

export type State = "planned" | "waiting" | "preparing" | "sending" | "unknown" | "queued" | "processing" | "saving" | "ready" | "failed" | "blocked" | "expired" | "cancelled";

export type JobAction = "cancel" | "retry" | "resubmit" | "unwatch";

export type StatusBadgeToPython = AskCode | Act;

export type StatusBadgeFromPython = Code | MessageError;

export type CopyButtonToPython = AskCode;

export type CopyButtonFromPython = Code | MessageError;

export type Fate = "send" | "reuse" | "merged" | "refused";

export type Mode = "grid" | "wipe" | "difference" | "blink" | "onion";

export type TextKind = "python" | "curl" | "settings" | "frame";

export type FileKind = "clip" | "proxy" | "strip" | "poster";

export type ComparisonGridToPython = AskCode | ActOn | Launch | RetryFailed | Derive | ReadFile | TextRequest | FindDifferences;

export type ComparisonGridFromPython = Code | MessageError | Chunk | LivePatch | ClipPatch | TextReply | Differences;

export type ImageInputToPython = AskCode | BeginImage | ImageChunk | ImageUrl | RemoveImage;

export type ImageInputFromPython = Code | MessageError;

export type VideoPlayerToPython = AskCode | Read | MakeProxy | ReadProxy;

export type VideoPlayerFromPython = Code | MessageError | Chunk | ProxyMade;

export const ACTION_LABELS: Readonly<Record<JobAction, string>> = {
  "cancel": "Cancel",
  "retry": "Retry",
  "resubmit": "Send again (may pay twice)",
  "unwatch": "Stop watching"
};

export const AT_SERVICE: ReadonlySet<State> = new Set(["processing", "queued"]);

export const CHUNK_BYTES = 4000000;

export const ENDED_BADLY: ReadonlySet<State> = new Set(["blocked", "cancelled", "expired", "failed"]);

export const FAILED: ReadonlySet<State> = new Set(["blocked", "expired", "failed"]);

export const FASTEST = 16.0;

export const FILE_ENDINGS: Readonly<Record<FileKind, string>> = {
  "clip": ".mp4",
  "proxy": ".proxy.mp4",
  "strip": ".strip.jpg",
  "poster": ".jpg"
};

export const FLAG_LABELS: Readonly<Record<Flag, string>> = {
  "reused": "Reused",
  "slow": "Slow",
  "at risk": "At risk",
  "unreachable": "Offline",
  "unwatched": "Not watched"
};

export const IMAGE_MOST_BYTES = 20000000;

export const IN_FLIGHT: ReadonlySet<State> = new Set(["processing", "queued", "sending"]);

export const NOT_MADE: ReadonlySet<State> = new Set(["cancelled", "planned"]);

export const READ_MOST_BYTES = 8000000;

export const ROUNDING_S = 0.0011;

export const SENT_MOST_BYTES = 200000000;

export const SLOWEST = 0.0625;

export const STATES: readonly State[] = ["planned", "waiting", "preparing", "sending", "unknown", "queued", "processing", "saving", "ready", "failed", "blocked", "expired", "cancelled"];

export const STATE_LABELS: Readonly<Record<State, string>> = {
  "planned": "Planned",
  "waiting": "Waiting",
  "preparing": "Preparing",
  "sending": "Sending",
  "unknown": "Unknown",
  "queued": "Queued",
  "processing": "Running",
  "saving": "Saving",
  "ready": "Ready",
  "failed": "Failed",
  "blocked": "Blocked",
  "expired": "Expired",
  "cancelled": "Cancelled"
};

export const STRIP_FRAMES = 12;

export const TERMINAL: ReadonlySet<State> = new Set(["blocked", "cancelled", "expired", "failed", "ready"]);

export const WENT_WRONG: ReadonlySet<State> = new Set(["blocked", "expired", "failed", "unknown"]);

export interface AskCode {
  type: "code";
}

export interface Code {
  type: "code";
  code: string;
}

export interface MessageError {
  type: "error";
  id: string | null;
  error: string;
}

export interface ErrorView {
  kind: string;
  message: string;
  detail: string | null;
  next_step: string;
  charged: boolean;
}

export interface JobView {
  id: string;
  title: string;
  endpoint: string;
  play_money: boolean;
  state: State;
  flags: readonly (Flag)[];
  actions: readonly (JobAction)[];
  now: number;
  created: number;
  submitted: number | null;
  ended: number | null;
  usual_low: number;
  usual_high: number;
  price_known: boolean;
  price_low: number;
  price_high: number;
  cost: number | null;
  reused_at: number | null;
  expires_at: number | null;
  reason: string | null;
  request_id: string | null;
  error: ErrorView | null;
}

export interface Act {
  type: "act";
  action: JobAction;
}

export interface Chunk {
  type: "chunk";
  id: string;
  error: string | null;
}

export interface ClipFacts {
  sha256: string;
  size: number;
  width: number;
  height: number;
  fps: number;
  frames: number;
  start: number;
  times: readonly (number)[];
  uneven: boolean;
  duration: number;
  length: number;
  codec: string;
  has_audio: boolean;
}

export interface AxisView {
  name: string;
  values: readonly (string)[];
}

export interface NamedText {
  name: string;
  text: string;
}

export interface SummaryView {
  title: string;
  shared: readonly (NamedText)[];
  prompts: readonly (string)[];
  warnings: readonly (string)[];
  play_money: boolean;
  expected_s: number;
  media: string;
}

export interface PendingView {
  count: number;
  low: number;
  high: number;
}

export interface GridClip {
  sha256: string;
  size: number;
  width: number;
  height: number;
  fps: number;
  frames: number;
  start: number;
  times: readonly (number)[];
  uneven: boolean;
  duration: number;
  length: number;
  codec: string;
  has_audio: boolean;
  loudness: number | null;
  stored: boolean;
  served: boolean;
  derived: boolean;
  trouble: string;
}

export interface CellLive {
  job: string | null;
  state: State;
  flags: readonly (Flag)[];
  actions: readonly (JobAction)[];
  note: string;
  cost: number | null;
  began: number | null;
  ended: number | null;
}

export interface CellView {
  index: number;
  at: readonly (number)[];
  title: string;
  model: string;
  prompt: number;
  fate: Fate;
  reason: string;
  into: number | null;
  low: number;
  high: number;
  usual: number;
  shape: readonly (number)[];
  live: CellLive;
  clip: GridClip | null;
}

export interface ActOn {
  type: "act_on";
  index: number;
  action: JobAction;
}

export interface Launch {
  type: "launch";
}

export interface RetryFailed {
  type: "retry_failed";
}

export interface Derive {
  type: "derive";
  index: number;
}

export interface ReadFile {
  type: "read_file";
  id: string;
  index: number;
  sha256: string;
  kind: FileKind;
  start: number;
  length: number;
}

export interface TextRequest {
  type: "text_request";
  id: string;
  index: number;
  about: TextKind;
  time: number;
}

export interface FindDifferences {
  type: "find_differences";
  one: number;
  other: number;
}

export interface LivePatch {
  type: "live";
  index: number;
  now: number;
  live: CellLive;
}

export interface ClipPatch {
  type: "clip";
  index: number;
  clip: GridClip | null;
}

export interface TextReply {
  type: "text_reply";
  id: string;
  text: string;
  error: string | null;
}

export interface Differences {
  type: "differences";
  one: number;
  other: number;
  times: readonly (number)[];
}

export interface ImageView {
  value: string;
  name: string;
  thumbnail: string;
  width: number;
  height: number;
}

export interface BeginImage {
  type: "begin";
  id: string;
  name: string;
  size: number;
}

export interface ImageChunk {
  type: "chunk";
  id: string;
  start: number;
}

export interface ImageUrl {
  type: "url";
  url: string;
}

export interface RemoveImage {
  type: "remove";
  index: number;
}

export interface FactView {
  name: string;
  asked: string | null;
  got: string;
  differs: boolean;
}

export interface ClipView {
  sha256: string;
  size: number;
  width: number;
  height: number;
  fps: number;
  frames: number;
  start: number;
  times: readonly (number)[];
  uneven: boolean;
  duration: number;
  length: number;
  codec: string;
  has_audio: boolean;
  title: string;
  path: string;
  poster: string;
  facts: readonly (FactView)[];
}

export interface Read {
  type: "read";
  id: string;
  sha256: string;
  start: number;
  length: number;
}

export interface MakeProxy {
  type: "make_proxy";
  id: string;
  sha256: string;
}

export interface ProxyMade {
  type: "proxy_made";
  id: string;
  path: string;
  error: string | null;
}

export interface ReadProxy {
  type: "read_proxy";
  id: string;
  sha256: string;
  start: number;
  length: number;
}

export interface BadgeModel extends Record<string, unknown> {
  job: JobView | null;
}

export interface PlayerModel extends Record<string, unknown> {
  clip: ClipView | null;
  loop: boolean;
  muted: boolean;
  placeholder: string;
  playing: boolean;
  rate: number;
  shape: readonly (number)[];
  time: number;
}

export interface ImageModel extends Record<string, unknown> {
  images: readonly (ImageView)[];
  label: string;
  many: boolean;
  message: string;
}

export interface CopyModel extends Record<string, unknown> {
  label: string;
  text: string;
}

export interface GridModel extends Record<string, unknown> {
  axes: readonly (AxisView)[];
  baseline: number;
  cells: readonly (CellView)[];
  columns: readonly (string)[];
  focused: number;
  mode: Mode;
  pending: PendingView | null;
  playing: boolean;
  rate: number;
  rows: readonly (string)[];
  selected: readonly (number)[];
  stop_reason: string;
  summary: SummaryView;
  time: number;
}
