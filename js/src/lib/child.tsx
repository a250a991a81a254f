/** Another widget of the kernel's, drawn in a place of this one. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Host } from "../host";

/** What the notebook says of a widget that is no more. */
const MISSING = /model not found|no binding found/i;

interface Props {
  host: Pick<Host, "drawChild">;
  /** Its name; empty for none. */
  name: string;
  class: string;
}

export function Child({ host, name, class: className }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [gone, setGone] = useState({ name: "", why: "" });
  useEffect(() => {
    const own = place.current;
    if (!name || !own) return;
    const life = new AbortController();
    host.drawChild(name, own, life.signal).then(
      () => {
        if (!life.signal.aborted) own.scrollIntoView({ block: "nearest" });
      },
      (error: unknown) => {
        const closed = MISSING.test(String(error));
        if (!closed) console.error(error);
        const why = closed
          ? "was closed: run its cell again."
          : "could not be drawn; the browser's console says why.";
        if (!life.signal.aborted) setGone({ name, why });
      },
    );
    return () => life.abort();
  }, [name]);
  return (
    <>
      {name && gone.name === name && (
        <p class="vw-quiet" role="status">
          What belongs here {gone.why}
        </p>
      )}
      <div ref={place} class={className} />
    </>
  );
}
