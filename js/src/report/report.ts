/** What a report's page runs: it draws what the page holds, and asks nobody. */
import { typed } from "../host";
import type { BlindView, ReportView } from "../wire.gen";
import { drawBlind } from "./blind";
import { drawGrid } from "./open";

const life = new AbortController().signal;

function drawn<View>(
  name: string,
  draw: (el: HTMLElement, view: View, life: AbortSignal) => void,
): void {
  const place = document.getElementById(name);
  const text = document.getElementById(`${name}-data`)?.textContent;
  if (place && text) draw(place, typed<View>(JSON.parse(text)), life);
}

drawn<ReportView>("grid", drawGrid);
drawn<BlindView>("pairs", drawBlind);
