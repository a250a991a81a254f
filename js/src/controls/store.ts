/**
 * The form as it is in this view. It is the browser's: the kernel hears of each state by
 * its number and says what it found of it, and only what Python or another view wrote
 * comes in, around what is being typed here.
 */
import type { Host } from "../host";
import { messageId } from "../lib/message";
import { computed, type ReadonlySignal, signal } from "../lib/signals";
import { follow, until } from "../lib/traits";
import type {
  Checked,
  ControlsFromPython,
  ControlsModel,
  ControlsToPython,
  FieldView,
  FormState,
  ImageView,
  ModelForm,
  PresetView,
  ProblemView,
} from "../wire.gen";
import { carry, changes, defaults, type Values } from "./carry";
import { isAbout, unplaced } from "./found";
import { promptHistory } from "./history";
import { partsOf, placed, valueAt } from "./path";
import {
  axisUndone,
  changeOf,
  type Notice,
  only,
  type Shape,
  shapeOf,
  undone,
} from "./undo";

export type FormHost = Host<ControlsModel, ControlsToPython, ControlsFromPython>;

const QUIET_MS = 120;
const CARRY_MS = 8000;
const NOTHING: ModelForm = {
  slug: "",
  title: "",
  summary: "",
  status: "",
  retired: false,
  priced: true,
  fps: 24,
  fields: [],
  example: {},
};

const isNothing = (value: unknown) =>
  value === undefined || value === null || value === "";

/** An object or a list in which nothing is. */
const isBare = (value: unknown) =>
  typeof value === "object" && value !== null && !Object.keys(value).length;

export class FormStore {
  readonly me = messageId();
  readonly forms: ReadonlySignal<readonly ModelForm[]>;
  readonly checked: ReadonlySignal<Checked>;
  /** Whether the models that nobody confirmed are listed too. */
  readonly everything: ReadonlySignal<boolean>;
  readonly state;
  readonly notice = signal<Notice | null>(null);
  /** Whether what is missing is said too: after a try to send. */
  readonly strict = signal(false);
  readonly model = computed(
    () =>
      this.forms.value.find((form) => form.slug === this.state.value.model) ?? NOTHING,
  );
  readonly fields = computed(() => this.model.value.fields);
  /** Whether the kernel has said of this very state what it thinks. */
  readonly fresh = computed(() => this.isFresh());
  private readonly revision;
  private readonly source = signal("");
  /** At which revision each field was changed here last. */
  private readonly touched = signal<ReadonlyMap<string, number>>(new Map());
  private acknowledged: number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly uploaded = signal<readonly ImageView[]>([]);
  private readonly pictures: ReadonlySignal<readonly ImageView[]>;
  readonly presets: ReadonlySignal<readonly PresetView[]>;
  /** What was asked for before, newest first; asked for once. */
  readonly prompts: () => Promise<readonly string[]>;

  constructor(readonly host: FormHost) {
    const form = host.get("form");
    this.prompts = promptHistory(host);
    this.forms = follow(host, "forms");
    this.checked = follow(host, "checked");
    this.everything = follow(host, "everything");
    this.pictures = follow(host, "pictures");
    this.presets = follow(host, "presets");
    this.state = signal(shapeOf(form));
    this.revision = signal(form.revision);
    this.source.value = form.by;
    this.acknowledged = form.revision;
    host.watch();
    host.on("form", () => this.heard(host.get("form")));
    until(host.signal, () => this.flush());
  }

  // --- reading

  field(role: string): FieldView | undefined {
    return this.fields.value.find((field) => field.role === role);
  }

  value(name: string): unknown {
    return valueAt(this.state.value.values, this.path(name));
  }

  private path(name: string) {
    return partsOf(name, this.fields.value);
  }

  problem(field: FieldView): ProblemView | undefined {
    const found = this.checked.value.problems.find((each) => isAbout(each, field));
    if (!found || !this.current(field.name)) return;
    const held = this.value(field.name);
    const missing = held === undefined || held === null || held === "";
    return missing && !this.strict.value ? undefined : found;
  }

  /** What is wrong with the form as a whole. */
  unplaced(): readonly ProblemView[] {
    const { by, revision, problems } = this.checked.value;
    const late = by !== this.source.value || revision < this.revision.value;
    return late ? [] : unplaced(problems, this.fields.value);
  }

