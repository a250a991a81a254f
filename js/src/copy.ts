import type { AnyModel, Render } from "@anywidget/types";
import { toClipboard } from "./lib/clipboard";
import base from "./styles/base.css";
import type { CopyModel } from "./wire.gen";

const SAID_MS = 1500;

const render: Render<CopyModel> = ({ model, el, signal }) => {
  const typed = model as unknown as AnyModel<CopyModel & Record<string, unknown>>;
  const root = document.createElement("div");
  root.className = "vw";
  const style = document.createElement("style");
  style.textContent = base;
  const button = document.createElement("button");
  button.type = "button";
  button.ariaLive = "polite";
  root.append(style, button);
  const draw = () => {
    button.textContent = typed.get("label");
    button.disabled = typed.get("text") === "";
  };
  const copy = async () => {
    const done = await toClipboard(typed.get("text"));
    button.textContent = done ? "Copied" : "The browser refused";
    setTimeout(draw, SAID_MS);
  };
  draw();
  button.addEventListener("click", copy, { signal });
  const events = ["change:text", "change:label"] as const;
  for (const event of events) typed.on(event, draw);
  signal.addEventListener("abort", () => {
    for (const event of events) typed.off(event, draw);
    root.remove();
  });
  el.append(root);
};

export default { render };
