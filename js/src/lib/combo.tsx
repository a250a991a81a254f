/** One of many values, or several of them: a button that opens a list with a search. */
import { Fragment } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icons";
import { messageId } from "./message";
import { Popover } from "./popover";
import { useSignal } from "./signals";

export interface Row {
  key: string;
  label: string;
  /** What is said beside it. */
  note?: string;
  /** Under which heading it stands. */
  group?: string;
}

/** The types want a list of the browser's own, which this is not. */
const SEARCH = { role: "combobox", list: undefined, "aria-expanded": true } as const;

interface Props {
  /** What is chosen here. */
  title: string;
  face: string;
  rows: readonly Row[];
  chosen: readonly string[];
  choose: (key: string) => void;
  /** Whether several may be chosen: the list stays open. */
  many?: boolean;
  id?: string;
  class?: string;
  describedby?: string | undefined;
  invalid?: boolean | undefined;
  tabIndex?: number;
}

export function Combo(props: Props) {
  const { title, face } = props;
  return (
    <Popover
      name={props.many ? `${title}: ${face}` : `${title}: ${face || "nothing chosen"}`}
      class={`vw-combo ${props.class ?? ""}`}
      id={props.id}
      describedby={props.describedby}
      invalid={props.invalid}
      tabIndex={props.tabIndex ?? 0}
      face={
        <>
          <span>{face || "Choose…"}</span>
          <Icon name="chevron" />
        </>
      }
    >
      {(close) => <List {...props} close={close} />}
    </Popover>
  );
}

function List({
  title,
  rows,
  chosen,
  choose,
  many,
  close,
}: Props & { close: () => void }) {
  const words = useSignal("");
  const at = useSignal(
    Math.max(
      0,
      rows.findIndex((row) => chosen.includes(row.key)),
    ),
  );
  const [list, id] = [useRef<HTMLDivElement>(null), useRef(messageId()).current];
  const wanted = words.value.trim().toLowerCase();
  const found = rows.filter(({ label, note = "" }) =>
    `${label} ${note}`.toLowerCase().includes(wanted),
  );
  const current = Math.min(at.value, found.length - 1);
  useLayoutEffect(() => {
    list.current?.querySelector("[data-at]")?.scrollIntoView({ block: "nearest" });
  }, [current, wanted]);
  const take = (row: Row | undefined) => {
    if (!row) return;
    choose(row.key);
    if (!many) close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 10,
      PageUp: -10,
    };
    const step = steps[event.key];
    if (step) at.value = Math.min(Math.max(0, current + step), found.length - 1);
    else if (event.key === "Enter") take(found[current]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const active = {
    "aria-activedescendant": found[current] ? `${id}-${current}` : undefined,
  };
  return (
    <>
      <input
        type="text"
        {...SEARCH}
        autocomplete="off"
        aria-controls={id}
        {...active}
        aria-label={`Search: ${title}`}
        placeholder="Search"
        value={words.value}
        onInput={(event) => {
          words.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={id}
        class="vw-list vw-options"
        role="listbox"
        tabIndex={-1}
        aria-label={title}
        aria-multiselectable={many}
      >
        {found.map((row, index) => (
          <Fragment key={row.key}>
            {row.group && row.group !== found[index - 1]?.group && (
              <p class="vw-quiet" role="presentation">
                {row.group}
              </p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the search's */}
            <div
              id={`${id}-${index}`}
              class="vw-option"
              role="option"
              tabIndex={-1}
              aria-selected={chosen.includes(row.key)}
              data-at={index === current || undefined}
              onClick={() => take(row)}
            >
              <i class="vw-tick" aria-hidden="true">
                {chosen.includes(row.key) && <Icon name="check" />}
              </i>
              <span class="vw-name">{row.label}</span>
              {row.note && <small>{row.note}</small>}
            </div>
          </Fragment>
        ))}
      </div>
      {!found.length && <p class="vw-quiet">Nothing is called so.</p>}
    </>
  );
}
