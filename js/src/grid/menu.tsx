/** What can be done with one cell. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { useValue } from "../lib/signals";
import { ACTION_LABELS, type CellView, type TextKind } from "../wire.gen";
import { save } from "./snapshot";
import type { Parts } from "./store";

interface Props extends Parts {
  root: { current: HTMLElement | null };
}

type Item = readonly [string, () => void];

function items(parts: Parts, cell: CellView): Item[] {
  const { cells, compare, host, more, panels, playback } = parts;
  const { index } = cell;
  const ask = (name: string, about: TextKind, title: string): Item => [
    name,
    () => void panels.ask(index, about, title, playback.momentOf(index)),
  ];
  const jobs = cell.live.actions.map(
    (action): Item => [
      ACTION_LABELS[action],
      () => void more.act?.(parts, index, action),
    ],
  );
  const wary = cell.live.state === "blocked" ? [] : jobs;
  const compared: Item[] = [
    [
      "Compare with the baseline",
      () => {
        compare.open("wipe", index);
      },
    ],
    ["Pin as baseline", () => cells.pin(index)],
    ["Its cut is at this moment", () => playback.cut(index)],
    ["Shift it a frame on", () => playback.nudge(index, 1)],
    ["Shift it a frame back", () => playback.nudge(index, -1)],
  ];
  const frame = "Use this frame as start image";
  const texts = [
    ["Use these settings", () => void panels.useSettings(index)] as const,
    ...(cell.clip ? [ask(frame, "frame", "This frame as start image")] : []),
    ask("Copy as Python", "python", "The call in Python"),
    ask("Copy as curl", "curl", "The call with curl"),
  ];
  return [
    ...(host.live ? wary : []),
    ...(cell.clip ? compared : []),
    ...(host.live ? texts : []),
    ...(cell.clip ? [["Save the clip", () => keep(parts, cell)] as const] : []),
  ];
}

function keep({ files, panels }: Parts, cell: CellView): void {
  const name = `${cell.title.replace(/[^\w.-]+/g, "_")}.mp4`;
  files
    .saved(cell)
    .then((url) => {
      save(url, name);
      panels.say("Clip saved");
    })
    .catch((error: Error) => {
      panels.text.value = { title: "The clip was not saved", text: error.message };
    });
}

export function Menu({ root, ...parts }: Props) {
  const { cells, panels } = parts;
  const menu = useValue(panels.menu);
  const list = useRef<HTMLDivElement>(null);
  const cell = menu ? cells.at(menu.index) : undefined;
  useLayoutEffect(() => {
    list.current?.querySelector("button")?.focus();
  }, [menu]);
  if (!menu || !cell) return null;
  const origin = root.current?.getBoundingClientRect();
  const { index } = cell;
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
        if (!event.currentTarget.contains(next)) panels.menu.value = null;
      }}
    >
      {items(parts, cell).map(([text, act]) => (
        <button
          key={text}
          type="button"
          role="menuitem"
          onClick={() => {
            panels.menu.value = null;
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
