/** All widgets as one module; a stub takes the one that its widget names. */
import { Badge } from "./badge/badge";
import { Controls } from "./controls/controls";
import { Copy } from "./copy/copy";
import { PromotingGrid } from "./grid/promote";
import { Image } from "./image/image";
import { Job } from "./job/job";
import { Judge } from "./judge/judge";
import "./lib/form-icons";
import { widget } from "./lib/mount";
import { page as Page } from "./page";
import { Player } from "./player/player";
import { Studio } from "./studio/studio";

export const badge = widget(Badge);
export const controls = widget(Controls);
export const copy = widget(Copy);
export const grid = widget(PromotingGrid);
export const image = widget(Image);
export const job = widget(Job);
export const judge = widget(Judge);
export const page = Page;
export const player = widget(Player);
export const studio = widget(Studio);
