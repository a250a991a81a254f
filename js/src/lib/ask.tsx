/** Asks in place before much is paid; a second press meant for the first button pays nothing. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { JobAction, MoneyView, Paid, Retry } from "../wire.gen";
import { price as priceOf, UNKNOWN } from "./format";
import type { Patience } from "./message";
import { useSignal } from "./signals";

/** A press waits for the kernel as long as that takes. */
export const PATIENCE = { within: 1_800_000 };
const HALF_CENT = 0.005;

interface Payer<Question> {
  request(
    question: Question,
    answer: "paid",
    patience: Patience,
  ): Promise<[Paid, readonly DataView[]]>;
}

/** Send a press that may pay, and wait for its answer. */
export async function paid<Question>(
  host: Payer<Question>,
  question: NoInfer<Question>,
): Promise<Paid> {
  return (await host.request(question, "paid", PATIENCE))[0];
}

/** US dollars above which a person is asked; null for play money: never. */
export function limitOf({ real, ask_above }: MoneyView): number | null {
  return real ? ask_above : null;
}

/** Whether a press waits for a person's word, as the kernel decides it; null asks never. */
export function mustAsk(above: number | null, most: number | null): boolean {
  return above !== null && (most === null || most > above + HALF_CENT);
}

/** What a button of a job may cost at most: only to send again costs anything. */
export function mostOf(
  { retry, high }: { retry: Retry; high: number | null },
  action: JobAction,
): number | null {
  const sends = action === "resubmit" || (action === "retry" && retry === "send");
  return sends ? high : 0;
}

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
        // What is around it has keys of its own.
        event.stopPropagation();
        if (event.key === "Escape") leave();
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

interface PayProps {
  /** What is asked about: once that is another thing, it is asked no more. */
  about?: unknown;
  /** In words, as the button says it. */
  price: string;
  /** Whether the price is known to be above what is paid at one press. */
  must: boolean;
  send: (agreed: boolean) => Promise<{ ask: boolean; most?: number | null }>;
  children: (press: () => void, sending: boolean) => ComponentChildren;
}

/** A button that pays: it asks in its own place where that is due, and says why it failed. */
export function Pay({ about, price, must, send, children }: PayProps) {
  const state = useSignal<"idle" | "asking" | "sending">("idle");
  const trouble = useSignal("");
  /** What the kernel asks for, where it was first to know. */
  const due = useSignal("");
  const place = useRef<HTMLSpanElement>(null);
  const led = useRef(false);
  useLayoutEffect(() => {
    if (state.value !== "idle" || !led.current) return;
    led.current = false;
    // What is switched off or gone loses the focus: it comes back to whoever pressed.
    if (document.activeElement !== document.body) return;
    place.current
      ?.querySelector<HTMLElement>("button:enabled")
      ?.focus({ preventScroll: true });
  }, [state.value]);
  useLayoutEffect(() => {
    if (state.peek() === "asking") state.value = "idle";
  }, [about]);
  const pay = async (agreed: boolean) => {
    if (state.peek() === "sending") return;
    state.value = "sending";
    trouble.value = "";
    let next: "idle" | "asking" = "idle";
    try {
      const { ask, most } = await send(agreed);
      if (most !== undefined) due.value = priceOf(most, most);
      if (ask) next = "asking";
    } catch (error) {
      const { name, message } = error as Error;
      if (name !== "AbortError") trouble.value = message;
    } finally {
      state.value = next;
    }
  };
  const press = () => {
    led.current = true;
    due.value = "";
    if (must) state.value = "asking";
    else void pay(false);
  };
  return (
    <span ref={place} class="vw-pays">
      {trouble.value && (
        <span class="vw-problem" role="alert">
          {trouble.value}
        </span>
      )}
      {state.value === "asking" ? (
        <Ask
          price={due.value || price}
          pay={() => void pay(true)}
          leave={() => {
            state.value = "idle";
          }}
        />
      ) : (
        children(press, state.value === "sending")
      )}
    </span>
  );
}
