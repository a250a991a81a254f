/** The form as it is in this view, to be read. */
import type { Host } from "../host";
import { usually } from "../lib/format";
import { messageId } from "../lib/message";
import { computed, type ReadonlySignal, signal } from "../lib/signals";
import { follow } from "../lib/traits";
import type {
  Checked,
  ControlsFromPython,
  ControlsModel,
  ControlsToPython,
  FieldView,
  ImageView,
  ModelForm,
  PresetView,
  ProblemView,
} from "../wire.gen";
import { isNothing } from "./carry";
import { isAbout, unplaced } from "./found";
import { partsOf, valueAt } from "./path";
import { shapeOf } from "./undo";

export type FormHost = Host<ControlsModel, ControlsToPython, ControlsFromPython>;

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

/** What a view holds of a form, and what was found of it. */
export class FormReader {
  readonly me = messageId();
  readonly forms: ReadonlySignal<readonly ModelForm[]>;
  readonly checked: ReadonlySignal<Checked>;
  /** Whether the models that nobody confirmed are listed too. */
  readonly everything: ReadonlySignal<boolean>;
  readonly state;
  /** Whether what is missing is said too: after a try to send. */
  readonly strict = signal(false);
  readonly model = computed(
    () =>
      this.forms.value.find((form) => form.slug === this.state.value.model) ?? NOTHING,
  );
  readonly fields = computed(() => this.model.value.fields);
  /** Whether the kernel has said of this very state what it thinks. */
  readonly fresh = computed(() => this.isFresh());
  protected readonly revision;
  protected readonly source = signal("");
  /** At which revision each field was changed here last. */
  protected readonly touched = signal<ReadonlyMap<string, number>>(new Map());
  /** At which revision the model was chosen here; 0 when it was not. */
  protected modelAt = 0;
  protected acknowledged: number;
  protected readonly uploaded = signal<readonly ImageView[]>([]);
  protected readonly pictures: ReadonlySignal<readonly ImageView[]>;
  readonly presets: ReadonlySignal<readonly PresetView[]>;

  constructor(readonly host: FormHost) {
    const form = host.get("form");
    this.forms = follow(host, "forms");
    this.checked = follow(host, "checked");
    this.everything = follow(host, "everything");
    this.pictures = follow(host, "pictures");
    this.presets = follow(host, "presets");
    this.state = signal(shapeOf(form));
    this.revision = signal(form.revision);
    this.source.value = form.by;
    this.acknowledged = form.revision;
  }

  // --- reading

  field(role: string): FieldView | undefined {
    return this.fields.value.find((field) => field.role === role);
  }

  value(name: string): unknown {
    return valueAt(this.state.value.values, this.path(name));
  }

  protected path(name: string) {
    return partsOf(name, this.fields.value);
  }

  /** The first field that must be filled and is not. */
  missing(): FieldView | undefined {
    const { values } = this.state.peek();
    return this.fields.peek().find(({ name, required }) => {
      const value = values[name];
      return required && (value === undefined || String(value).trim() === "");
    });
  }

  /** How long such clips usually take, in words. */
  usual(): string {
    const { usual_low, usual_high } = this.checked.value;
    return usually(usual_low, usual_high);
  }

  problem(field: FieldView): ProblemView | undefined {
    const found = this.checked.value.problems.find((each) => isAbout(each, field));
    if (!found || !this.current(field.name)) return;
    const missing = isNothing(this.value(field.name));
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
  protected current(name: string): boolean {
    const { by, revision } = this.checked.value;
    const touched = this.touched.value.get(this.path(name)[0]) ?? 0;
    const at = Math.max(touched, this.modelAt);
    return !at || (by === this.me && revision >= at);
  }

  protected isFresh(): boolean {
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
}
