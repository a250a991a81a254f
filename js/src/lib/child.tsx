/** Another widget of the kernel's, drawn in a place of this one. */
import { useEffect, useRef } from "preact/hooks";
import type { Host } from "../host";

interface Props {
  host: Pick<Host, "drawChild">;
  /** Its name; empty for none. */
  name: string;
  class: string;
}

export function Child({ host, name, class: className }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const own = place.current;
    if (!name || !own) return;
    const life = new AbortController();
    void host.drawChild(name, own, life.signal).then(() => {
      if (!life.signal.aborted) own.scrollIntoView({ block: "nearest" });
    });
    return () => life.abort();
  }, [name]);
  return <div ref={place} class={className} />;
}
