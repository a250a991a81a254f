/**
 * The form as it is in this view. It is the browser's: the kernel hears of each state by
 * its number and says what it found of it, and only what Python or another view wrote
 * comes in, around what is being typed here.
 */
import { painted } from "../lib/painted";
import { batch, signal } from "../lib/signals";
import { same, until } from "../lib/traits";
import type { FieldView, FormState, ProblemView } from "../wire.gen";
import { carry, changes, defaults, isNothing, isText, type Values } from "./carry";
import { partsOf, placed } from "./path";
import { type FormHost, FormReader } from "./reader";
import {
  around,
  axisUndone,
  changeOf,
  type Notice,
  only,
  type Shape,
  shapeOf,
  undone,
} from "./undo";

export type { FormHost };

const QUIET_MS = 120;
const CARRY_MS = 8000;

/** An object or a list in which nothing is. */
const isBare = (value: unknown) =>
  typeof value === "object" && value !== null && !Object.keys(value).length;

export class FormStore extends FormReader {
  readonly notice = signal<Notice | null>(null);
  /** Ends when another model has taken over all that it can, or the kernel did not say. */
  settling: Promise<void> | null = null;
  /** How often the form was changed, but for what such a model takes over late. */
  acts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: FormHost) {
    super(host);
    host.watch();
    host.on("form", () => this.heard(host.get("form")));
    until(host.signal, () => this.flush());
  }

  // --- writing

  edit(place: string, value: unknown): void {
    this.write({ [place]: value });
  }

  /** Several places in one act. */
  write(given: Values): void {
    const before = this.state.peek();
    let { values, axes } = before;
    const names = Object.entries(given).map(([place, value]) => {
      const [name, ...inside] = partsOf(place, this.fields.peek());
      const others = (each: string) => each !== name;
      const whole = placed(values[name], inside, isNothing(value) ? undefined : value);
      // What its last place leaves bare is not sent; what a person writes bare is.
      const gone = isNothing(whole) || (inside.length > 0 && isBare(whole));
      values = { ...only(values, others), ...(gone ? {} : { [name]: whole }) };
      // The axis of that name is the choice of models, whatever a model calls its parameters.
      const wordings = axes[name];
      const own = this.fields.peek().find((each) => each.name === name);
      // Whoever types on in the form words the first of several anew.
      if (wordings && own && isText(own))
        axes = { ...axes, [name]: [whole ?? "", ...wordings.slice(1)] };
      else if (name !== "model") axes = only(axes, others);
      return name;
    });
    this.put({ ...before, values, axes }, names);
    for (const name of names) this.sayAxis(name, before);
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
      this.say(
        all.length ? `${next.title}: ${all.join(", ")}` : "",
        before,
        "typed stays",
      );
    say(told);
    const left = { ...before, kept: carried.kept };
    const amended = this.amend(left, slug, (said) => say([...told, ...said]));
    const settling = amended.finally(() => {
      if (this.settling === settling) this.settling = null;
    });
    this.settling = settling;
  }

  /** What only the catalogue can say as another model does: lengths and shapes. */
  private async amend(
    { model, values, kept }: Shape,
    taken: string,
    say: (said: readonly string[]) => void,
  ): Promise<void> {
    const done = this.revision.peek();
    const chosen = this.state.peek().values;
    // A page whose kernel is asked has more to draw than the form.
    await painted();
    const question = { type: "ask_carry", left: model, taken, values, kept } as const;
    const patience = { within: CARRY_MS };
    const answers = this.host.request(question, "carried", patience);
    const [answer] = await answers.catch(() => []);
    const now = this.state.peek();
    if (!answer || now.model !== taken) return;
    // Neither what was changed here nor what others wrote.
    const left = (name: string) => same(now.values[name], chosen[name]);
    const touched = (name: string) => (this.touched.peek().get(name) ?? 0) > done;
    const late = only(answer.values, (name) => left(name) && !touched(name));
    const names = Object.keys(late);
    if (!names.length) return;
    // Only what the answer found a place for; other things may have been put aside since.
    const stays = (role: string) =>
      !same(now.kept[role], kept[role]) || role in answer.kept;
    const after = { ...now, kept: only(now.kept, stays) };
    this.hold({ ...after, values: { ...now.values, ...late } }, names);
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

  /** Put a file aside for a model that has a place for it. */
  keep(role: string, value: unknown): void {
    const before = this.state.peek();
    this.put({ ...before, kept: { ...before.kept, [role]: value } }, []);
  }

  fieldsOf(slug: string): readonly FieldView[] {
    // What the signal follows may be told of a moment later.
    return this.host.get("forms").find((form) => form.slug === slug)?.fields ?? [];
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
    const fields = this.fieldsOf(model);
    if (!fields.length) return;
    const names = new Set(fields.map((field) => field.name));
    const has = (name: string) => names.has(name);
    const filled = { ...defaults(fields), ...only(values, has) };
    const several = only(axes, (name) => has(name) || name === "model");
    const left = Object.keys({ ...values, ...axes }).filter(
      (name) =>
        !has(name) && !(name in several) && !isNothing(values[name] ?? axes[name]),
    );
    const without = left.length ? `, without ${left.join(", ")}` : "";
    this.replace({ model, values: filled, kept: {}, axes: several }, text + without);
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
    this.acts += 1;
    this.hold(shape, names);
  }

  private hold(shape: Shape, names: readonly string[]): void {
    const revision = this.revision.peek() + 1;
    if (shape.model !== this.state.peek().model) this.modelAt = revision;
    batch(() => {
      this.revision.value = revision;
      this.source.value = this.me;
      this.touched.value = new Map([
        ...this.touched.peek(),
        ...names.map((name) => [name, revision] as const),
      ]);
      this.state.value = shape;
    });
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
      const theirs = shapeOf(form);
      if (!same(theirs, shapeOf(here))) this.acts += 1;
      this.state.value = theirs;
      this.source.value = form.by;
      this.revision.value = form.revision;
      this.acknowledged = form.revision;
      this.touched.value = new Map();
      this.modelAt = 0;
      return;
    }
    if (form.model !== here.model && this.modelAt > this.acknowledged) return;
    const names = mine.map(([name]) => name);
    this.revision.value = Math.max(form.revision, this.revision.peek());
    this.put(
      around(form, here, names, (slug) => this.fieldsOf(slug)),
      names,
    );
  }
}
