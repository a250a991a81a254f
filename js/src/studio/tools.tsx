/** What is above the wall and over it: search and filters, and what is done with ticked takes. */
import { useEffect, useRef } from "preact/hooks";
import { Quiet } from "../lib/button";
import { Icon } from "../lib/icons";
import { memo } from "../lib/memo";
import { useSignal, useValue } from "../lib/signals";
import { DroppedSwitch } from "../lib/votes";
import type { Group, When } from "../wire.gen";
import type { StudioStore } from "./store";

const QUIET_MS = 250;
export const EVERYTHING = {
  search: "",
  model: "",
  state: "all",
  starred: false,
  dropped: false,
  sweep: "",
  when: "any",
} as const;

const STATES: readonly (readonly [Group, string])[] = [
  ["all", "All"],
  ["running", "Running"],
  ["ready", "Ready"],
  ["failed", "Failed"],
  ["hidden", "Hidden"],
];
const TIMES: readonly (readonly [When, string])[] = [
  ["any", "Any time"],
  ["today", "Today"],
  ["week", "7 days"],
  ["month", "30 days"],
];

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  choose: (value: Value) => void;
}

function Choice<Value extends string>(props: ChoiceProps<Value>) {
  return (
    <select
      aria-label={props.label}
      value={props.value}
      class={props.value === props.options[0]?.[0] ? "" : "vs-chosen"}
      onChange={(event) => {
        const value = props.options[event.currentTarget.selectedIndex]?.[0];
        if (value !== undefined) props.choose(value);
      }}
    >
      {props.options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

export const Tools = memo(Bar);
export const Ticked = memo(Chosen);

function Bar({ studio }: { studio: StudioStore }) {
  const { takes } = studio;
  const filter = useValue(takes.filter);
  const forms = useValue(studio.form.forms);
  const total = useValue(takes.total);
  const dropped = useValue(studio.dropped);
  const clips = useValue(studio.ticks.shown);
  const offline = useValue(studio.host.offline);
  const typed = useSignal(filter.search);
  const chosen = useRef(filter.search);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.value === takes.filter.peek().search) return;
      chosen.current = typed.value;
      takes.choose({ search: typed.value });
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [typed.value]);
  useEffect(() => {
    if (filter.search === chosen.current) return;
    chosen.current = filter.search;
    typed.value = filter.search;
  }, [filter.search]);
  const models = forms.map((form) => [form.slug, form.title] as const);
  return (
    <div class="vs-tools">
      <h3>
        Takes <span class="vw-quiet">{total}</span>
      </h3>
      <label class="vs-search">
        <Icon name="search" />
        <input
          type="search"
          placeholder="Search"
          aria-label="Search takes"
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
      </label>
      <Choice
        label="Model of the takes"
        value={filter.model}
        options={[["", "Any model"], ...models]}
        choose={(model) => takes.choose({ model })}
      />
      <Choice
        label="State of the takes"
        value={filter.state}
        options={STATES}
        choose={(state) => takes.choose({ state })}
      />
      <Choice
        label="When the takes were made"
        value={filter.when}
        options={TIMES}
        choose={(when) => takes.choose({ when })}
      />
      {filter.sweep && (
        <button type="button" class="vw-chip" onClick={() => takes.choose({ sweep: "" })}>
          {filter.sweep} <Icon name="close" />
        </button>
      )}
      <Quiet
        name="Starred only"
        icon="star"
        filled={filter.starred}
        on={filter.starred}
        act={() => takes.choose({ starred: !filter.starred })}
      />
      <DroppedSwitch
        count={dropped}
        shown={filter.dropped}
        set={(value) => takes.choose({ dropped: value })}
      />
      <Quiet
        name="Judge blind"
        title={
          clips.length < 2
            ? "Judge blind: tick two clips or more, or show them here"
            : `Judge these ${clips.length} clips blind, two at a time`
        }
        icon="scale"
        off={clips.length < 2 || offline}
        act={() => void studio.ticks.compare(clips, "", true)}
      />
    </div>
  );
}

/** Floats over the wall while takes are ticked, or says what became of them. */
function Chosen({ studio }: { studio: StudioStore }) {
  const { ticks } = studio;
  const count = useValue(ticks.jobs).size;
  const takes = useValue(ticks.takes);
  const clips = useValue(ticks.clips);
  const said = useValue(ticks.said);
  const offline = useValue(studio.host.offline);
  const away = useValue(studio.takes.filter).state === "hidden";
  const starred = takes.length > 0 && takes.every((take) => take.starred);
  if (!count && !said) return null;
  return (
    <div class="vs-ticked" role="toolbar" aria-label="Ticked takes" tabIndex={-1}>
      <span role="status">{said ? said.text : `${count} ticked`}</span>
      {said?.undo && (
        <button type="button" class="vw-link" onClick={said.undo}>
          Undo
        </button>
      )}
      {!said && (
        <>
          <button
            type="button"
            disabled={clips.length < 2 || offline}
            title={clips.length < 2 ? "Tick two clips or more" : "Side by side, in step"}
            onClick={() => void ticks.compare(clips.map((take) => take.id))}
          >
            <Icon name="columns" /> Compare
          </button>
          <button
            type="button"
            disabled={clips.length < 2 || offline}
            title="Two at a time, without names"
            onClick={() =>
              void ticks.compare(
                clips.map((take) => take.id),
                "",
                true,
              )
            }
          >
            <Icon name="scale" /> Judge
          </button>
          <button
            type="button"
            disabled={!clips.length || offline}
            title="Contact sheet: a line of frames of each clip, in a picture beside the notebook"
            onClick={() => void ticks.sheet()}
          >
            <Icon name="image" /> Sheet
          </button>
          <button
            type="button"
            disabled={offline}
            onClick={() => ticks.mark(takes, { starred: !starred })}
          >
            <Icon name="star" filled={starred} /> {starred ? "No star" : "Star"}
          </button>
          <button
            type="button"
            disabled={offline}
            title={away ? "Back on the wall" : "Off the wall; nothing is deleted"}
            onClick={() => ticks.hide(!away)}
          >
            <Icon name={away ? "undo" : "eyeOff"} /> {away ? "Show again" : "Hide"}
          </button>
        </>
      )}
      <Quiet name={said ? "Close" : "Tick none"} icon="close" act={() => ticks.clear()} />
    </div>
  );
}
