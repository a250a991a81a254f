let count = 0;

/** A name for a message; pages without TLS have no randomUUID. */
export const messageId = () => `${++count}-${Math.random().toString(36).slice(2)}`;
