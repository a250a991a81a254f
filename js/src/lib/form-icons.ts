/** Icons of the form, the studio and the player: no report draws them. */
import { learn } from "./icons";

export const FORM = {
  ab: "M3.5 3v10M12.5 3v10M5.8 8h4.4",
  add: "M8 3.5v9M3.5 8h9",
  chevron: "m4.5 6.5 3.5 3.5 3.5-3.5",
  dice: "M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM5.7 5.7h.01M10.3 5.7h.01M8 8h.01M5.7 10.3h.01M10.3 10.3h.01",
  gear: "M3 5h5m3 0h2M3 11h2m3 0h5M9.5 3.5v3M6.5 9.5v3",
  help: "M6 6.2a2 2 0 1 1 2.9 1.9c-.6.4-.9.8-.9 1.5M8 12.2h.01",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 5 0v2.2",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.2 3.2",
  spark: "M8 2.5 9.4 6.6 13.5 8 9.4 9.4 8 13.5 6.6 9.4 2.5 8 6.6 6.6Z",
  stack: "M5.5 5.5h8v8h-8zM2.5 10.5v-8h8",
  stop: "M4.5 4.5h7v7h-7z",
  unlock: "M4 7.5h8v6H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 4.9-.7",
} as const;

learn(FORM);
