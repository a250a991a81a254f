/** What takes several values at once: choices to press, numbers in a line, wordings in lines. */
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Area } from "../controls/area";
import { isText, word } from "../controls/carry";
import { numbersOf, written } from "../controls/series";
import { Quiet } from "../lib/button";
import { Icon } from "../lib/icons";
import { useComputed, useSignal, useValue } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import type { StudioStore } from "./store";

interface Of {
  studio: StudioStore;
  field: FieldView;
}

interface Spread {
  name: string;
  title: string;
  options: readonly { value: unknown; label: string }[];
}

function Several({ studio, spread }: { studio: StudioStore; spread: Spread }) {
  const { axes, values, model } = useValue(studio.form.state);
  const now = spread.name === "model" ? model : values[spread.name];
  const chosen = axes[spread.name] ?? (now === undefined ? [] : [now]);
  const flip = (value: unknown) => {
    const next = chosen.includes(value)
      ? chosen.filter((each) => each !== value)
      : spread.options
          .map((option) => option.value)
          .filter((each) => each === value || chosen.includes(each));
    if (next.length) studio.form.spread(spread.name, next);
  };
  return (
    <fieldset class="vs-several">
      <legend>{spread.title}</legend>
      {spread.options.map((option) => (
        <button
          key={option.label}
          type="button"
          class="vs-pick"
          aria-pressed={chosen.includes(option.value)}
          onClick={() => flip(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}

function Numbers({ studio, field }: Of) {
  const { form } = studio;
  const { name, title, unit } = field;
  const id = useId();
  const held = useComputed(() => {
    const { axes, values } = form.state.value;
    return written(axes[name] ?? (values[name] === undefined ? [] : [values[name]]));
  }, [form, name]);
  const typed = useSignal(held);
  const text = typed.value;
  const { numbers, trouble } = numbersOf(text, field);
  useLayoutEffect(() => {
    const own = numbersOf(typed.peek(), field);
    if (!own.trouble && written(own.numbers) !== held) typed.value = held;
  }, [held]);
  const take = (line: string) => {
    typed.value = line;
    const read = numbersOf(line, field);
    if (!read.trouble && read.numbers.length > 1) form.spread(name, read.numbers);
    else if (!read.trouble) form.edit(name, read.numbers[0]);
    else if (name in form.state.peek().axes) form.spread(name, null);
  };
  return (
    <div class="vs-several">
      <label for={id}>
        {title}
        {unit && ` (${unit})`}
      </label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        value={text}
        placeholder={field.whole ? "4, 6, 8 or 1-8" : "0.5, 0.75, 1"}
        aria-invalid={trouble ? true : undefined}
        aria-describedby={trouble ? `${id}-said` : undefined}
        onInput={(event) => take(event.currentTarget.value)}
      />
      {trouble ? (
        <p id={`${id}-said`} class="vw-problem" role="alert">
          <Icon name="warning" /> {trouble}
        </p>
      ) : (
        numbers.length > 1 && <span class="vw-chip">{numbers.length} values</span>
      )}
    </div>
  );
}

/** The wordings besides the form's own: each once, none that is blank. */
const besides = (own: unknown, lines: readonly string[]) => [
  ...new Set(lines.filter((line) => line.trim() && line !== own)),
];

function Wordings({ studio, field }: Of) {
  const { form } = studio;
  const { name, title } = field;
  const own = useComputed(() => form.state.value.values[name], [form, name]);
  const axis = useComputed(() => form.state.value.axes[name], [form, name]);
  const lines = useSignal((axis ?? []).slice(1).map(String));
  const box = useRef<HTMLFieldSetElement>(null);
  const rest = (axis ?? []).slice(1).map(String);
  useLayoutEffect(() => {
    if (besides(own, lines.peek()).join("\n") !== besides(own, rest).join("\n"))
      lines.value = rest;
  }, [rest.join("\n")]);
  const take = (next: string[]) => {
    lines.value = next;
    const more = besides(own, next);
    if (more.length || axis) form.spread(name, more.length ? [own ?? "", ...more] : null);
  };
  const focus = (at: number) =>
    requestAnimationFrame(() =>
      box.current?.querySelectorAll<HTMLElement>("textarea, .vs-another")[at]?.focus(),
    );
  const add = () => {
    focus(lines.peek().length);
    take([...lines.peek(), ""]);
  };
  return (
    <fieldset ref={box} class="vs-several vs-wordings">
      <legend>{title}</legend>
      {lines.value.map((line, at) => (
        <div key={at} class="vs-wording">
          <Area
            rows={1}
            value={line}
            placeholder={`Instead of “${String(own ?? "").slice(0, 40)}”`}
            aria-label={`${title}, wording ${at + 2}`}
            onInput={({ currentTarget: { value } }) =>
              take(lines.peek().map((each, n) => (n === at ? value : each)))
            }
          />
          <Quiet
            name={`Take wording ${at + 2} of ${title} away`}
            title="Take it away"
            icon="close"
            act={() => {
              take(lines.peek().filter((_, n) => n !== at));
              focus(at);
            }}
          />
        </div>
      ))}
      <button type="button" class="vs-pick vs-another" onClick={add}>
        <Icon name="add" /> Another wording
      </button>
    </fieldset>
  );
}

function One({ studio, field }: Of) {
  const { kind, name, title, options } = field;
  if (kind === "number") return <Numbers studio={studio} field={field} />;
  if (isText(field)) return <Wordings studio={studio} field={field} />;
  const all =
    kind === "switch"
      ? [true, false]
      : kind === "choice" && name !== "model"
        ? options.map(({ value }) => value)
        : [];
  if (all.length < 2) return null;
  const spread = all.map((value) => ({ value, label: word(field, value) }));
  return <Several studio={studio} spread={{ name, title, options: spread }} />;
}

/** Every control that can be an axis, the models first. */
export function Spreads({ studio }: { studio: StudioStore }) {
  const forms = useValue(studio.form.forms);
  const fields = useValue(studio.form.fields);
  const options = forms.map(({ slug, title }) => ({ value: slug, label: title }));
  return (
    <>
      <Several studio={studio} spread={{ name: "model", title: "Models", options }} />
      {fields.map((field) => (
        <One key={field.name} studio={studio} field={field} />
      ))}
    </>
  );
}
