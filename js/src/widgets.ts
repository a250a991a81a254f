/** All widgets as one module; a stub takes the one that its widget names. */
import { Badge } from "./badge/badge";
import { Controls } from "./controls/controls";
import { Copy } from "./copy/copy";
import { Grid } from "./grid/grid";
import { type Message, type Saved, staticHost } from "./host";
import { Image } from "./image/image";
import { Judge } from "./judge/judge";
import { type Component, mount, widget } from "./lib/mount";
import { Player } from "./player/player";
import { Studio } from "./studio/studio";

export const badge = widget(Badge);
export const controls = widget(Controls);
export const copy = widget(Copy);
export const grid = widget(Grid);
export const image = widget(Image);
export const judge = widget(Judge);
export const player = widget(Player);
export const studio = widget(Studio);

function saved<State extends object, Out extends Message, In extends Message>(
  component: Component<State, Out, In>,
) {
  return (el: HTMLElement, from: Saved<State>, signal: AbortSignal): void =>
    mount(component, staticHost<State, Out, In>(from, signal), el);
}

/** The same, drawn on a page without a kernel. */
export const page = { grid: saved(Grid), player: saved(Player) };
