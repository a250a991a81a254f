/** Where it is sent, whose money it is, and what of it is left. */
import { dollars } from "../lib/format";
import { Icon } from "../lib/icons";
import { Popover } from "../lib/popover";
import { useSignal, useValue } from "../lib/signals";
import type { StudioStore } from "./store";

const amount = (text: string): number | null => {
  const number = Number(text.replace(/[$\s]/g, ""));
  return text.trim() === "" || !Number.isFinite(number) || number < 0 ? null : number;
};

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

export function Header({ studio }: { studio: StudioStore }) {
  const money = useValue(studio.money);
  const where = money.endpoint === "local" ? "Local server" : money.endpoint;
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
      <Popover name="Limits" class="vw-quiet-button" face={<Icon name="gear" />}>
        {(close) => <Limits studio={studio} done={close} />}
      </Popover>
    </header>
  );
}
