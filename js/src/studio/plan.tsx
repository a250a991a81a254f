/** What several cells would cost, before they are paid: a matrix of prices. */
import { useEffect, useRef } from "preact/hooks";
import { limitOf, mustAsk, Pay } from "../lib/ask";
import { Quiet } from "../lib/button";
import { amountOf, dollars, soon } from "../lib/format";
import { Icon } from "../lib/icons";
import { useSignal, useValue } from "../lib/signals";
import type { PlanCell, PlanReply } from "../wire.gen";
import { planPrice } from "./generate";
import { countsOf, linesOf, priceOf, reasonsOf, shortOf, sumOf, sumsOf } from "./matrix";
import { PlanFile } from "./plan-file";
import type { StudioStore } from "./store";

function Cell({ cell }: { cell: PlanCell | undefined }) {
  if (!cell) return <td />;
  return (
    <td class={`vs-${cell.fate}`} title={cell.reason}>
      {priceOf(cell)}
    </td>
  );
}

function Matrix({ plan }: { plan: PlanReply }) {
  const { columns, corner, lines } = linesOf(plan);
  const sums = sumsOf(lines, columns.length);
  const [wide, tall] = [columns.length > 1, lines.length > 1];
  return (
    <div class="vs-matrix">
      <table class={wide ? "vs-wide" : ""}>
        <thead>
          <tr>
            <td class="vw-quiet">{corner}</td>
            {columns.map((column) => (
              <th key={column} scope="col" title={column}>
                {column}
              </th>
            ))}
            {wide && <th scope="col">Together</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, row) => (
            <tr key={line.head}>
              <th scope="row" title={line.head}>
                {line.head}
              </th>
              {columns.map((column, index) => (
                <Cell key={column} cell={line.cells[index]} />
              ))}
              {wide && <td class="vs-sum">{sums.rows[row]}</td>}
            </tr>
          ))}
        </tbody>
        {tall && (
          <tfoot>
            <tr>
              <th scope="row">Together</th>
              {columns.map((column, index) => (
                <td key={column} class="vs-sum">
                  {sums.columns[index]}
                </td>
              ))}
              {wide && (
                <td class="vs-sum">
                  <b>{sumOf(plan.cells)}</b>
                </td>
              )}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

export function Plan({ studio }: { studio: StudioStore }) {
  const shown = useValue(studio.planShown);
  const plan = useValue(studio.plan);
  const sending = useValue(studio.sending);
  const trouble = useValue(studio.trouble);
  const money = useValue(studio.money);
  const budget = useSignal("");
  const worst = useSignal("");
  const root = useRef<HTMLElement>(null);
  const led = useRef(false);
  useEffect(() => {
    if (shown) root.current?.scrollIntoView({ block: "nearest" });
    else led.current = false;
    // Once: a price that comes again takes nobody away from the form.
    if (!shown || !plan || led.current) return;
    led.current = true;
    root.current?.querySelector<HTMLElement>(".vw-primary")?.focus();
  }, [shown, plan !== null]);
  if (!shown) return null;
  const [cap, most] = [amountOf(budget.value), amountOf(worst.value)];
  const unknown = most ?? money.unknown;
  const wrong = cap === undefined || most === undefined;
  const short = wrong
    ? "That is an amount in dollars, such as 12.50."
    : plan && shortOf(plan, cap, unknown);
  const limits = { budget: cap ?? null, unknown: most ?? null };
  const high = plan?.high ?? 0;
  const capped = plan?.unpriced ? high : Math.min(high, cap ?? high);
  return (
    <section ref={root} class="vs-plan" aria-label="Plan">
      <div class="vs-tools">
        <h3>Plan</h3>
        {plan && (
          <span class="vw-quiet">
            {countsOf(plan)}
            {plan.new > 0 && ` · ${soon(plan.expected_s)}`}
          </span>
        )}
        <span class="vs-gap" />
        <Quiet
          name="Close the plan"
          icon="close"
          act={() => {
            studio.planShown.value = false;
          }}
        />
      </div>
      {!plan && !trouble && <p class="vw-quiet">Working it out…</p>}
      {plan && (
        <>
          <Matrix plan={plan} />
          {reasonsOf(plan.cells).map(([reason, count]) => (
            <p key={reason} class="vs-refusal">
              <b>n/a × {count}</b> {reason}
            </p>
          ))}
          {plan.warnings.map((warning) => (
            <p key={warning} class="vs-remark">
              <Icon name="warning" /> {warning}
            </p>
          ))}
          <div class="vs-run">
            <Pay
              price={capped === plan.high ? planPrice(plan) : `up to ${dollars(capped)}`}
              must={mustAsk(limitOf(money), plan.unpriced ? null : capped)}
              send={(agreed) => studio.run(plan, { ...limits, agreed })}
            >
              {(press) => (
                <button
                  type="button"
                  class="vw-primary"
                  disabled={sending !== "idle" || plan.new === 0 || wrong}
                  onClick={press}
                >
                  {sending === "sending"
                    ? "Sending…"
                    : `Generate ${plan.new} ${plan.new === 1 ? "clip" : "clips"}`}
                  <span class="vs-price">{planPrice(plan)}</span>
                </button>
              )}
            </Pay>
            <label>
              <span class="vw-quiet">Budget, $</span>
              <input
                type="text"
                inputMode="decimal"
                placeholder={plan.unpriced ? "no cap" : dollars(plan.high).slice(1)}
                value={budget.value}
                aria-invalid={cap === undefined || undefined}
                onInput={(event) => {
                  budget.value = event.currentTarget.value;
                }}
              />
            </label>
            {plan.unpriced > 0 && typeof cap === "number" && (
              <label>
                <span class="vw-quiet">Each unknown at most, $</span>
                <input
                  type="text"
                  inputMode="decimal"
                  placeholder={money.unknown?.toFixed(2) ?? "refused"}
                  value={worst.value}
                  aria-invalid={most === undefined || undefined}
                  onInput={(event) => {
                    worst.value = event.currentTarget.value;
                  }}
                />
              </label>
            )}
            {short && <span class="vw-warning">{short}</span>}
            <PlanFile studio={studio} />
          </div>
        </>
      )}
    </section>
  );
}
