/** All that the parts of a grid share: cells, view, playback, what is under the hand. */
import type { AnyModel } from "@anywidget/types";
import { effect, untracked } from "@preact/signals-core";
import { toClipboard } from "../lib/clipboard";
import { fresh } from "../lib/format";
import { type Signal, signal } from "../lib/signals";
import type {
  CellView,
  ComparisonGridFromPython,
  ComparisonGridToPython,
  GridModel,
  JobAction,
  Mode,
  TextKind,
} from "../wire.gen";
import { arrange, type Order, type Show, type Table, type View } from "./arrange";
import { Files } from "./files";
import { Playing } from "./playing";
import type { VideoPlayer } from "./video";

export type Model = AnyModel<GridModel & Record<string, unknown>>;
export interface Zoom {
  x: number;
  y: number;
  by: number;
}

const FEW = 4;
const ANSWER_MS = 8000;
/** Live decoders at once; the others show a still. */
const MOST_LIVE = 25;
const WHOLE: Zoom = { x: 0.5, y: 0.5, by: 1 };
export const SIZES = { small: 176, medium: 248, large: 368 } as const;

export class Store extends Playing {
  readonly files: Files;
  readonly table: Signal<Table>;

  readonly rows = signal<readonly string[]>([]);
  readonly columns = signal<readonly string[]>([]);
  readonly slices = signal<Readonly<Record<string, number>>>({});
  readonly show = signal<Show>("all");
  readonly order = signal<Order>("plan");
  readonly hidden = signal<ReadonlySet<string>>(new Set());
  readonly size = signal<keyof typeof SIZES>("medium");

  readonly selected = signal<ReadonlySet<number>>(new Set());
  readonly baseline = signal(-1);
  readonly mode = signal<Mode>("grid");
  readonly zoom = signal<Zoom>(WHOLE);
  readonly loupe = signal(false);
  readonly split = signal(50);
  readonly upright = signal(true);
  readonly chasing = signal(false);
  readonly gain = signal(6);
  readonly onion = signal(50);
  readonly blinking = signal(false);
  readonly told = signal<{ title: string; text: string } | null>(null);
  readonly menu = signal<{ index: number; x: number; y: number } | null>(null);
  readonly help = signal(false);
  readonly offline = signal(false);
  /** The panes that may have a decoder. */
  readonly slots = signal<ReadonlySet<number>>(new Set());
  /** Cells in a line where there are no rows; the table says it. */
  perLine = 1;

  constructor(
    readonly model: Model,
    until: AbortSignal,
  ) {
    super(until);
    this.files = new Files(model, until);
    this.table = signal(this.arranged());
    this.fill();
    if (this.cells.size <= FEW) this.size.value = "large";
    this.follow();
    this.aborted(
      effect(() => {
        this.version.value;
        this.table.value = this.arranged();
      }),
    );
  }

  // --- cells

  private arranged(): Table {
    const view: View = {
      rows: this.rows.value,
      columns: this.columns.value,
      slices: this.slices.value,
      show: this.show.value,
      order: this.order.value,
      hidden: this.hidden.value,
      baseline: this.baseline.value,
    };
    return arrange(this.model.get("axes"), this.all(), view);
  }

  private fill(): void {
    this.cells.clear();
    for (const cell of this.model.get("cells")) {
      this.cells.set(cell.index, signal(cell));
    }
    this.version.value += 1;
  }

  private patch(index: number, change: Partial<CellView>): void {
    const found = this.cells.get(index);
    if (!found) return;
    found.value = { ...found.peek(), ...change };
    this.version.value += 1;
  }

  /** Join a pane's player to the group, if it is among those that play. */
  enter(index: number, player: VideoPlayer): void {
    this.players.set(index, player);
    if (this.takesPart(index)) this.group.add(player);
    this.level();
  }

  leave(index: number, player: VideoPlayer): void {
    if (this.players.get(index) === player) this.players.delete(index);
    this.group.remove(player);
  }

  takesPart(index: number): boolean {
    const chosen = this.selected.peek();
    return chosen.size === 0 || chosen.has(index) || index < 0;
  }

  /** Ask for a decoder; panes that got none wait for one to come free. */
  claim(index: number): boolean {
    const held = this.slots.peek();
    if (held.has(index)) return true;
    if (held.size >= MOST_LIVE) return false;
    this.slots.value = new Set([...held, index]);
    return true;
  }

  unclaim(index: number): void {
    const held = new Set(this.slots.peek());
    if (held.delete(index)) this.slots.value = held;
  }

  select(index: number): void {
    const next = new Set(this.selected.peek());
    if (!next.delete(index)) next.add(index);
    this.selected.value = next;
  }

  focus(index: number): void {
    if (this.focused.peek() !== index) this.focused.value = index;
  }

  pin(index: number): void {
    this.baseline.value = this.baseline.peek() === index ? -1 : index;
  }

