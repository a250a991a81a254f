// Written by tools/gen_wire.py from veo_widgets/view/wire. Do not edit.

export type ErrorKind = "VeoError" | "InvalidRequest" | "InvalidParameters" | "UnknownModel" | "AuthenticationError" | "InsufficientCredits" | "RateLimited" | "ModelRetired" | "ServerError" | "EndpointUnreachable" | "RequestExpired" | "InferenceFailed" | "ContentBlocked" | "InferenceTimeout" | "SubmissionUnknown" | "BudgetExceeded" | "MediaError" | "HomeError";

export type Flag = "reused" | "slow" | "at risk" | "unreachable" | "unwatched";

export type State = "planned" | "waiting" | "preparing" | "sending" | "unknown" | "queued" | "processing" | "saving" | "ready" | "failed" | "blocked" | "expired" | "cancelled";

export type JobAction = "cancel" | "retry" | "resubmit" | "unwatch";

export type Retry = "watch" | "fetch" | "send";

export type StatusBadgeToPython = AskCode | AskNow | Act;

export type StatusBadgeFromPython = Code | MessageError | Paid;

export type CopyButtonToPython = AskCode;

export type CopyButtonFromPython = Code | MessageError;

export type Medium = "image" | "video" | "sound";

export type FieldKind = "prompt" | "text" | "choice" | "choices" | "number" | "switch" | "seed" | "file" | "files" | "list" | "object" | "json";

export type CallKind = "python" | "curl";

export type ControlsToPython = AskCode | Edit | BeginImage | BeginInput | ImageChunk | ReadInput | ShowModels | AskCarry | AskCall | SavePreset | DropPreset | AskPrompts;

export type ControlsFromPython = Code | MessageError | ImageTaken | SettingsTaken | TextReply | Prompts | Carried;

export type Fate = "send" | "reuse" | "merged" | "ended" | "refused";

export type Mode = "grid" | "one" | "wipe" | "difference" | "blink" | "onion";

export type Show = "all" | "ready" | "running" | "failed" | "not made";

export type Order = "plan" | "cheapest" | "dearest" | "fastest" | "state" | "highest" | "lowest";

export type Sound = "off" | "focused" | "hovered";

export type Sync = "off" | "time" | "share" | "cut";

export type TextKind = "python" | "curl" | "settings" | "frame";

export type FileKind = "clip" | "mp3" | "proxy" | "pictures" | "small" | "strip" | "poster" | "marks";

export type ComparisonGridToPython = AskCode | AskNow | ActOn | Launch | RetryFailed | Derive | ReadFile | TextRequest | FindDifferences | AskSheet | VoteOn | UndoVoteOn | JudgeBlind | Measure | Promote;

export type ComparisonGridFromPython = Code | MessageError | Chunk | LivePatch | ClipPatch | TextReply | Differences | SheetMade | Paid | Promoted;

export type ImageInputToPython = AskCode | BeginImage | ImageChunk | ImageUrl | RemoveImage;

export type ImageInputFromPython = Code | MessageError;

export type VideoPlayerFromPython = Code | MessageError | Chunk | ProxyMade;

export type VideoPlayerToPython = AskCode | Read | ReadMp3 | MakeProxy | ReadProxy | ReadStrip | ReadMarks | Star;

export type JobWidgetToPython = AskCode | Read | ReadMp3 | MakeProxy | ReadProxy | ReadStrip | ReadMarks | Star | AskNow | Act;

export type JobWidgetFromPython = Code | MessageError | Chunk | ProxyMade | Paid;

export type PairAnswer = "left" | "right" | "tie" | "both bad" | "skip";

export type Phase = "fairness" | "judging" | "revealed";

export type Remedy = "as it is" | "mend" | "leave out";

export type JudgeToPython = AskCode | BeginJudging | Answer | UndoAnswer | Rest | Reveal | ReadBlind;

export type JudgeFromPython = Code | MessageError | Chunk;

export type MarkKind = "keep" | "thumb" | "score" | "comment";

export type PageToPython = Alive | PageFacts | Heard;

export type PageFromPython = Hello;

export type StudioToPython = AskCode | Edit | BeginImage | ImageChunk | BeginInput | ReadInput | ShowModels | AskCarry | AskCall | SavePreset | DropPreset | AskPrompts | Press | AskPlan | RunPlan | AskYaml | AskTakes | AskMoved | OpenTake | ReadTake | ActOnTake | Mark | VoteOnTake | UndoVoteOn | Compare | AskSheetOfTakes | UseFrame | SetMoney;

