/** Where it is sent, whose money it is, and what of it is left. */
import { dollars } from "../lib/format";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { type Signal, useSignal, useValue } from "../lib/signals";
import { askLeave, canNotify, chime, notices, sounds } from "./done";
import type { StudioStore } from "./store";

const amount = (text: string): number | null => {
  const number = Number(text.replace(/[$\s]/g, ""));
  return text.trim() === "" || !Number.isFinite(number) || number < 0 ? null : number;
};

interface SwitchProps {
  on: Signal<boolean>;
  label: string;
  disabled?: boolean;
  /** What is done when it is switched on; without, it just is. */
  begin: () => void;
}

function Switch({ on, label, disabled, begin }: SwitchProps) {
  const value = useValue(on);
  return (
    <label class="vs-switch">
      {label}
      <button
        type="button"
        role="switch"
        class="vw-switch"
        aria-checked={value}
        disabled={disabled ?? false}
        title={disabled ? "This page may not: it is not served securely" : ""}
        onClick={() => {
          if (value) on.value = false;
          else begin();
        }}
      >
        <i aria-hidden="true" />
      </button>
    </label>
  );
}

/** How one is told that a clip is done; kept in this browser. */
function WhenDone() {
  return (
    <fieldset class="vs-limits">
      <legend>When a clip is done</legend>
      <Switch
        on={sounds}
        label="A sound"
        begin={() => {
          sounds.value = true;
          chime();
        }}
      />
      <Switch
        on={notices}
        label="The browser's notice, while this page is hidden"
        disabled={!canNotify()}
        begin={() => void askLeave()}
      />
    </fieldset>
  );
}

function Limits({ studio, done }: { studio: StudioStore; done: () => void }) {
  const money = studio.money.peek();
  const budget = useSignal(money.budget === null ? "" : String(money.budget));
  const above = useSignal(String(money.ask_above));
  const keep = () => {
    studio.host.send({
      type: "set_money",
      budget: amount(budget.value),
      ask_above: amount(above.value) ?? money.ask_above,
    });
    done();
  };
  return (
    <form
      class="vs-limits"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <label>
        Budget of this home, $
        <input
          type="text"
          inputMode="decimal"
          placeholder="no cap"
          value={budget.value}
          onInput={(event) => {
            budget.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        Ask before a press above, $
        <input
          type="text"
          inputMode="decimal"
          value={above.value}
          onInput={(event) => {
            above.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="vw-primary">
        Keep
      </button>
    </form>
  );
}

const named = (endpoint: string) =>
  ({ local: "Local server", segmind: "Segmind" })[endpoint] ??
  endpoint.replace(/^https?:\/\//, "");

export function Header({ studio }: { studio: StudioStore }) {
  const money = useValue(studio.money);
  const where = named(money.endpoint);
  return (
    <header class={`vs-header ${money.real ? "vs-real" : ""}`}>
      <h2>Studio</h2>
      <span class="vs-where">
        <i class="vs-dot" aria-hidden="true" />
        {where} · {money.real ? "real money" : "play money"}
        {money.balance !== null && ` · ${dollars(money.balance)} left`}
      </span>
      <span class="vs-today">
        {dollars(money.today)} today
        {money.budget !== null && ` · budget ${dollars(money.budget)}`}
      </span>
      <Popover
        name="Limits and notices"
        class="vw-quiet-button"
        face={<Icon name="gear" />}
      >
        {(close) => (
          <>
            <Limits studio={studio} done={close} />
            <WhenDone />
          </>
        )}
      </Popover>
    </header>
  );
}
