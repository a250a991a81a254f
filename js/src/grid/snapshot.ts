/** The pictures of all panes at this moment as one PNG, or of all their length as another. */
import type { Parts } from "./store";

const WIDTH = 640;
const LINE = 28;
const PAPER = "#fff";
const INK = "#1f2328";
const KEPT_MS = 10_000;
const SHEET_MS = 600_000;

export async function snapshot({
  cells,
  panels,
  playback,
}: Pick<Parts, "cells" | "panels" | "playback">): Promise<void> {
  const shown = [...playback.players]
    .filter(([index]) => index >= 0)
    .sort(([a], [b]) => a - b);
  if (!shown.length) {
    panels.say("No pane has a picture yet");
    return;
  }
  const across = Math.ceil(Math.sqrt(shown.length));
  const height = Math.round((WIDTH * 9) / 16) + LINE;
  const canvas = document.createElement("canvas");
  canvas.width = across * WIDTH;
  canvas.height = Math.ceil(shown.length / across) * height;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = INK;
  pen.font = "16px system-ui, sans-serif";
  shown.forEach(([index, player], n) => {
    const [x, y] = [(n % across) * WIDTH, Math.floor(n / across) * height];
    const { width, height: tall } = player.clip;
    const scale = Math.min(WIDTH / width, (height - LINE) / tall);
    const [w, h] = [width * scale, tall * scale];
    pen.drawImage(player.element, x + (WIDTH - w) / 2, y, w, h);
    pen.fillText(cells.at(index)?.title ?? "", x + 6, y + height - 9, WIDTH - 12);
  });
  const blob = await new Promise<Blob | null>((done) =>
    canvas.toBlob(done, "image/png"),
  ).catch(() => null);
  if (!blob) {
    panels.say("A page opened from a file may not read its clips' pictures");
    return;
  }
  const url = URL.createObjectURL(blob);
  save(url, `${cells.summary.peek().title}.png`);
  panels.say(`Stills of ${shown.length} panes saved`);
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** A line of frames of every cell that is shown, which the kernel writes beside the notebook. */
export async function contactSheet({
  arrangement,
  host,
  panels,
}: Pick<Parts, "arrangement" | "host" | "panels">): Promise<void> {
  panels.say("Making the contact sheet…");
  const cells = [...arrangement.table.peek().flat];
  const patience = { within: SHEET_MS };
  try {
    const [sheet] = await host.request(
      { type: "ask_sheet", cells },
      "sheet_made",
      patience,
    );
    panels.say(`Beside the notebook: ${sheet.path}`);
    if (!sheet.warnings.length) return;
    panels.text.value = { title: sheet.path, text: sheet.warnings.join("\n") };
  } catch (error) {
    panels.say((error as Error).message);
  }
}

/** Let the browser save what lies at a URL. */
export function save(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