export type StudioFromPython = Code | MessageError | Chunk | ImageTaken | SettingsTaken | TextReply | Prompts | Carried | Pressed | Paid | PlanReply | Takes | TakeMoved | Used | Compared | SheetMade | TakeOpened;

export type Group = "all" | "running" | "ready" | "failed" | "hidden";

export type When = "any" | "today" | "week" | "month";

export const ABOUT = "veo-widgets/about";

export const ACTION_LABELS: Readonly<Record<JobAction, string>> = {
  "cancel": "Cancel",
  "retry": "Retry",
  "resubmit": "Send again (may pay twice)",
  "unwatch": "Stop watching"
};

export const AT_SERVICE: ReadonlySet<State> = new Set(["processing", "queued"]);

export const CHUNK_BYTES = 4000000;

export const CLIP_MOST_BYTES = 64000000;

export const ENDED_BADLY: ReadonlySet<State> = new Set(["blocked", "cancelled", "expired", "failed"]);

export const ERROR_LABELS: Readonly<Record<ErrorKind, string>> = {
  "VeoError": "Something went wrong",
  "InvalidRequest": "Not a request that the service takes",
  "InvalidParameters": "Settings that the model refuses",
  "UnknownModel": "Unknown model",
  "AuthenticationError": "Key refused",
  "InsufficientCredits": "Not enough credits",
  "RateLimited": "Too many requests",
  "ModelRetired": "Model retired",
  "ServerError": "The service failed",
  "EndpointUnreachable": "No connection",
  "RequestExpired": "The service no longer knows it",
  "InferenceFailed": "The model failed",
  "ContentBlocked": "Refused by the service's filters",
  "InferenceTimeout": "Took too long",
  "SubmissionUnknown": "Not known whether it was sent",
  "BudgetExceeded": "Past the budget",
  "MediaError": "The clip cannot be read",
  "HomeError": "The home cannot be used"
};

export const FAILED: ReadonlySet<State> = new Set(["blocked", "expired", "failed"]);

export const FASTEST = 16.0;

export const FILE_ENDINGS: Readonly<Record<FileKind, string>> = {
  "clip": ".mp4",
  "mp3": ".mp3.mp4",
  "proxy": ".proxy.mp4",
  "pictures": ".pictures.mp4",
  "small": ".small.mp4",
  "strip": ".strip.jpg",
  "poster": ".jpg",
  "marks": ".xmp"
};

export const FLAG_LABELS: Readonly<Record<Flag, string>> = {
  "reused": "Reused",
  "slow": "Slow",
  "at risk": "At risk",
  "unreachable": "Offline",
  "unwatched": "Not watched"
};

export const HASTE_S = 1.0;

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

