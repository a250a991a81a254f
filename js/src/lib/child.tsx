/** Another widget of the kernel's, drawn in a place of this one. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Host } from "../host";

interface Props {
  host: Pick<Host, "drawChild">;
  /** Its name; empty for none. */
  name: string;
  class: string;
}

export function Child({ host, name, class: className }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [gone, setGone] = useState("");
  useEffect(() => {
    const own = place.current;
    if (!name || !own) return;
    const life = new AbortController();
    host.drawChild(name, own, life.signal).then(
      () => {
        if (!life.signal.aborted) own.scrollIntoView({ block: "nearest" });
      },
      // A widget that was closed meanwhile is not in the page.
      () => {
        if (!life.signal.aborted) setGone(name);
      },
    );
    return () => life.abort();
  }, [name]);
  return (
    <>
      {name && gone === name && (
        <p class="vw-quiet" role="status">
          What belongs here was closed: run its cell again.
        </p>
      )}
      <div ref={place} class={className} />
    </>
  );
}
