/** Asks in place before much is paid; a second press meant for the first button pays nothing. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { UNKNOWN } from "./format";

interface Props {
  /** In words, or that nobody knows it. */
  price: string;
  pay: () => void;
  leave: () => void;
}

export function Ask({ price, pay, leave }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  const question = price === UNKNOWN ? "Price unknown. Pay?" : `Pay ${price}?`;
  return (
    <div
      ref={box}
      class="vw-ask"
      role="alertdialog"
      tabIndex={-1}
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        leave();
      }}
    >
      <b>{question}</b>
      <button
        type="button"
        class="vw-pay"
        onClick={(event) => {
          if (event.detail < 2) pay();
        }}
      >
        Pay
      </button>
      <button type="button" onClick={leave}>
        Cancel
      </button>
    </div>
  );
}
