/** Which of many equal pieces lie in a scroller's window; the others need not be drawn. */
import { useLayoutEffect } from "preact/hooks";
import { useSignal } from "../lib/signals";

const AT_FIRST = 12;

interface Pieces {
  way: "across" | "down";
  count: number;
  /** The length of each, and what stands before the first, in pixels. */
  each: number;
  lead: number;
}

/** The pieces in the window and one more on each side. */
export function useWindow(
  scroller: { current: HTMLElement | null },
  { way, count, each, lead }: Pieces,
) {
  const from = useSignal(0);
  const to = useSignal(AT_FIRST);
  const position = way === "across" ? "scrollLeft" : "scrollTop";
  const length = way === "across" ? "clientWidth" : "clientHeight";
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const life = new AbortController();
    const update = () => {
      const start = element[position] - lead;
      from.value = Math.max(0, Math.floor(start / each) - 1);
      to.value = Math.ceil((start + element[length]) / each) + 1;
    };
    element.addEventListener("scroll", update, { signal: life.signal, passive: true });
    const seen = new ResizeObserver(update);
    seen.observe(element);
    return () => {
      life.abort();
      seen.disconnect();
    };
  }, [each, lead]);
  const last = Math.min(count, to.value);
  const first = Math.min(from.value, last);
  return {
    from: first,
    to: last,
    /** What the pieces take up that are not drawn. */
    before: first * each,
    after: (count - last) * each,
    /** Bring a piece into the window, if it is not there. */
    show: (piece: number) => {
      const element = scroller.current;
      if (!element) return;
      const [start, end] = [piece * each, (piece + 1) * each + lead];
      if (start < element[position]) element[position] = start;
      else if (end > element[position] + element[length]) {
        element[position] = end - element[length];
      }
    },
  };
}
