// Written by tools/gen_wire.py from veo_widgets/wire.py. Do not edit.

export type Flag = "reused" | "slow" | "at risk" | "unreachable";

export type State = "planned" | "waiting" | "preparing" | "sending" | "unknown" | "queued" | "processing" | "saving" | "ready" | "failed" | "blocked" | "expired" | "cancelled";

export type JobAction = "cancel" | "retry" | "resubmit" | "unwatch";

export type StatusBadgeToPython = AskCode | Act;

export type StatusBadgeFromPython = Code;

export type VideoPlayerToPython = AskCode | Read;

export type VideoPlayerFromPython = Code | Chunk;

export type ImageInputToPython = AskCode | BeginImage | ImageChunk | ImageUrl | RemoveImage;

export type ImageInputFromPython = Code;

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

export interface FactView {
  name: string;
  asked: string | null;
  got: string;
  differs: boolean;
}

export interface ClipView {
  sha256: string;
  title: string;
  path: string;
  poster: string;
  size: number;
  width: number;
  height: number;
  fps: number;
  frames: number;
  duration: number;
  has_audio: boolean;
  facts: readonly (FactView)[];
}

export interface ImageView {
  value: string;
  name: string;
  thumbnail: string;
  width: number;
  height: number;
}

export interface AskCode {
  type: "code";
}

export interface Code {
  type: "code";
  code: string;
}

export interface Act {
  type: "act";
  action: JobAction;
}

export interface Read {
  type: "read";
  id: string;
  sha256: string;
  start: number;
  length: number;
}

export interface Chunk {
  type: "chunk";
  id: string;
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

export interface ImageUrl {
  type: "url";
  url: string;
}

export interface RemoveImage {
  type: "remove";
  index: number;
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
