/** News of many outputs, told to who listens by one live region of the page. */
import { useEffect, useRef } from "preact/hooks";

/** What comes within so long is told at once. */
const GATHER_MS = 1000;
const MOST = 3;
const HIDDEN =
  "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

let region: HTMLElement | undefined;
const gathered = new Map<string, string>();

/** Many at once as one sentence: what is alike is counted, and few are read out. */
export function inOne(texts: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const all = [...counts].map(([text, count]) =>
    count > 1 ? `${count} × ${text}` : text,
  );
  const rest = all.length - MOST;
  return [...all.slice(0, MOST), ...(rest > 0 ? [`${rest} more`] : [])].join("; ");
}

/** The region stands before it speaks: what is there at its coming is not read. */
function ready(): HTMLElement {
  if (!region) {
    region = document.createElement("div");
    region.role = "status";
    region.style.cssText = HIDDEN;
  }
  if (!region.isConnected) document.body.append(region);
  return region;
}

/** Tell some news, once; newer news of the same thing takes its place. */
export function announce(of: string, text: string): void {
  const place = ready();
  if (gathered.size === 0) {
    setTimeout(() => {
      // A new node is read, also where it says the same again.
      place.replaceChildren(document.createTextNode(inOne(gathered.values())));
      gathered.clear();
    }, GATHER_MS);
  }
  gathered.set(of, text);
}

/** Tell a text whenever it is another one than at first; nothing where it is empty. */
export function useNews(of: string, text: string): void {
  const last = useRef(text);
  useEffect(() => {
    ready();
    if (text === last.current) return;
    last.current = text;
    if (text) announce(of, text);
  }, [of, text]);
}
