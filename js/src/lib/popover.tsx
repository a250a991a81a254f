/** A panel above all others, opened by a button: closed by Escape or a click elsewhere. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "./signals";

const GAP = 4;
const EDGE = 8;

interface Props {
  /** What the button says to people who do not see it. */
  name: string;
  class?: string;
  face: ComponentChildren;
  tabIndex?: number;
  /** Whether it is one of a toolbar's. */
  foot?: boolean;
  disabled?: boolean;
  focus?: string;
  id?: string | undefined;
  describedby?: string | undefined;
  invalid?: boolean | undefined;
  children: (close: () => void) => ComponentChildren;
}

function place(button: HTMLElement, panel: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = at.bottom + GAP;
  // Where neither side has room it covers its button: what is past the edge nobody reaches.
  const top = below + height > innerHeight - EDGE ? at.top - GAP - height : below;
  const left = Math.min(at.left, innerWidth - width - EDGE);
  panel.style.top = `${Math.max(EDGE, top)}px`;
  panel.style.left = `${Math.max(EDGE, left)}px`;
}

export function Popover(props: Props) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [own, anchor] = [panel.current, button.current];
    if (!open.value || !own || !anchor) return;
    const life = new AbortController();
    own.showPopover();
    place(anchor, own);
    const first = own.querySelector<HTMLElement>(
      props.focus ?? "input, textarea, button",
    );
    (first ?? own).focus();
    own.addEventListener(
      "toggle",
      (event) => {
        if (event.newState === "closed") open.value = false;
      },
      { signal: life.signal },
    );
    const resized = new ResizeObserver(() => place(anchor, own));
    resized.observe(own);
    addEventListener(
      "scroll",
      () => {
        const { bottom, top, width } = anchor.getBoundingClientRect();
        // What it belongs to has gone from the window.
        if (!width || bottom < 0 || top > innerHeight) open.value = false;
        else place(anchor, own);
      },
      { capture: true, passive: true, signal: life.signal },
    );
    return () => {
      life.abort();
      resized.disconnect();
    };
  }, [open.value]);
  const close = () => {
    open.value = false;
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        id={props.id}
        class={props.class}
        aria-describedby={props.describedby}
        aria-invalid={props.invalid}
        aria-label={props.name}
        title={props.name}
        aria-haspopup="dialog"
        aria-expanded={open.value}
        tabIndex={props.tabIndex}
        data-foot={props.foot}
        disabled={props.disabled}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {props.face}
      </button>
      {open.value && (
        <div
          ref={panel}
          class="vw-popover"
          popover="auto"
          role="dialog"
          tabIndex={-1}
          aria-label={props.name}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            close();
          }}
        >
          {props.children(close)}
        </div>
      )}
    </>
  );
}

interface ItemProps {
  act: () => void;
  children: ComponentChildren;
  danger?: boolean;
}

/** A line of a menu. */
export function Item({ act, children, danger }: ItemProps) {
  return (
    <button type="button" class={`vw-item ${danger ? "vw-danger" : ""}`} onClick={act}>
      {children}
    </button>
  );
}
