/** The whole app in one cell: compose, stage, takes; the plan and its grid below. */
import { useMemo } from "preact/hooks";
import { word } from "../controls/carry";
import controls from "../controls/controls.css";
import fields from "../controls/fields.css";
import { Card, Notice, Settings } from "../controls/form";
import ask from "../lib/ask.css";
import { Child } from "../lib/child";
import { Icon } from "../lib/icons";
import type { Component } from "../lib/mount";
import { useComputed, useSignal, useValue } from "../lib/signals";
import { Player } from "../player/player";
import votes from "../styles/votes.css";
import type { StudioFromPython, StudioModel, StudioToPython } from "../wire.gen";
import { Generate } from "./generate";
import generate from "./generate.css";
import { Header } from "./header";
import header from "./header.css";
import { Plan } from "./plan";
import plan from "./plan.css";
import progress from "./progress.css";
import { Stage } from "./stage";
import { StudioStore } from "./store";
import css from "./studio.css";
import type { StudioHost } from "./studio-host";
import sweeps from "./sweeps.css";
import { Takes } from "./takes";
import takes from "./takes.css";

/** The settings in one line, for a page that is too narrow to show them all. */
function Summary({ studio, open }: { studio: StudioStore; open: { value: boolean } }) {
  const text = useComputed(() => {
    const { values, axes } = studio.form.state.value;
    const words = studio.form.fields.value
      .filter((field) => ["choice", "switch", "seed"].includes(field.kind))
      .map((field) => {
        const several = axes[field.name];
        if (several) return `${several.length} × ${field.title.toLowerCase()}`;
        const value = values[field.name];
        if (field.kind === "seed")
          return value === undefined ? "random seed" : `seed ${value}`;
        if (field.kind === "switch") return value ? field.title.toLowerCase() : "";
        return value === undefined && field.auto ? "" : word(field, value);
      });
    const model = axes.model
      ? `${axes.model.length} models`
      : studio.form.model.value.title;
    return [model, ...words.filter(Boolean)].join(" · ");
  }, [studio]);
  return (
    <button
      type="button"
      class="vs-summary"
      aria-expanded={open.value}
      onClick={() => {
        open.value = !open.value;
      }}
    >
      <span>{text}</span>
      <Icon name="chevron" />
    </button>
  );
}

function View({ host }: { host: StudioHost }) {
  const studio = useMemo(() => new StudioStore(host), [host]);
  const { form, slots } = studio;
  const offline = useValue(host.offline);
  const notice = useValue(studio.notice);
  const model = useValue(form.model);
  const grid = useValue(studio.grid);
  const blind = useValue(studio.blind);
  const open = useSignal(false);
  const over = useSignal(false);
  const below = <Child key="below" host={host} name={grid} class="vs-below-grid" />;
  if (blind) {
    return (
      <div class="vw-box vs-studio" data-lm-suppress-shortcuts="true">
        {below}
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped anywhere on it
    <div
      class={`vw-box vs-studio ${over.value ? "vw-over" : ""}`}
      data-studio={form.me}
      data-model={model.slug}
      data-lm-suppress-shortcuts="true"
      onDragOver={(event) => {
        event.preventDefault();
        over.value = event.dataTransfer?.types.includes("Files") ?? false;
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        over.value = currentTarget.contains(relatedTarget as Node | null);
      }}
      onDropCapture={() => {
        over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        slots.drop(event.dataTransfer?.files ?? []);
      }}
    >
      <Header studio={studio} />
      {offline && (
        <p class="vw-banner" role="alert">
          The kernel is gone or was restarted. Run this cell again: your draft is kept.
        </p>
      )}
      {notice && <p class="vw-banner">{notice}</p>}
      <div class="vs-panes">
        <section
          class={`vs-compose ${open.value ? "vs-unfolded" : ""}`}
          aria-label="Compose"
        >
          <div class="vs-inputs">
            <Card store={form} slots={slots} submit={() => studio.press()} />
            <Notice store={form} />
            <Summary studio={studio} open={open} />
            <div class="vs-settings">
              <Settings store={form} slots={slots} />
            </div>
          </div>
          <Generate studio={studio} />
        </section>
        <Stage studio={studio} />
        <Takes studio={studio} />
      </div>
      <Plan studio={studio} />
      {below}
    </div>
  );
}

export const Studio: Component<StudioModel, StudioToPython, StudioFromPython> = {
  css:
    Player.css +
    ask +
    controls +
    fields +
    votes +
    takes +
    progress +
    sweeps +
    generate +
    plan +
    header +
    css,
  View,
};
