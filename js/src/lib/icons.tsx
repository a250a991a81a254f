/** The kit's icons: 16 px, drawn with the text's colour. */
const PATHS = {
  ab: "M3.500 3v10M12.500 3v10M5.800 8h4.400",
  add: "M8 3.5v9M3.5 8h9",
  back: "M10 3.5 5.5 8l4.5 4.5",
  blocked: "M8 2.2 13 4v4c0 3-2.2 4.9-5 5.8C5.200 12.900 3 11 3 8V4ZM6 6l4 4M10 6l-4 4",
  check: "m3.500 8.500 3 3 6-7",
  chevron: "m4.500 6.500 3.500 3.500 3.500-3.500",
  columns: "M2.500 3.500h11v9h-11zM6.200 3.500v9M9.800 3.500v9",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v3.200l2 1.300",
  close: "m4 4 8 8M12 4l-8 8",
  code: "m5.500 5-3 3 3 3M10.500 5l3 3-3 3",
  copy: "M5.500 5.500h7v7h-7zM10.500 5.500v-2h-7v7h2",
  eyeOff:
    "M2 8s2.200-4 6-4 6 4 6 4-2.200 4-6 4-6-4-6-4ZM8 9.800a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600ZM3 13 13 3",
  dice: "M3.500 2.500h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM5.700 5.700h.01M10.300 5.700h.01M8 8h.01M5.700 10.300h.01M10.300 10.300h.01",
  cancelled: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.500 8h5",
  down: "M8 3v8m-3.500-3.500L8 11l3.500-3.500M3.500 13.500h9",
  expand: "M9.500 2.500h4v4M13.500 2.500 9.500 6.500M6.500 13.500h-4v-4M2.500 13.500l4-4",
  filter: "M2.500 4h11M4.500 8h7M6.500 12h3",
  forward: "M6 3.500 10.500 8 6 12.500",
  frame: "M2.500 3.500h11v9h-11zM5 3.500v9M11 3.500v9",
  gear: "M3 5h5m3 0h2M3 11h2m3 0h5M9.500 3.500v3M6.500 9.500v3",
  help: "M6 6.200a2 2 0 1 1 2.900 1.900c-.6.400-.9.800-.9 1.500M8 12.200h.01",
  image: "M2.500 3.500h11v9h-11zm0 7 3-3 2.500 2.500 2-2 3.500 3.500M10.500 6.500h.01",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.500V11M8 5.200h.01",
  keys: "M2 4.500h12v7H2zM4.500 7h.01M7 7h.01M9.500 7h.01M12 7h.01M5.500 9.500h5",
  lock: "M4 7.500h8v6H4zM5.500 7.500V5.300a2.500 2.500 0 0 1 5 0v2.200",
  loop: "M3 8V7a2.500 2.500 0 0 1 2.500-2.500H12.500M10.500 2.500l2 2-2 2M13 8v1a2.500 2.500 0 0 1-2.500 2.500H3.500M5.500 13.500l-2-2 2-2",
  more: "M3.500 8h.01M8 8h.01M12.500 8h.01",
  muted: "M2.500 6v4H5l3.500 3V3L5 6ZM11 6.500l3 3M14 6.500l-3 3",
  note: "M3 3h10v7.500L10.500 13H3zM5.500 6h5M5.500 8.500h3",
  pause: "M5.500 3.500v9M10.500 3.500v9",
  play: "M5 3.200v9.600L12.500 8Z",
  reuse:
    "M3 8a5 5 0 0 1 8.700-3.400L13 6M13 3v3h-3M13 8a5 5 0 0 1-8.700 3.400L3 10M3 13v-3h3",
  scale: "M8 2.500v11M5 13.500h6M3 4.500h10M3 4.500 1.500 9h3ZM13 4.500 11.500 9h3Z",
  search:
    "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM10.300 10.300l3.200 3.200",
  sound:
    "M2.500 6v4H5l3.500 3V3L5 6ZM10.800 6a3 3 0 0 1 0 4M12.500 4.200a5.500 5.500 0 0 1 0 7.600",
  spark:
    "M8 2.500 9.400 6.600 13.500 8 9.400 9.400 8 13.500 6.600 9.400 2.500 8 6.600 6.600Z",
  stack: "M5.500 5.500h8v8h-8zM2.500 10.500v-8h8",
  star: "m8 2.300 1.750 3.600 3.950.550-2.870 2.780.700 3.920L8 11.300l-3.530 1.850.700-3.920L2.300 6.450l3.950-.550Z",
  stop: "M4.500 4.500h7v7h-7z",
  stepBack: "M11.500 4 6.500 8l5 4ZM4.500 4v8",
  stepOn: "M4.500 4l5 4-5 4ZM11.500 4v8",
  swap: "M3 5.500h9M9.500 3 12 5.500 9.500 8M13 10.500H4M6.500 8 4 10.500 6.500 13",
  unknown:
    "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.300 6.400a1.700 1.700 0 1 1 2.400 1.700c-.5.300-.7.6-.7 1.100M8 11.300h.01",
  undo: "M5.500 3 3 5.500 5.500 8M3.300 5.500H9a3.700 3.700 0 0 1 0 7.400H6",
  unlock: "M4 7.500h8v6H4zM5.500 7.500V5.300a2.500 2.500 0 0 1 4.900-.7",
  up: "M8 13V5m-3.500 3.500L8 5l3.500 3.500M3.500 2.500h9",
  warning: "M8 2.500 14 13H2ZM8 6.500v3M8 11.300h.01",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, filled }: { name: IconName; filled?: boolean }) {
  return (
    <svg class="vw-svg" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill={filled ? "currentColor" : "none"} />
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
