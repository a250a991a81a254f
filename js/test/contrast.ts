/** Colours as a person sees them: JupyterLab's own, drawn over each other, and how far apart they are. */

/** What JupyterLab 4 says in its themes. */
const THEMES = {
  light: {
    "--jp-ui-font-color1": "rgba(0,0,0,.87)",
    "--jp-ui-font-color2": "rgba(0,0,0,.54)",
    "--jp-layout-color0": "#fff",
    "--jp-layout-color1": "#fff",
    "--jp-layout-color2": "#eee",
    "--jp-border-color2": "#e0e0e0",
    "--jp-brand-color1": "#1976d2",
  },
  dark: {
    "--jp-ui-font-color1": "rgba(255,255,255,.87)",
    "--jp-ui-font-color2": "rgba(255,255,255,.54)",
    "--jp-layout-color0": "#111",
    "--jp-layout-color1": "#212121",
    "--jp-layout-color2": "#424242",
    "--jp-border-color2": "#424242",
    "--jp-brand-color1": "#2196f3",
  },
} as const;
export type Theme = keyof typeof THEMES;
export const NAMES = ["light", "dark"] as const;

export function wear(theme: Theme): void {
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries(THEMES[theme]))
    style.setProperty(name, value);
  document.body.dataset.jpThemeLight = String(theme === "light");
  document.body.style.background = THEMES[theme]["--jp-layout-color0"];
}

export function bare(): void {
  document.documentElement.removeAttribute("style");
  document.body.removeAttribute("style");
  delete document.body.dataset.jpThemeLight;
}

/** How light some colours are, each drawn over the one before, as WCAG counts it. */
function luminance(colours: readonly string[]): number {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (!context) throw new Error("no canvas");
  for (const colour of colours) {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map(
    (part) => (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The backgrounds from the page to an element's own, or only to what it stands on. */
export function under(el: Element | null, own: "with its own" | "" = ""): string[] {
  if (!el) return [];
  const colours = under(el.parentElement, "with its own");
  return own ? [...colours, getComputedStyle(el).backgroundColor] : colours;
}

/** How far a colour is from what it is drawn on. */
export function contrast(colour: string, on: readonly string[]): number {
  const [low = 0, high = 0] = [luminance(on), luminance([...on, colour])].sort(
    (one, other) => one - other,
  );
  return (high + 0.05) / (low + 0.05);
}
