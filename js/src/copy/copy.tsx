/** A button that puts a text on the clipboard, and says so. */
import { useEffect, useMemo } from "preact/hooks";
import type { Host, Message } from "../host";
import { toClipboard } from "../lib/clipboard";
import type { Component } from "../lib/mount";
import { announce } from "../lib/news";
import { useSignal, useValue } from "../lib/signals";
import { follow } from "../lib/traits";
import type { CopyModel } from "../wire.gen";

const SHOWN_MS = 1500;

function View({ host }: { host: Host<CopyModel> }) {
  const state = useMemo(
    () => ({ text: follow(host, "text"), label: follow(host, "label") }),
    [host],
  );
  const text = useValue(state.text);
  const label = useValue(state.label);
  const outcome = useSignal<{ text: string; word: string } | null>(null);
  useEffect(() => {
    if (!outcome.value) return;
    const timer = setTimeout(() => {
      outcome.value = null;
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome.value]);
  const copy = async () => {
    const done = await toClipboard(text);
    const word = done ? "Copied" : "The browser refused";
    outcome.value = { text, word };
    announce("copy", word);
  };
  return (
    <button type="button" disabled={text === ""} onClick={copy}>
      {outcome.value?.text === text ? outcome.value.word : label}
    </button>
  );
}

export const Copy: Component<CopyModel, Message, Message> = { css: "", View };
