/** Synced: mode, verified. In the view only: how two clips lie on each other, the loupe. */
import { effect, type ReadonlySignal, type Signal, signal, steady } from "../lib/signals";
import { share, until } from "../lib/traits";
import type { CellView, Mode } from "../wire.gen";
import type { Arrangement } from "./arrangement";
import type { Cells, GridHost } from "./cells";

export interface Zoom {
  x: number;
  y: number;
  by: number;
}

const WHOLE: Zoom = { x: 0.5, y: 0.5, by: 1 };

export class Comparison {
  readonly mode: Signal<Mode>;
  /** The two that are compared: the baseline, and the one under the hand. */
  readonly pair: ReadonlySignal<readonly [CellView, CellView] | null>;
  /** Whether the stage fills the window; only for a person who opened it here. */
  readonly wide = signal(false);
  readonly verified: Signal<boolean>;
  readonly split = signal(50);
  readonly upright = signal(true);
  readonly chasing = signal(false);
  readonly gain = signal(6);
  readonly onion = signal(50);
  readonly blinking = signal(false);
  readonly zoom = signal<Zoom>(WHOLE);
  readonly loupe = signal(false);
  /** Where the two differ most, in seconds. */
  readonly peaks = signal<readonly number[]>([]);

  constructor(
    private readonly host: GridHost,
    private readonly cells: Cells,
    private readonly arrangement: Arrangement,
  ) {
    this.mode = share(host, "mode");
    this.verified = share(host, "verified");
    this.pair = steady(
      () => this.paired(),
      (one, other) => one?.[0] === other?.[0] && one?.[1] === other?.[1],
    );
    const narrow = effect(() => {
      if (this.mode.value === "grid") this.wide.value = false;
    });
    until(host.signal, narrow);
    host.hear((message) => {
      if (message.type === "differences") this.peaks.value = message.times;
    });
  }

  /** The clip that is enlarged. */
  readonly single = steady(
    () => this.cells.source(this.cells.focused.value)?.value ?? null,
    (one, other) => one === other,
  );

  private paired(): readonly [CellView, CellView] | null {
    const { cells } = this;
    const read = (index: number) => cells.source(index)?.value;
    const finished = this.arrangement.table.value.flat
      .map(read)
      .filter((cell) => cell?.clip);
    const pinned = read(cells.baseline.value);
    const other = read(cells.focused.value);
    const one = pinned?.clip ? pinned : finished.find((cell) => cell !== other);
    if (!one) return null;
    const two =
      other?.clip && other.index !== one.index
        ? other
        : finished.find((cell) => cell?.index !== one.index);
    return two ? [one, two] : null;
  }

  /** Open a mode by hand: it fills the window. */
  open(mode: Mode, index?: number): void {
    if (index !== undefined) this.cells.focus(index);
    this.mode.value = mode;
    this.wide.value = mode !== "grid";
  }

  toggle(mode: Mode): void {
    this.open(this.mode.peek() === mode ? "grid" : mode);
  }

  /** Compare two that were chosen: the first becomes the baseline. */
  openChosen(): void {
    const [one, two] = this.cells.selected.peek();
    if (one === undefined || two === undefined) return;
    this.cells.selected.value = [];
    this.cells.baseline.value = one;
    this.open("wipe", two);
  }

  swap(): void {
    const pair = this.pair.peek();
    if (!pair) return;
    this.cells.baseline.value = pair[1].index;
    this.cells.focused.value = pair[0].index;
  }

  /** Ask where the two differ; the answer comes when it is known. */
  findDifferences(): void {
    this.peaks.value = [];
    const pair = this.pair.peek();
    if (!pair) return;
    this.host.send({
      type: "find_differences",
      one: pair[0].index,
      other: pair[1].index,
    });
  }

  /** The difference before or after a moment, if there is one. */
  peak(now: number, way: 1 | -1): number | undefined {
    const peaks = this.peaks.peek();
    return way > 0
      ? peaks.find((at) => at > now + 0.02)
      : peaks.filter((at) => at < now - 0.02).at(-1);
  }

  toggleLoupe(): void {
    if (this.loupe.peek()) this.resetZoom();
    else this.loupe.value = true;
  }

  resetZoom(): void {
    this.zoom.value = WHOLE;
    this.loupe.value = false;
  }
}
