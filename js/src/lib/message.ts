let count = 0;

/** A name for a message; pages without TLS have no randomUUID. */
export const messageId = () => `${++count}-${Math.random().toString(36).slice(2)}`;

export interface Patience {
  /** Milliseconds until a question counts as lost. */
  within: number;
  /** Give the question up; the host's own end does so too. */
  signal?: AbortSignal;
}
