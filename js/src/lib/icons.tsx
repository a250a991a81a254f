import type { FORM } from "./form-icons";

/** The kit's icons: 16 px, drawn with the text's colour. */
const PATHS = {
  back: "M10 3.5 5.5 8l4.5 4.5",
  blocked: "M8 2.2 13 4v4c0 3-2.2 4.9-5 5.8C5.2 12.9 3 11 3 8V4ZM6 6l4 4M10 6l-4 4",
  check: "m3.5 8.5 3 3 6-7",
  columns: "M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v3.2l2 1.3",
  close: "m4 4 8 8M12 4l-8 8",
  code: "m5.5 5-3 3 3 3M10.5 5l3 3-3 3",
  copy: "M5.5 5.5h7v7h-7zM10.5 5.5v-2h-7v7h2",
  eyeOff:
    "M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4ZM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM3 13 13 3",
  cancelled: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.5 8h5",
  bad: "M5.5 8.5v-6h-3v6zl2.6 5c1 0 1.6-.7 1.6-1.7V9.5h2.5c.9 0 1.5-.8 1.3-1.6l-1-4.3c-.2-.7-.7-1.1-1.4-1.1H5.5",
  down: "M8 3v8m-3.5-3.5L8 11l3.5-3.5M3.5 13.5h9",
  expand: "M9.5 2.5h4v4M13.5 2.5 9.5 6.5M6.5 13.5h-4v-4M2.5 13.5l4-4",
  filter: "M2.5 4h11M4.5 8h7M6.5 12h3",
  forward: "M6 3.5 10.5 8 6 12.5",
  frame: "M2.5 3.5h11v9h-11zM5 3.5v9M11 3.5v9",
  gauge: "M2.5 11a5.5 5.5 0 0 1 11 0M8 11l2.6-3.6M2.5 13.5h11",
  image: "M2.5 3.5h11v9h-11zm0 7 3-3 2.5 2.5 2-2 3.5 3.5M10.5 6.5h.01",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.5V11M8 5.2h.01",
  keys: "M2 4.5h12v7H2zM4.5 7h.01M7 7h.01M9.5 7h.01M12 7h.01M5.5 9.5h5",
  loop: "M3 8V7a2.5 2.5 0 0 1 2.5-2.5H12.5M10.5 2.5l2 2-2 2M13 8v1a2.5 2.5 0 0 1-2.5 2.5H3.5M5.5 13.5l-2-2 2-2",
  more: "M4 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0ZM8.5 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0ZM13 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0Z",
  muted: "M2.5 6v4H5l3.5 3V3L5 6ZM11 6.5l3 3M14 6.5l-3 3",
  note: "M3 3h10v7.5L10.5 13H3zM5.5 6h5M5.5 8.5h3",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  pin: "M5.5 2.5h5M6.5 2.5v4L4 9.5h8l-2.5-3v-4M8 9.5v4",
  play: "M5 3.2v9.6L12.5 8Z",
  reuse: "M3 8a5 5 0 0 1 8.7-3.4L13 6M13 3v3h-3M13 8a5 5 0 0 1-8.7 3.4L3 10M3 13v-3h3",
  scale: "M8 2.5v11M5 13.5h6M3 4.5h10M3 4.5 1.5 9h3ZM13 4.5 11.5 9h3Z",
  sound: "M2.5 6v4H5l3.5 3V3L5 6ZM10.8 6a3 3 0 0 1 0 4M12.5 4.2a5.5 5.5 0 0 1 0 7.6",
  star: "m8 2.3 1.75 3.6 3.95.55-2.87 2.78.7 3.92L8 11.3l-3.53 1.85.7-3.92L2.3 6.45l3.95-.55Z",
  stepBack: "M11.5 4 6.5 8l5 4ZM4.5 4v8",
  stepOn: "M4.5 4l5 4-5 4ZM11.5 4v8",
  swap: "M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13",
  unknown:
    "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.3 6.4a1.7 1.7 0 1 1 2.4 1.7c-.5.3-.7.6-.7 1.1M8 11.3h.01",
  undo: "M5.5 3 3 5.5 5.5 8M3.3 5.5H9a3.7 3.7 0 0 1 0 7.4H6",
  good: "M5.5 7.5v6h-3v-6zl2.6-5c1 0 1.6.7 1.6 1.7v2.3h2.5c.9 0 1.5.8 1.3 1.6l-1 4.3c-.2.7-.7 1.1-1.4 1.1H5.5",
  up: "M8 13V5m-3.5 3.5L8 5l3.5 3.5M3.5 2.5h9",
  warning: "M8 2.5 14 13H2ZM8 6.5v3M8 11.3h.01",
} as const;

export type IconName = keyof typeof PATHS | keyof typeof FORM;

const known: Partial<Record<IconName, string>> = PATHS;

/** Take icons in that only some bundles draw. */
export function learn(more: typeof FORM): void {
  Object.assign(known, more);
}

export function Icon({ name, filled }: { name: IconName; filled?: boolean }) {
  return (
    <svg class="vw-svg" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={known[name]} fill={filled ? "currentColor" : "none"} />
    </svg>
  );
}

/** A frame's outline, for a shape such as `16:9`. */
export function Shape({ of }: { of: string }) {
  const [width = 0, height = 0] = of.split(/[:x×*]/).map(Number);
  if (!width || !height) return null;
  const scale = 11 / Math.max(width, height);
  const [w, h] = [width * scale, height * scale];
  return (
    <svg class="vw-svg" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <rect x={8 - w / 2} y={8 - h / 2} width={w} height={h} rx="1" fill="none" />
    </svg>
  );
}