  warnings(field: FieldView) {
    if (!this.current(field.name)) return [];
    return this.checked.value.warnings.filter((each) => each.field === field.name);
  }

  /** Whether what was found of a field is of what it holds now. */
  private current(name: string): boolean {
    const { by, revision } = this.checked.value;
    const at = this.touched.value.get(this.path(name)[0]);
    return at === undefined || (by === this.me && revision >= at);
  }

  private isFresh(): boolean {
    const { by, revision } = this.checked.value;
    return by === this.source.value && revision === this.revision.value;
  }

  picture(value: string): ImageView | undefined {
    return [...this.uploaded.value, ...this.pictures.value].find(
      (each) => each.value === value,
    );
  }

  takePicture(view: ImageView): void {
    this.uploaded.value = [...this.uploaded.value, view];
  }

  // --- writing

  edit(place: string, value: unknown): void {
    const before = this.state.peek();
    const [name, ...inside] = partsOf(place, this.fields.peek());
    const others = (each: string) => each !== name;
    const given = isNothing(value) ? undefined : value;
    const whole = placed(before.values[name], inside, given);
    const values = {
      ...only(before.values, others),
      ...(isNothing(whole) || isBare(whole) ? {} : { [name]: whole }),
    };
    // The axis of that name is the choice of models, whatever a model calls its parameters.
    const axes = name === "model" ? before.axes : only(before.axes, others);
    this.put({ ...before, values, axes }, [name]);
    this.sayAxis(name, before);
  }

  /** Let a parameter take several values, or none of its own again. */
  spread(name: string, several: readonly unknown[] | null): void {
    const { [name]: _, ...rest } = this.state.peek().axes;
    const axes = several && several.length > 1 ? { ...rest, [name]: several } : rest;
    const first = name !== "model" && several?.length ? { [name]: several[0] } : {};
    const before = this.state.peek();
    this.put({ ...before, values: { ...before.values, ...first }, axes }, [name]);
    this.sayAxis(name, before);
  }

  chooseModel(slug: string): void {
    const next = this.forms.value.find((form) => form.slug === slug);
    const before = this.state.peek();
    if (!next || slug === before.model) return;
    const old = this.fields.peek();
    const carried = carry(old, next.fields, before.values, before.kept);
    const names = new Set(next.fields.map((field) => field.name));
    const axes = only(before.axes, (name) => names.has(name));
    const told = changes(old, next.fields, before.values, carried.values);
    this.put({ model: slug, axes, ...carried }, Object.keys(carried.values));
    const say = (all: readonly string[]) =>
      this.say(all.length ? `${next.title}: ${all.join(", ")}` : "", before, "typed stays");
    say(told);
    void this.amend(before, slug, (said) => say([...told, ...said]));
  }

  /** What only the catalogue can say as another model does: lengths and shapes. */
  private async amend(
    { model, values, kept }: Shape,
    taken: string,
    say: (said: readonly string[]) => void,
  ): Promise<void> {
    const done = this.revision.peek();
    const question = { type: "ask_carry", left: model, taken, values, kept } as const;
    const patience = { within: CARRY_MS };
    const answers = this.host.request(question, "carried", patience);
    const [answer] = await answers.catch(() => []);
    const now = this.state.peek();
    if (!answer || now.model !== taken) return;
    const touched = (name: string) => (this.touched.peek().get(name) ?? 0) > done;
    const late = only(answer.values, (name) => !touched(name));
    const names = Object.keys(late);
    if (!names.length) return;
    const after = { ...now, values: { ...now.values, ...late }, kept: answer.kept };
    this.put(after, names);
    say(answer.said);
  }

  /** What a problem or a warning knows to be right; a person may take that back. */
  fix(found: ProblemView): void {
    const { fix } = found;
    const words = this.words(found);
    const before = this.state.peek();
    const names = Object.keys(fix);
    const axes = only(before.axes, (name) => !names.includes(name));
    this.put({ ...before, axes, values: { ...before.values, ...fix } }, names);
    this.say(words, before, "typed stays");
  }

  /** What a fix would change, in one line. */
  words({ fix }: ProblemView): string {
    return changeOf(this.fields.peek(), this.state.peek().values, fix);
  }

