/** Where it is sent, whose money it is, and what of it is left. */
import { amountOf, dollars } from "../lib/format";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { type Signal, useSignal, useValue } from "../lib/signals";
import type { MoneyView } from "../wire.gen";
import { askLeave, canNotify, chime, notices, refused, sounds } from "./done";
import type { StudioStore } from "./store";

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
  const no = useValue(refused);
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
      {no && (
        <span class="vw-warning" role="status">
          The browser does not let this page tell you.
        </span>
      )}
    </fieldset>
  );
}

function Limits({ studio, done }: { studio: StudioStore; done: () => void }) {
  const money = studio.money.peek();
  const budget = useSignal(money.budget === null ? "" : String(money.budget));
  const worst = useSignal(money.unknown === null ? "" : String(money.unknown));
  const above = useSignal(String(money.ask_above));
  const texts = [budget, worst, above];
  const wrong = texts.map((text) => amountOf(useValue(text))).includes(undefined);
  const keep = () => {
    // Read at the press: what was typed last may not be drawn yet.
    const amounts = texts.map((text) => amountOf(text.peek()));
    if (amounts.includes(undefined)) return;
    const [cap = null, most = null, limit] = amounts;
    studio.host.send({
      type: "set_money",
      budget: cap,
      unknown: most,
      ask_above: limit ?? money.ask_above,
    });
    done();
  };
  const field = (label: string, text: Signal<string>, empty: string, help = "") => (
    <label title={help}>
      {label}
      <input
        type="text"
        inputMode="decimal"
        placeholder={empty}
        value={text.value}
        aria-invalid={amountOf(text.value) === undefined || undefined}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
    </label>
  );
  return (
    <form
      class="vs-limits"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      {field("Budget of this home, $", budget, "no cap")}
      {field(
        "Worst case per clip when unknown, $",
        worst,
        "refused",
        "What a clip of unknown price counts as; a budget refuses it without",
      )}
      {field("Ask before a press above, $", above, String(money.ask_above))}
      <button type="submit" class="vw-primary" disabled={wrong}>
        Keep
      </button>
    </form>
  );
}

const named = (endpoint: string) =>
  ({ local: "Local server", segmind: "Segmind" })[endpoint] ??
  endpoint.replace(/^https?:\/\//, "");

/** What was spent today: "$3.20 and 2 unknown". */
function today({ today: cost, today_unknown: unknown }: MoneyView): string {
  const parts = [
    cost || !unknown ? dollars(cost) : "",
    unknown ? `${unknown} unknown` : "",
  ];
  return parts.filter(Boolean).join(" and ");
}

export function Header({ studio }: { studio: StudioStore }) {
  const money = useValue(studio.money);
  const where = named(money.endpoint);
  return (
    <header class={`vs-header ${money.real ? "vs-real" : ""}`}>
      <h2>Studio</h2>
      <span class="vs-money">
        <span class="vs-where">
          <i class="vs-dot" aria-hidden="true" />
          <span class="vs-name" title={where}>
            {where}
          </span>
          <span>
            {money.real ? "real money" : "play money"}
            {money.balance !== null && ` · ${dollars(money.balance)} left`}
          </span>
        </span>
        <span class="vs-today">
          {today(money)} today
          {money.budget !== null && ` · budget ${dollars(money.budget)}`}
        </span>
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
