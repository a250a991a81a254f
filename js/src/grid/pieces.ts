/** Which pieces of different heights lie in a scroller's window. */
import { useLayoutEffect } from "preact/hooks";
import { useSignal } from "../lib/signals";
import { within } from "./layout";

/** Scrolling by less draws nothing anew. */
const COARSE = 64;

export interface Piece {
  top: number;
  height: number;
}

interface Pieces {
  pieces: readonly Piece[];
  /** What stands before the first, in pixels. */
  lead: number;
}

/** The pieces in the window and one more on each side. */
export function usePieces(
  scroller: { current: HTMLElement | null },
  { pieces, lead }: Pieces,
) {
  const start = useSignal(0);
  // No scroller is higher than the window, and how high it is shows when it is drawn.
  const room = useSignal(innerHeight);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const life = new AbortController();
    const update = () => {
      start.value = Math.floor((element.scrollTop - lead) / COARSE) * COARSE;
      room.value = element.clientHeight + COARSE;
    };
    element.addEventListener("scroll", update, { signal: life.signal, passive: true });
    const seen = new ResizeObserver(update);
    seen.observe(element);
    return () => {
      life.abort();
      seen.disconnect();
    };
  }, [lead]);
  const [from, to] = within(pieces, start.value, start.value + room.value);
  return {
    from,
    to,
    /** Bring a piece into the window, if it is not there. */
    show: (number: number) => {
      const [element, piece] = [scroller.current, pieces[number]];
      if (!element || !piece) return;
      const foot = piece.top + piece.height + lead;
      if (piece.top < element.scrollTop) element.scrollTop = piece.top;
      else if (foot > element.scrollTop + element.clientHeight) {
        element.scrollTop = foot - element.clientHeight;
      }
    },
  };
}
