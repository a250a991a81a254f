/** Synced: count, filter, stage, sound and loop. The browser's own: what is being sent. */
import { ImageSlots } from "../controls/image-slots";
import { type FormHost, FormStore } from "../controls/store";
import { type Question, typed } from "../host";
import { limitOf, mustAsk, PATIENCE } from "../lib/ask";
import { Ballot } from "../lib/ballot";
import { isServed } from "../lib/media";
import type { ReadonlySignal, Signal } from "../lib/signals";
import { computed, effect, signal } from "../lib/signals";
import { follow, share, until } from "../lib/traits";
import type {
  MoneyView,
  PlanReply,
  Press,
  RunPlan,
  TakeOpened,
  TakeView,
} from "../wire.gen";
import { Haste } from "./haste";
import type { StudioHost } from "./studio-host";
import { TakesStore } from "./takes-store";
import { Ticks } from "./ticks";

const PLAN_QUIET_MS = 350;

export type Sending = "idle" | "asking" | "sending" | "planning";

export class StudioStore {
  readonly form: FormStore;
  readonly slots: ImageSlots;
  readonly takes: TakesStore;
  readonly ticks: Ticks;
  readonly money: ReadonlySignal<MoneyView>;
  readonly count: Signal<number>;
  readonly stage: Signal<string>;
  readonly muted: Signal<boolean>;
  readonly loop: Signal<boolean>;
  readonly notice: ReadonlySignal<string>;
  readonly grid: ReadonlySignal<string>;
  /** Whether clips are judged blind in the grid: then nothing else is shown. */
  readonly blind: ReadonlySignal<boolean>;
  /** How many takes have clips that were dropped. */
  readonly dropped: ReadonlySignal<number>;
  readonly ballot: Ballot<string>;
  readonly sending = signal<Sending>("idle");
  readonly trouble = signal("");
  /** How many presses were refused here: each leads to the first field that is wrong. */
  readonly refused = signal(0);
  readonly said = signal("");
  readonly opened = signal<TakeOpened | null>(null);
  /** The price of several cells, for the form as it stands. */
  readonly plan = signal<PlanReply | null>(null);
  readonly planShown = signal(false);
  /** What became of the plan's file, for the form as it stands. */
  readonly written = signal("");
  /** Whether the clip on the stage came while one looked on. */
  readonly arrived = signal("");
  /** How many values each axis has. */
  readonly axes = computed(() =>
    Object.values(this.form.state.value.axes)
      .map((values) => new Set(values).size)
      .filter((size) => size > 1),
  );
  readonly cells = computed(() =>
    this.axes.value.reduce((cells, size) => cells * size, this.count.value),
  );
  private why = "";
  private readonly haste = new Haste();
  private opening: AbortController | null = null;
  private planning: AbortController | null = null;

  constructor(readonly host: StudioHost) {
    // What the studio alone hears, the form passes over.
    this.form = new FormStore(typed<FormHost>(host));
    this.slots = new ImageSlots(this.form);
    this.money = follow(host, "money");
    this.notice = follow(host, "notice");
    this.grid = follow(host, "grid");
    this.blind = follow(host, "blind");
    this.dropped = follow(host, "dropped");
    this.ballot = new Ballot(
      (job, kind, answer, moment) =>
        host.send({ type: "vote_on_take", job, kind, answer, moment }),
      () => host.send({ type: "undo_vote_on" }),
    );
    this.count = share(host, "count");
    this.stage = share(host, "stage");
    this.muted = share(host, "muted");
    this.loop = share(host, "loop");
    this.takes = new TakesStore(host, (take) => this.moved(take));
    this.ticks = new Ticks(host, this.takes);
    until(
      host.signal,
      effect(() => {
        if (this.blind.value) this.opened.value = null;
        else this.show(this.stage.value || this.takes.newest.value);
      }),
    );
    until(host.signal, this.watchPlan());
    host.hear((message) => {
      if (message.type !== "used") return;
      this.form.use(message.model, message.values, "The settings of a cell");
      this.compose();
    });
  }

  /** Lead to the prompt. */
  compose(): void {
    const root = document.querySelector(`[data-studio="${this.form.me}"] .vs-compose`);
    root?.scrollIntoView({ block: "nearest" });
    root?.querySelector<HTMLElement>("[data-field] textarea")?.focus();
  }

  // --- the stage

  private show(job: string): void {
    if (this.opened.peek()?.take.id === job) return;
    void this.open(job);
  }

  private async open(job: string): Promise<void> {
    this.opening?.abort();
    if (!job) {
      this.opened.value = null;
      return;
    }
    const life = new AbortController();
    this.opening = life;
    const question = { type: "open_take", job, poster: !isServed() } as const;
    const patience = { ...PATIENCE, signal: life.signal };
    try {
      const [answer] = await this.host.request(question, "take_opened", patience);
      this.opened.value = answer;
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.stage.value = "";
    }
  }

  private moved(take: TakeView): void {
    const opened = this.opened.peek();
    if (opened?.take.id !== take.id) return;
    this.opened.value = { ...opened, take };
    if (take.sha256 && !opened.clip) {
      this.arrived.value = take.id;
      void this.open(take.id);
    }
  }