  showModels(everything: boolean): void {
    this.host.send({ type: "show_models", everything });
  }

  private fieldsOf(slug: string): readonly FieldView[] {
    return this.forms.peek().find((form) => form.slug === slug)?.fields ?? [];
  }

  /** Another form altogether; a person may take that back. */
  replace(shape: Partial<Shape>, text: string): void {
    const before = this.state.peek();
    const after = { ...before, axes: {}, ...shape };
    this.put(after, Object.keys({ ...before.values, ...after.values }));
    this.say(text, before);
  }

  reset(): void {
    this.replace(
      { values: defaults(this.fields.peek()), kept: {} },
      "Back to the defaults",
    );
  }

  example(): void {
    const { example, title } = this.model.peek();
    const values = { ...defaults(this.fields.peek()), ...example };
    this.replace({ values }, `Replaced by ${title}'s example`);
  }

  /** The settings of a job or a preset, whatever its model. */
  use(model: string, values: Values, text: string, axes: FormState["axes"] = {}): void {
    const known = this.forms.peek().find((form) => form.slug === model);
    if (!known) return;
    const names = new Set(known.fields.map((field) => field.name));
    const given = Object.entries(values).filter(([name]) => names.has(name));
    const filled = { ...defaults(known.fields), ...Object.fromEntries(given) };
    const several = only(axes, (name) => names.has(name) || name === "model");
    this.replace({ model, values: filled, kept: {}, axes: several }, text);
  }

  /** A control that took one value takes several now, or the other way round. */
  private sayAxis(name: string, before: Shape): void {
    const several = name in this.state.peek().axes;
    const field = this.fields.peek().find((each) => each.name === name);
    if (several === name in before.axes || field?.kind === "seed") return;
    const title = name === "model" ? "Model" : (field?.title ?? name);
    const text = `${title}: ${several ? "several values" : "one value again"}`;
    const undo = () => {
      this.put(axisUndone(this.state.peek(), before, name), [name]);
      this.notice.value = null;
    };
    this.notice.value = { text, undo };
  }

  /** Say what was done; what was typed after it may outlive its undoing. */
  private say(text: string, before: Shape, after?: "typed stays"): void {
    const done = this.revision.peek();
    const fields = this.fieldsOf(before.model);
    const undo = () => {
      const late = [...this.touched.peek()].filter(([, at]) => after && at > done);
      const now = this.state.peek().values;
      const typed = late.map(([name]) => name);
      const names = Object.keys({ ...before.values, ...now });
      this.put(undone(before, now, typed, fields), names);
      this.notice.value = null;
    };
    this.notice.value = text ? { text, undo } : null;
  }

  private put(shape: Shape, names: readonly string[]): void {
    const revision = this.revision.peek() + 1;
    this.revision.value = revision;
    this.source.value = this.me;
    this.touched.value = new Map([
      ...this.touched.peek(),
      ...names.map((name) => [name, revision] as const),
    ]);
    this.state.value = shape;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), QUIET_MS);
  }

  /** Tell the kernel what it has not heard yet. */
  flush(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.host.send({ type: "edit", form: this.snapshot() });
  }

  snapshot(): FormState {
    const [by, revision] = [this.source.peek(), this.revision.peek()];
    return { ...this.state.peek(), by, revision };
  }

  /** The kernel has a form: the echo of this view's, or one that others wrote. */
  private heard(form: FormState): void {
    if (form.by === this.me) {
      this.acknowledged = Math.max(this.acknowledged, form.revision);
      return;
    }
    const mine = [...this.touched.peek()].filter(([, at]) => at > this.acknowledged);
    const here = this.state.peek();
    if (!mine.length) {
      this.state.value = shapeOf(form);
      this.source.value = form.by;
      this.revision.value = form.revision;
      this.acknowledged = form.revision;
      this.touched.value = new Map();
      return;
    }
    if (form.model !== here.model) return;
    const own = mine.map(([name]) => [name, here.values[name]] as const);
    const values = { ...form.values, ...Object.fromEntries(own) };
    const revision = Math.max(form.revision, this.revision.peek());
    this.revision.value = revision;
    this.put(
      { ...shapeOf(form), values },
      own.map(([name]) => name),
    );
  }
}
