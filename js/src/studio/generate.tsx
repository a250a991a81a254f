/** Generate: one press, one wish; several at once beside it. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Ask } from "../lib/ask";
import { price as priceOf, total } from "../lib/format";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { Segmented } from "../lib/segmented";
import { useComputed, useSignal, useValue } from "../lib/signals";
import type { PlanReply } from "../wire.gen";
import { Spreads } from "./spread";
import type { StudioStore } from "./store";

const COUNTS = ["1", "2", "3", "4", "8"];
const LONG_MS = 2500;
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

function Menu({ studio }: { studio: StudioStore }) {
  const count = useValue(studio.count);
  return (
    <div class="vs-menu">
      <span id="vs-count-label" class="vw-quiet">
        Clips of each
      </span>
      <Segmented
        labelledby="vs-count-label"
        options={COUNTS.map((key) => ({ key, face: `×${key}` }))}
        chosen={String(count)}
        choose={(key) => {
          studio.count.value = Number(key);
        }}
      />
      <Spreads studio={studio} />
      <p class="vw-quiet">
        Choose several to compare them; seeds go into their own field as 1,2,…,8.
      </p>
    </div>
  );
}

function useLong(on: boolean): boolean {
  const long = useSignal(false);
  useEffect(() => {
    long.value = false;
    if (!on) return;
    const timer = setTimeout(() => {
      long.value = true;
    }, LONG_MS);
    return () => clearTimeout(timer);
  }, [on]);
  return long.value;
}

export function Generate({ studio }: { studio: StudioStore }) {
  const sending = useValue(studio.sending);
  const cells = useValue(studio.cells);
  const trouble = useValue(studio.trouble);
  const refused = useValue(studio.refused);
  const said = useValue(studio.said);
  const fresh = useValue(studio.form.fresh);
  const checked = useValue(studio.form.checked);
  const offline = useValue(studio.host.offline);
  const long = useLong(sending === "sending");
  const button = useRef<HTMLButtonElement>(null);
  const led = useRef(false);
  useLayoutEffect(() => {
    // What is switched off loses the focus: it comes back to whoever pressed with it.
    const pressed = [document.body, button.current].includes(
      document.activeElement as HTMLElement,
    );
    if (sending !== "idle") led.current ||= pressed || sending === "asking";
    else if (led.current && document.activeElement === document.body)
      button.current?.focus({ preventScroll: true });
    if (sending === "idle") led.current = false;
  }, [sending]);
  const several = useComputed(() => studio.axes.value.length > 0, [studio]);
  const price = useComputed(() => {
    const { price_low, price_high } = studio.form.checked.value;
    const plan = studio.plan.value;
    if (studio.axes.value.length) {
      return plan ? planPrice(plan) : "…";
    }
    const times = studio.count.value;
    return priceOf(price_low && price_low * times, price_high && price_high * times);
  }, [studio]);
  useEffect(() => {
    if (!trouble) return;
    const root = document.querySelector<HTMLElement>(`[data-studio="${studio.form.me}"]`);
    const field = root?.querySelector<HTMLElement>("[aria-invalid=true]");
    field?.scrollIntoView({ block: "nearest" });
    field?.focus();
  }, [trouble, refused, studio]);
  const clips = cells === 1 ? "" : ` ${cells} clips`;
  const label =
    sending === "sending"
      ? long
        ? "Waiting for the kernel…"
        : "Sending…"
      : several
        ? `Plan${clips}`
        : `Generate${clips}`;
  return (
    <div class="vs-send">
      {sending === "asking" ? (
        <Ask
          price={price}
          pay={() => void studio.send(studio.dearest() ?? 0)}
          leave={() => {
            studio.sending.value = "idle";
          }}
        />
      ) : (
        <div class="vs-split">
          <button
            ref={button}
            type="button"
            class="vw-primary vs-generate"
            disabled={sending !== "idle" || offline}
            aria-keyshortcuts="Control+Enter Meta+Enter"
            title={`${MAC ? "⌘" : "Ctrl"}+Enter in the prompt`}
            onClick={() => studio.press()}
          >
            {sending === "sending" && <span class="vw-spin" aria-hidden="true" />}
            <span>{label}</span>
            {sending === "idle" && (
              <span class={`vs-price ${fresh ? "" : "vw-stale"}`}>{price}</span>
            )}
          </button>
          <Popover
            name="Several at once"
            class="vw-primary vs-more"
            disabled={sending !== "idle"}
            face={<Icon name="chevron" />}
          >
            {() => <Menu studio={studio} />}
          </Popover>
        </div>
      )}
      <p class="vs-below" aria-live="polite">
        {trouble ? (
          <span class="vw-problem" role="alert">
            <Icon name="warning" /> {trouble}
          </span>
        ) : (
          said || [studio.form.usual(), checked.price_note].filter(Boolean).join(" · ")
        )}
      </p>
    </div>
  );
}

/** What the new cells of a plan cost, and for how many of them nobody knows it. */
export function planPrice({ low, high, unpriced, new: count }: PlanReply): string {
  return total({ low, high, count, unknown: unpriced });
}