  /** The take's request in the form again; without its seed when another is wanted. */
  use(opened: TakeOpened, text: string, seed: "kept" | "random"): void {
    const values = { ...opened.values };
    const fields = this.form.fieldsOf(opened.take.model);
    const name = fields.find((field) => field.role === "seed")?.name;
    if (seed === "random" && name) delete values[name];
    this.form.use(opened.take.model, values, text);
  }

  async edit(take: TakeView): Promise<void> {
    const question = { type: "open_take", job: take.id, poster: false } as const;
    const [opened] = await this.host.request(question, "take_opened", PATIENCE);
    this.use(opened, "The settings of this take", "kept");
    this.compose();
  }

  // --- sending

  /** What the press would cost at most, where that is known. */
  dearest(): number | null {
    if (this.axes.peek().length) {
      const plan = this.plan.peek();
      return plan && !plan.unpriced ? plan.high : null;
    }
    const { price_high } = this.form.checked.peek();
    return price_high === null ? null : price_high * this.count.peek();
  }

  /** Generate was pressed: send, or show the plan of several cells, or ask first. */
  press(): void {
    if (this.sending.peek() !== "idle") return;
    this.trouble.value = this.said.value = "";
    this.form.strict.value = true;
    if (this.form.settling) {
      const { acts, settling } = this.form;
      const count = this.count.peek();
      this.sending.value = "sending";
      void settling.then(() => {
        this.sending.value = "idle";
        if (acts === this.form.acts && count === this.count.peek()) this.press();
        else this.trouble.value = "The form changed before it was sent: press again.";
      });
      return;
    }
    const missing = this.form.missing();
    if (missing) {
      this.refuse(`${missing.title} is required.`);
      return;
    }
    if (this.axes.peek().length) {
      this.planShown.value = true;
      void this.price();
      return;
    }
    const { problems } = this.form.checked.peek();
    if (problems[0] && this.form.fresh.peek()) {
      const several = `${problems.length} fields must be changed.`;
      this.refuse(problems.length > 1 ? several : problems[0].text);
      return;
    }
    if (mustAsk(limitOf(this.money.peek()), this.dearest())) {
      this.sending.value = "asking";
      return;
    }
    if (!this.haste.again([this.form.state.peek(), this.count.peek()]))
      void this.send(null);
  }

  /** Until the form is another one. */
  private refuse(why: string): void {
    this.why = this.trouble.value = why;
    this.refused.value += 1;
  }

  /** The form and how many of each, as they stand here. */
  wish = () => ({ form: this.form.snapshot(), count: this.count.peek() });

  /** Send; `agreed` is the price that a person was asked for and said yes to. */
  async send(agreed: number | null): Promise<void> {
    const ticket = this.host.get("ticket");
    await this.sent({ type: "press", ticket, ...this.wish(), agreed });
  }

  async run(
    plan: PlanReply,
    limits: Pick<RunPlan, "budget" | "unknown" | "agreed">,
  ): Promise<{ ask: boolean }> {
    const wish = { ticket: this.host.get("ticket"), ...this.wish(), ...limits };
    const seen = { new: plan.new, high: plan.high, unpriced: plan.unpriced };
    return { ask: await this.sent({ type: "run_plan", ...wish, ...seen }) };
  }

  private async sent(question: Question<Press | RunPlan>): Promise<boolean> {
    if (this.sending.peek() === "sending") return false;
    this.sending.value = "sending";
    this.form.flush();
    let due = false;
    try {
      const [pressed] = await this.host.request(question, "pressed", PATIENCE);
      const { jobs, reused } = pressed;
      due = pressed.ask;
      this.takes.expect(jobs);
      if (jobs[0]) this.stage.value = jobs[0];
      if (reused) this.said.value = "Made before: the same clip, free of charge.";
      if (question.type === "run_plan") this.planShown.value = due;
    } catch (error) {
      const { name, message } = error as Error;
      if (name !== "AbortError") this.trouble.value = message;
      this.haste.forget();
    } finally {
      this.sending.value = due && question.type === "press" ? "asking" : "idle";
    }
    return due;
  }

  // --- the plan

  private watchPlan(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      const wanted = this.axes.value.length > 0;
      void [this.form.state.value, this.count.value];
      clearTimeout(timer);
      if (this.why === this.trouble.peek()) this.trouble.value = "";
      this.plan.value = null;
      this.written.value = "";
      if (wanted) timer = setTimeout(() => void this.price(), PLAN_QUIET_MS);
      else this.planShown.value = false;
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }

  private async price(): Promise<void> {
    this.planning?.abort();
    const life = new AbortController();
    this.planning = life;
    const question = { type: "ask_plan", ...this.wish() } as const;
    const patience = { ...PATIENCE, signal: life.signal };
    try {
      const [plan] = await this.host.request(question, "plan", patience);
      this.plan.value = plan;
      this.trouble.value = "";
    } catch (error) {
      const { name, message } = error as Error;
      if (name !== "AbortError") this.trouble.value = message;
    }
  }
}