  hide(key: string): void {
    this.hidden.value = new Set([...this.hidden.peek(), key]);
  }

  /** The two cells that are compared: the baseline and the one under the hand. */
  pair(): [CellView, CellView] | null {
    const made = this.table.value.flat.filter((cell) => cell.clip);
    const pinned = this.cells.get(this.baseline.value)?.value;
    const other = this.cells.get(this.focused.value)?.value;
    const one = pinned?.clip ? pinned : made.find((cell) => cell !== other);
    if (!one) return null;
    const two =
      other?.clip && other.index !== one.index
        ? other
        : made.find((cell) => cell.index !== one.index);
    return two ? [one, two] : null;
  }

  // --- the kernel

  send(message: ComparisonGridToPython): void {
    try {
      this.model.send(message);
      this.offline.value = false;
    } catch {
      this.offline.value = true;
    }
  }

  act(index: number, action: JobAction): void {
    this.send({ type: "act_on", index, action });
  }

  /** Ask for a text about a cell: show it and put it on the clipboard. */
  async ask(index: number, about: TextKind, title: string): Promise<void> {
    const id = fresh();
    const answer = await new Promise<string>((resolve) => {
      const heard = (message: ComparisonGridFromPython) => {
        if (message.type !== "text_reply" || message.id !== id) return;
        done(message.error ?? message.text);
      };
      const done = (text: string) => {
        this.model.off("msg:custom", heard);
        clearTimeout(timer);
        resolve(text);
      };
      const timer = setTimeout(() => {
        done("The kernel does not answer: it may be busy, or was started again.");
      }, ANSWER_MS);
      this.model.on("msg:custom", heard);
      this.aborted(() => this.model.off("msg:custom", heard));
      this.send({ type: "text_request", id, index, about, time: this.time.peek() });
    });
    const copied = await toClipboard(answer);
    this.told.value = { title: copied ? `${title} (copied)` : title, text: answer };
  }

  protected tell(): void {
    this.write("time", Math.round(this.time.peek() * 1000) / 1000);
    this.write("playing", this.playing.peek());
  }

  private write<K extends keyof GridModel & string>(name: K, value: GridModel[K]): void {
    if (JSON.stringify(this.model.get(name)) === JSON.stringify(value)) return;
    this.model.set(name, value as never);
    this.model.save_changes();
  }

  private on(event: string, act: (...told: never[]) => void): void {
    this.model.on(event as "msg:custom", act as never);
    this.aborted(() => this.model.off(event as "msg:custom", act as never));
  }

  private follow(): void {
    this.on("msg:custom", (message: ComparisonGridFromPython) => {
      if (message.type === "live") this.patch(message.index, { live: message.live });
      if (message.type === "clip") this.patch(message.index, { clip: message.clip });
      if (message.type === "differences") this.peaks.value = message.times;
    });
    this.on("change:cells", () => this.fill());
    this.both("rows", this.rows);
    this.both("columns", this.columns);
    this.both("focused", this.focused);
    this.both("baseline", this.baseline);
    this.both("mode", this.mode);
    this.both("rate", this.rate, () => this.group.setRate(this.rate.peek()));
    const chosen = () => {
      const told = this.model.get("selected");
      const own = this.selected.peek();
      if (told.length === own.size && told.every((index) => own.has(index))) return;
      this.selected.value = new Set(told);
    };
    chosen();
    this.on("change:selected", chosen);
    this.aborted(
      effect(() => {
        this.write("selected", [...this.selected.value]);
        for (const [index, player] of this.players) {
          if (this.takesPart(index)) this.group.add(player);
          else if (this.group.remove(player)) player.halt();
        }
        untracked(() => this.level());
      }),
    );
    this.on("change:playing", () => {
      if (this.model.get("playing") !== this.playing.peek()) void this.toggle();
    });
    this.on("change:time", () => {
      const wanted = this.model.get("time");
      const apart = Math.abs(wanted - this.time.peek());
      const turned = this.playing.peek() ? Math.abs(this.duration - apart) : apart;
      const near = this.playing.peek() ? 1 : 0.5 / this.fps;
      if (Math.min(apart, turned) > near) void this.seek(wanted);
    });
    this.time.value = this.model.get("time");
    void this.group.seek(this.time.peek());
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.model.get("playing") && !calm) void this.toggle();
  }

  /** A trait and a signal that follow each other. */
  private both<K extends keyof GridModel & string>(
    name: K,
    own: Signal<GridModel[K]>,
    then: () => void = () => {},
  ): void {
    const read = () => {
      const value = this.model.get(name);
      if (JSON.stringify(value) !== JSON.stringify(own.peek())) own.value = value;
      then();
    };
    read();
    this.on(`change:${name}`, read);
    this.aborted(effect(() => this.write(name, own.value)));
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
