/** What can be done with one cell, and the texts that come of it. */
import { useEffect, useRef } from "preact/hooks";
import { toClipboard } from "../lib/clipboard";
import { useValue } from "../lib/signals";
import type { JobAction } from "../wire.gen";
import { HELP } from "./keys";
import { save } from "./stills";
import type { Store } from "./store";

const ACTIONS: Record<JobAction, string> = {
  cancel: "Cancel",
  retry: "Retry",
  resubmit: "Send again (may pay twice)",
  unwatch: "Stop watching",
};

interface Props {
  store: Store;
  root: { current: HTMLElement | null };
}

export function Menu({ store, root }: Props) {
  const menu = useValue(store.menu);
  const list = useRef<HTMLDivElement>(null);
  const cell = menu ? store.cell(menu.index) : undefined;
  useEffect(() => {
    list.current?.querySelector("button")?.focus();
  }, [menu]);
  if (!menu || !cell) return null;
  const origin = root.current?.getBoundingClientRect();
  const { index } = cell;
  const items: [string, () => void][] = cell.live.actions.map((action) => [
    ACTIONS[action],
    () => store.act(index, action),
  ]);
  if (cell.clip) {
    items.push(
      ["Compare with the baseline", () => open(store, index)],
      ["Pin as baseline", () => store.pin(index)],
    );
  }
  items.push([
    "Use these settings",
    () => void store.ask(index, "settings", "These settings"),
  ]);
  if (cell.clip) {
    items.push([
      "Use this frame as start image",
      () => void store.ask(index, "frame", "This frame as start image"),
    ]);
  }
  items.push(
    ["Copy as Python", () => void store.ask(index, "python", "The call in Python")],
    ["Copy as curl", () => void store.ask(index, "curl", "The call with curl")],
  );
  if (cell.clip) {
    items.push([
      "Save the clip",
      () => {
        const name = `${cell.title.replace(/[^\w.-]+/g, "_")}.mp4`;
        store.files
          .blob(cell, "clip", store.until)
          .then((url) => save(url, name))
          .catch((error: Error) => {
            store.told.value = { title: "The clip was not saved", text: error.message };
          });
      },
    ]);
  }
  const move = (event: KeyboardEvent) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const here = buttons.indexOf(event.target as HTMLButtonElement);
    buttons[(here + way + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div
      ref={list}
      class="vg-menu"
      role="menu"
      tabIndex={-1}
      style={{
        left: `${Math.max(0, menu.x - (origin?.left ?? 0) - 230)}px`,
        top: `${menu.y - (origin?.top ?? 0) + 4}px`,
      }}
      onKeyDown={move}
      onFocusOut={(event) => {
        const next = event.relatedTarget as Node | null;
        if (!event.currentTarget.contains(next)) store.menu.value = null;
      }}
    >
      {items.map(([text, act]) => (
        <button
          key={text}
          type="button"
          role="menuitem"
          onClick={() => {
            store.menu.value = null;
            root.current?.querySelector<HTMLElement>(`[data-cell="${index}"]`)?.focus();
            act();
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

function open(store: Store, index: number): void {
  store.focused.value = index;
  store.mode.value = "wipe";
}

export function Told({ store }: { store: Store }) {
  const told = useValue(store.told);
  if (!told) return null;
  return (
    <section class="vg-told" aria-label={told.title}>
      <div class="vg-line">
        <b>{told.title}</b>
        <span class="vg-push">
          <button type="button" onClick={() => void toClipboard(told.text)}>
            Copy
          </button>
          <button
            type="button"
            onClick={() => {
              store.told.value = null;
            }}
          >
            Close
          </button>
        </span>
      </div>
      <pre>{told.text}</pre>
    </section>
  );
}

export function Help({ store }: { store: Store }) {
  if (!useValue(store.help)) return null;
  return (
    <div class="vg-help">
      {HELP.map(([keys, what]) => (
        <div key={keys}>
          <b>{keys}</b>
          <span>{what}</span>
        </div>
      ))}
    </div>
  );
}
