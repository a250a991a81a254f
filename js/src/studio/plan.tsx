/** What several cells would cost, before they are paid: a matrix of prices. */
import { useEffect, useRef } from "preact/hooks";
import { dollars, range, span } from "../lib/format";
import { Icon } from "../lib/icons";
import { useSignal, useValue } from "../lib/signals";
import type { AxisView, PlanCell, PlanReply } from "../wire.gen";
import { planTotal } from "./generate";
import type { StudioStore } from "./store";

const WIDEST = 12;

/** The axis that runs across: the one with most values that still fits. */
export function acrossOf(axes: readonly AxisView[]): number {
  let best = -1;
  for (const [index, axis] of axes.entries()) {
    const most = best < 0 ? 1 : (axes[best]?.values.length ?? 1);
    if (axis.values.length <= WIDEST && axis.values.length > most) best = index;
  }
  return best;
}

export interface Line {
  head: string;
  cells: (PlanCell | undefined)[];
}

export function linesOf(plan: PlanReply) {
  const across = acrossOf(plan.axes);
  const columns = plan.axes[across]?.values ?? [""];
  const lines = new Map<string, Line>();
  for (const cell of plan.cells) {
    const others = cell.at.flatMap((at, index) => {
      const axis = plan.axes[index];
      const varies = (axis?.values.length ?? 0) > 1;
      return index === across || !varies ? [] : [axis?.values[at] ?? ""];
    });
    const head = others.join(" · ");
    const line = lines.get(head) ?? { head, cells: [] };
    line.cells[across < 0 ? 0 : (cell.at[across] ?? 0)] = cell;
    lines.set(head, line);
  }
  const varied = plan.axes.filter((axis, at) => at === across || axis.values.length > 1);
  const corner = varied.map((axis) => axis.name.replaceAll("_", " ")).join(" × ");
  return { columns, corner, lines: [...lines.values()] };
}

function Cell({ cell, known }: { cell: PlanCell | undefined; known: boolean }) {
  if (!cell) return <td />;
  const texts = {
    send: known ? range(cell.low, cell.high) : "?",
    reuse: "free",
    merged: "same clip",
    refused: "n/a",
  };
  return (
    <td class={`vs-${cell.fate}`} title={cell.reason}>
      {texts[cell.fate]}
    </td>
  );
}

export function Plan({ studio }: { studio: StudioStore }) {
  const shown = useValue(studio.planShown);
  const plan = useValue(studio.plan);
  const sending = useValue(studio.sending);
  const trouble = useValue(studio.trouble);
  const budget = useSignal("");
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shown) root.current?.scrollIntoView({ block: "nearest" });
  }, [shown, plan !== null]);
  if (!shown) return null;
  const { columns, corner, lines } = plan
    ? linesOf(plan)
    : { columns: [], corner: "", lines: [] };
  const money = Number(budget.value);
  const cap = budget.value.trim() && Number.isFinite(money) ? money : null;
  return (
    <section ref={root} class="vs-plan" aria-label="Plan">
      <div class="vs-tools">
        <h3>Plan</h3>
        {plan && (
          <span class="vw-quiet">
            {plan.cells.length} cells · {plan.new} to make · about {span(plan.expected_s)}
          </span>
        )}
        <span class="vs-gap" />
        <button
          type="button"
          class="vw-quiet-button"
          aria-label="Close the plan"
          onClick={() => {
            studio.planShown.value = false;
          }}
        >
          <Icon name="close" />
        </button>
      </div>
      {!plan && !trouble && <p class="vw-quiet">Working it out…</p>}
      {plan && (
        <>
          <div class="vs-matrix">
            <table>
              <thead>
                <tr>
                  <td class="vw-quiet">{corner}</td>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <tr key={line.head}>
                    <th scope="row">{line.head}</th>
                    {columns.map((column, index) => (
                      <Cell key={column} cell={line.cells[index]} known={plan.known} />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {plan.warnings.map((warning) => (
            <p key={warning} class="vw-warning">
              <Icon name="warning" /> {warning}
            </p>
          ))}
          <div class="vs-run">
            <button
              type="button"
              class="vw-primary"
              disabled={sending !== "idle" || plan.new === 0}
              onClick={() => void studio.run(plan, cap)}
            >
              {sending === "sending" ? "Sending…" : `Generate ${plan.new} clips`}
              <span class="vs-price">{planTotal(plan.low, plan.high, plan.known)}</span>
            </button>
            <label>
              <span class="vw-quiet">Budget, $</span>
              <input
                type="text"
                inputMode="decimal"
                placeholder={dollars(plan.high).slice(1)}
                value={budget.value}
                onInput={(event) => {
                  budget.value = event.currentTarget.value;
                }}
              />
            </label>
          </div>
        </>
      )}
    </section>
  );
}
