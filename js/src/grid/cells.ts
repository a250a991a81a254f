/** Synced: the cells and what is said of all together; focus, selection and baseline. */
import type { Host } from "../host";
import { KernelClock } from "../lib/clock";
import { computed, type ReadonlySignal, type Signal, signal } from "../lib/signals";
import { whileSilent } from "../lib/silence";
import { follow, share } from "../lib/traits";
import {
  type CellView,
  type ComparisonGridFromPython,
  type ComparisonGridToPython,
  type GridModel,
  type JobAction,
  type PendingView,
  type SummaryView,
  TERMINAL,
  type UnequalView,
} from "../wire.gen";

export type GridHost = Host<GridModel, ComparisonGridToPython, ComparisonGridFromPython>;

interface Step {
  index: number;
  action: JobAction;
  most?: number | null;
}

export class Cells {
  readonly clock = new KernelClock();
  readonly summary: ReadonlySignal<SummaryView>;
  readonly pending: ReadonlySignal<PendingView | null>;
  readonly stopReason: ReadonlySignal<string>;
  /** What differs besides the axes. */
  readonly unequal: ReadonlySignal<readonly UnequalView[]>;
  readonly focused: Signal<number>;
  readonly baseline: Signal<number>;
  readonly selected: Signal<readonly number[]>;
  /** The step of a cell that waits for a person's word; at the price that the kernel told. */
  readonly asking = signal<Step | null>(null);
  readonly chosen = computed<ReadonlySet<number>>(() => new Set(this.selected.value));
  /** Whom a person looks at. */
  readonly looked = computed(() => [...this.selected.value, this.focused.value]);
  /** All of them as they are now; what only one needs is read from its `source`. */
  readonly all = computed(() => [...this.sources.value.values()].map((one) => one.value));
  private readonly sources = signal<ReadonlyMap<number, Signal<CellView>>>(new Map());

  constructor(private readonly host: GridHost) {
    this.summary = follow(host, "summary");
    this.pending = follow(host, "pending");
    this.stopReason = follow(host, "stop_reason");
    this.unequal = follow(host, "unequal");
    this.focused = share(host, "focused");
    this.baseline = share(host, "baseline");
    this.selected = share(host, "selected");
    this.fill();
    whileSilent(host, {
      waits: () => this.all.value.some(({ live }) => this.moves(live.state)),
      moved: () => this.all.value.map(({ live }) => live.state),
      ask: () => host.send({ type: "ask_now" }),
    });
    host.on("cells", () => this.fill());
    host.hear((message) => {
      if (message.type === "live") {
        this.clock.heard(message.now);
        this.patch(message.index, { live: message.live });
      }
      if (message.type === "clip") this.patch(message.index, { clip: message.clip });
    });
  }

  /** Whether a cell goes on by itself; a planned one only once the plan was sent. */
  private moves(state: CellView["live"]["state"]): boolean {
    return !TERMINAL.has(state) && (state !== "planned" || !this.pending.value);
  }

  private fill(): void {
    const cells = this.host.get("cells");
    this.sources.value = new Map(cells.map((cell) => [cell.index, signal(cell)]));
  }

  private patch(index: number, change: Partial<CellView>): void {
    const source = this.source(index);
    if (source) source.value = { ...source.peek(), ...change };
  }

  source(index: number): Signal<CellView> | undefined {
    return this.sources.value.get(index);
  }

  /** In what a cell is unlike most others, besides the axes; empty where in nothing. */
  unlike(index: number): string {
    return this.unequal.value
      .filter((row) => row.cells.includes(index))
      .map((row) => `${row.about}: ${row.text}`)
      .join("\n");
  }

  at(index: number): CellView | undefined {
    return this.sources.peek().get(index)?.peek();
  }

  select(index: number): void {
    const chosen = this.selected.peek();
    this.selected.value = chosen.includes(index)
      ? chosen.filter((other) => other !== index)
      : [...chosen, index];
  }

  focus(index: number): void {
    this.focused.value = index;
  }

  pin(index: number): void {
    this.baseline.value = this.baseline.peek() === index ? -1 : index;
  }
}