export interface AskNow {
  type: "ask_now";
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

export interface Act {
  type: "act";
  id: string;
  action: JobAction;
  agreed: boolean;
}

export interface Paid {
  type: "paid";
  id: string;
  ask: boolean;
  most: number | null;
}

export interface ErrorView {
  kind: ErrorKind;
  message: string;
  detail: string | null;
  next_step: string;
  charged: boolean;
}

export interface JobView {
  id: string;
  model: string;
  prompt: string;
  about: string;
  seed: string;
  thumb: string;
  shape: readonly (number)[];
  endpoint: string;
  play_money: boolean;
  ask_above: number | null;
  state: State;
  flags: readonly (Flag)[];
  actions: readonly (JobAction)[];
  retry: Retry;
  code: string;
  now: number;
  created: number;
  submitted: number | null;
  began: number | null;
  heard: number | null;
  ended: number | null;
  usual: number;
  price_low: number | null;
  price_high: number | null;
  cost: number | null;
  reused_at: number | null;
  expires_at: number | null;
  reason: string | null;
  request_id: string | null;
  error: ErrorView | null;
}

export interface Chunk {
  type: "chunk";
  id: string;
  error: string | null;
}

export interface FactView {
  name: string;
  asked: string | null;
  got: string;
  differs: boolean;
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

export interface NamedText {
  name: string;
  text: string;
}

export interface TextReply {
  type: "text_reply";
  id: string;
  text: string;
  error: string | null;
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

export interface ImageView {
  value: string;
  name: string;
  medium: Medium;
  thumbnail: string;
  width: number;
  height: number;
  seconds: number;
}

export interface OptionView {
  value: unknown;
  label: string;
}

export interface FieldView {
  name: string;
  role: string;
  kind: FieldKind;
  title: string;
  unit: string;
  help: string;
  required: boolean;
  default: unknown;
  options: readonly (OptionView)[];
  whole: boolean;
  least: number | null;
  most: number | null;
  step: number | null;
  auto: string;
  example: string;
  random: unknown;
  nullable: boolean;
  tall: boolean;
  fields: readonly (FieldView)[];
  most_items: number | null;
  medium: Medium;
  accept: readonly (string)[];
  most_bytes: number;
  most_seconds: number | null;
}

export interface ModelForm {
  slug: string;
  title: string;
  summary: string;
  status: string;
  retired: boolean;
  priced: boolean;
  fps: number;
  fields: readonly (FieldView)[];
  example: Readonly<Record<string, unknown>>;
}

export interface FormState {
  model: string;
  values: Readonly<Record<string, unknown>>;
  kept: Readonly<Record<string, unknown>>;
  axes: Readonly<Record<string, readonly (unknown)[]>>;
  by: string;
  revision: number;
}

export interface ProblemView {
  field: string;
  text: string;
  source: string;
  fix: Readonly<Record<string, unknown>>;
}

export interface Checked {
  by: string;
  revision: number;
  problems: readonly (ProblemView)[];
  warnings: readonly (ProblemView)[];
  price_low: number | null;
  price_high: number | null;
  price_note: string;
  usual_low: number;
  usual_high: number;
}

export interface PresetView {
  name: string;
  model: string;
  values: Readonly<Record<string, unknown>>;
}

export interface Edit {
  type: "edit";
  form: FormState;
}

export interface BeginInput {
  type: "begin_input";
  id: string;
  name: string;
  size: number;
  place: string;
}

export interface ReadInput {
  type: "read_input";
  id: string;
  path: string;
  place: string;
}

export interface ShowModels {
  type: "show_models";
  everything: boolean;
}

export interface AskCarry {
  type: "ask_carry";
  id: string;
  left: string;
  taken: string;
  values: Readonly<Record<string, unknown>>;
  kept: Readonly<Record<string, unknown>>;
}

export interface AskCall {
  type: "ask_call";
  id: string;
  about: CallKind;
}

export interface SavePreset {
  type: "save_preset";
  name: string;
}

export interface DropPreset {
  type: "drop_preset";
  name: string;
}

export interface AskPrompts {
  type: "ask_prompts";
  id: string;
}

export interface ImageTaken {
  type: "image_taken";
  id: string;
  image: ImageView;
}

export interface SettingsTaken {
  type: "settings_taken";
  id: string;
  model: string;
  values: Readonly<Record<string, unknown>>;
  axes: Readonly<Record<string, readonly (unknown)[]>>;
  text: string;
}

export interface Carried {
  type: "carried";
  id: string;
  values: Readonly<Record<string, unknown>>;
  kept: Readonly<Record<string, unknown>>;
  said: readonly (string)[];
}

export interface Prompts {
  type: "prompts";
  id: string;
  prompts: readonly (string)[];
}

export interface JudgeBlind {
  type: "judge_blind";
}

export interface UndoVoteOn {
  type: "undo_vote_on";
}

export interface VoteOn {
  type: "vote_on";
  index: number;
  kind: MarkKind;
  answer: string;
  moment: number | null;
}

export interface ActOn {
  type: "act_on";
  id: string;
  index: number;
  action: JobAction;
  agreed: boolean;
}

export interface Launch {
  type: "launch";
  id: string;
  count: number;
  high: number;
  unpriced: number;
  agreed: boolean;
}

export interface RetryFailed {
  type: "retry_failed";
  id: string;
  cells: readonly (number)[];
  agreed: boolean;
}

export interface Promote {
  type: "promote";
  id: string;
  ticket: string;
  cells: readonly (number)[];
  count: number;
  high: number;
  unpriced: number;
  agreed: boolean;
}

export interface Promoted {
  type: "promoted";
  id: string;
  ask: boolean;
}

export interface Measure {
  type: "measure";
}

export interface AxisView {
  name: string;
  values: readonly (string)[];
  labels: readonly (string)[];
}

export interface UnequalView {
  about: string;
  text: string;
  values: readonly (string)[];
  cells: readonly (number)[];
}

export interface GridFilter {
  show: Show;
  values: Readonly<Record<string, readonly (number)[]>>;
  most: number | null;
}

export interface StretchView {
  start: number | null;
  end: number | null;
}

export interface TroubleView {
  kind: ErrorKind;
  message: string;
  next_step: string;
  detail: string;
  request_id: string;
  charged: boolean;
}

export interface SummaryView {
  title: string;
  shared: readonly (NamedText)[];
  prompts: readonly (string)[];
  wordings: readonly (string)[];
  warnings: readonly (string)[];
  play_money: boolean;
  ask_above: number | null;
  expected_s: number | null;
  media: string;
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
  checks: readonly (FactView)[];
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
  retry: Retry;
  note: string;
  trouble: TroubleView | null;
  cost: number | null;
  charged: number | null;
  created: number | null;
  submitted: number | null;
  began: number | null;
  ended: number | null;
  usual: number;
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
  low: number | null;
  high: number | null;
  shape: readonly (number)[];
  live: CellLive;
  clip: GridClip | null;
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

export interface AskSheet {
  type: "ask_sheet";
  id: string;
  cells: readonly (number)[];
}

export interface SheetMade {
  type: "sheet_made";
  id: string;
  path: string;
  warnings: readonly (string)[];
  error: string | null;
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

export interface Differences {
  type: "differences";
  one: number;
  other: number;
  times: readonly (number)[];
}

export interface ImageUrl {
  type: "url";
  url: string;
}

export interface RemoveImage {
  type: "remove";
  index: number;
}

export interface SideView {
  id: string;
  fps: number;
  start: number;
  gain: number;
}

export interface PairView {
  id: string;
  prompt: string;
  left: SideView;
  right: SideView;
}

export interface UnevenView {
  about: string;
  text: string;
  mend: string;
  out: number;
}

export interface FairView {
  pairs: number;
  clips: number;
  rows: readonly (UnevenView)[];
  telling: number;
}

export interface ProgressView {
  votes: number;
  sentence: string;
  tired: boolean;
}

export interface BeginJudging {
  type: "begin_judging";
  remedies: Readonly<Record<string, Remedy>>;
  carded: boolean;
}

export interface Answer {
  type: "answer";
  pair: string;
  question: number;
  answer: PairAnswer;
  left: number;
  right: number;
}

export interface UndoAnswer {
  type: "undo_answer";
}

export interface Rest {
  type: "rest";
}

export interface Reveal {
  type: "reveal";
}

export interface ReadBlind {
  type: "read_blind";
  id: string;
  clip: string;
  start: number;
  length: number;
}

export interface CommentView {
  id: string;
  at: number;
  text: string;
}

export interface ClipMarks {
  keep: string;
  thumb: string;
  score: number;
  comments: readonly (CommentView)[];
}

export interface VoteOnTake {
  type: "vote_on_take";
  job: string;
  kind: MarkKind;
  answer: string;
  moment: number | null;
}

export interface Alive {
  type: "alive";
}

export interface PageFacts {
  type: "page";
  server: boolean;
  status: number;
  h264: boolean;
  aac: boolean;
  frames: boolean;
}

export interface Hello {
  type: "hello";
}

export interface Heard {
  type: "heard";
}

export interface PendingView {
  count: number;
  low: number;
  high: number;
  unpriced: number;
  most: number | null;
}

export interface ActOnTake {
  type: "act_on_take";
  id: string;
  job: string;
  action: JobAction;
  agreed: boolean;
}

export interface PlanCell {
  at: readonly (number)[];
  fate: Fate;
  reason: string;
  low: number | null;
  high: number | null;
}

export interface AskPlan {
  type: "ask_plan";
  id: string;
  form: FormState;
  count: number;
}

export interface RunPlan {
  type: "run_plan";
  id: string;
  ticket: string;
  form: FormState;
  count: number;
  new: number;
  high: number;
  unpriced: number;
  budget: number | null;
  unknown: number | null;
  agreed: boolean;
}

export interface AskYaml {
  type: "ask_yaml";
  id: string;
  form: FormState;
  count: number;
  save: boolean;
}

export interface PlanReply {
  type: "plan";
  id: string;
  axes: readonly (AxisView)[];
  cells: readonly (PlanCell)[];
  new: number;
  low: number;
  high: number;
  unpriced: number;
  expected_s: number | null;
  warnings: readonly (string)[];
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
  code: string;
  prompt: string;
  about: string;
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

export interface ReadMp3 {
  type: "read_mp3";
  id: string;
  sha256: string;
  start: number;
  length: number;
}

export interface ReadStrip {
  type: "read_strip";
  id: string;
  sha256: string;
  start: number;
  length: number;
}

export interface ReadMarks {
  type: "read_marks";
  id: string;
  sha256: string;
  start: number;
  length: number;
}

export interface Star {
  type: "star";
  starred: boolean;
}

export interface PromotionView {
  cells: readonly (number)[];
  count: number;
  low: number;
  high: number;
  unpriced: number;
  ask: boolean;
  ticket: string;
  problem: string;
}

export interface ScoresView {
  metrics: readonly (MetricView)[];
  cells: Readonly<Record<string, CellScores>>;
  done: number;
  total: number;
  missing: number;
  trouble: string;
}

export interface ReportView {
  summary: SummaryView;
  axes: readonly (AxisView)[];
  cells: readonly (CellView)[];
  stop_reason: string;
  unequal: readonly (UnequalView)[];
  rows: readonly (string)[];
  columns: readonly (string)[];
  marks: Readonly<Record<string, ClipMarks>>;
  scores_known: ScoresView;
  files: Readonly<Record<string, string>>;
  differences: Readonly<Record<string, readonly (number)[]>>;
}

export interface BlindClip {
  fps: number;
  start: number;
}

export interface ShowingView {
  left: string;
  right: string;
  left_gain: number;
  right_gain: number;
  prompt: string;
}

export interface BlindView {
  report: string;
  questions: readonly (string)[];
  notes: readonly (string)[];
  clips: Readonly<Record<string, BlindClip>>;
  showings: readonly (ShowingView)[];
  files: Readonly<Record<string, string>>;
}

export interface BlindVote {
  id: string;
  at: number;
  left: string;
  right: string;
  question: number;
  answer: string;
  watched: readonly (number)[];
}

export interface BlindVotes {
  format: string;
  version: number;
  report: string;
  rater: string;
  checksum: string;
  votes: readonly (BlindVote)[];
}

export interface MetricView {
  name: string;
  unit: string;
  about: string;
  misleads: string;
}

export interface CellScores {
  values: Readonly<Record<string, number>>;
  places: Readonly<Record<string, readonly (number)[]>>;
  flags: readonly (string)[];
}

export interface ScoreFilter {
  least: number | null;
  most: number | null;
  flagged: "any" | "with" | "without";
}

export interface FilterView {
  search: string;
  model: string;
  state: Group;
  starred: boolean;
  dropped: boolean;
  sweep: string;
  when: When;
}

export interface SweepView {
  name: string;
  prompt: string;
  planned: boolean;
  jobs: number;
  ready: number;
  failed: number;
  live: number;
  spent: number;
  unknown: number;
  high: number | null;
  created: number;
  covers: readonly (string)[];
  latest: string;
}

export interface TakeView {
  id: string;
  model: string;
  title: string;
  prompt: string;
  about: string;
  seed: string;
  sweep: string;
  state: State;
  flags: readonly (Flag)[];
  actions: readonly (JobAction)[];
  retry: Retry;
  created: number;
  submitted: number | null;
  began: number | null;
  ended: number | null;
  usual: number;
  low: number | null;
  high: number | null;
  cost: number | null;
  trouble: string;
  next_step: string;
  request_id: string;
  sha256: string;
  shape: readonly (number)[];
  duration: number;
  has_audio: boolean;
  starred: boolean;
  hidden: boolean;
  note: string;
  votes: ClipMarks;
}

export interface MoneyView {
  endpoint: string;
  real: boolean;
  balance: number | null;
  today: number;
  today_unknown: number;
  budget: number | null;
  unknown: number | null;
  ask_above: number;
}

export interface Press {
  type: "press";
  id: string;
  ticket: string;
  form: FormState;
  count: number;
  agreed: number | null;
}

export interface AskTakes {
  type: "ask_takes";
  id: string;
  after: string;
  count: number;
  filter: FilterView;
  since: number;
}

export interface AskMoved {
  type: "ask_moved";
  jobs: readonly (string)[];
}

export interface OpenTake {
  type: "open_take";
  id: string;
  job: string;
  poster: boolean;
}

export interface ReadTake {
  type: "read_take";
  id: string;
  sha256: string;
  kind: FileKind;
  start: number;
  length: number;
}

export interface Mark {
  type: "mark";
  jobs: readonly (string)[];
  starred: boolean | null;
  hidden: boolean | null;
  note: string | null;
}

export interface Compare {
  type: "compare";
  id: string;
  jobs: readonly (string)[];
  sweep: string;
  blind: boolean;
}

export interface AskSheetOfTakes {
  type: "ask_sheet_of_takes";
  id: string;
  jobs: readonly (string)[];
}

export interface UseFrame {
  type: "use_frame";
  id: string;
  job: string;
  time: number;
}

export interface SetMoney {
  type: "set_money";
  budget: number | null;
  unknown: number | null;
  ask_above: number;
}

export interface Pressed {
  type: "pressed";
  id: string;
  jobs: readonly (string)[];
  reused: number;
  ask: boolean;
}

export interface Takes {
  type: "takes";
  id: string;
  takes: readonly (TakeView)[];
  sweeps: readonly (SweepView)[];
  total: number;
  after: string;
  now: number;
}

export interface TakeMoved {
  type: "take";
  take: TakeView;
  sweep: SweepView | null;
  now: number;
}

export interface Compared {
  type: "compared";
  id: string;
}

export interface Used {
  type: "used";
  model: string;
  values: Readonly<Record<string, unknown>>;
}

export interface TakeOpened {
  type: "take_opened";
  id: string;
  take: TakeView;
  clip: ClipView | null;
  values: Readonly<Record<string, unknown>>;
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
  starred: boolean | null;
  stretch: readonly (number)[];
  time: number;
  titled: boolean;
}

export interface JobModel extends Record<string, unknown> {
  job: JobView | null;
  clip: ClipView | null;
  loop: boolean;
  muted: boolean;
  placeholder: string;
  playing: boolean;
  rate: number;
  shape: readonly (number)[];
  starred: boolean | null;
  stretch: readonly (number)[];
  time: number;
  titled: boolean;
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
  promoted: string;
  promotion: PromotionView | null;
  saved: string;
  blind_pairs: string;
  score: string;
  score_filter: ScoreFilter;
  scores_known: ScoresView;
  dropped_shown: boolean;
  marks: Readonly<Record<string, ClipMarks>>;
  axes: readonly (AxisView)[];
  baseline: number;
  cells: readonly (CellView)[];
  columns: readonly (string)[];
  cuts: Readonly<Record<string, number>>;
  filter: GridFilter;
  focused: number;
  hidden: readonly (string)[];
  loop: boolean;
  mode: Mode;
  offsets: Readonly<Record<string, number>>;
  order: Order;
  pending: PendingView | null;
  per_row: number;
  playing: boolean;
  rate: number;
  rows: readonly (string)[];
  selected: readonly (number)[];
  slices: Readonly<Record<string, number>>;
  sound: Sound;
  stop_reason: string;
  stretch: StretchView;
  summary: SummaryView;
  sync: Sync;
  time: number;
  unequal: readonly (UnequalView)[];
  verified: boolean;
  blind: boolean;
}

export interface ControlsModel extends Record<string, unknown> {
  checked: Checked;
  everything: boolean;
  form: FormState;
  forms: readonly (ModelForm)[];
  presets: readonly (PresetView)[];
  pictures: readonly (ImageView)[];
}

export interface StudioModel extends Record<string, unknown> {
  count: number;
  grid: string;
  ticket: string;
  dropped: number;
  filter: FilterView;
  loop: boolean;
  media: string;
  muted: boolean;
  notice: string;
  stage: string;
  money: MoneyView;
  blind: boolean;
  checked: Checked;
  everything: boolean;
  form: FormState;
  forms: readonly (ModelForm)[];
  presets: readonly (PresetView)[];
  pictures: readonly (ImageView)[];
}

export interface JudgeModel extends Record<string, unknown> {
  fair: FairView;
  heard: number;
  in_turn: boolean;
  notice: string;
  pair: PairView | null;
  phase: Phase;
  progress: ProgressView;
  prompted: boolean;
  question: number;
  questions: readonly (string)[];
  upcoming: PairView | null;
  verdict_page: string;
}
