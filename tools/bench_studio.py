"""The studio in JupyterLab: opening, typing, switching, and scrolling five thousand takes."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.e2e.lab import book, chromium, lab, open_notebook, ran  # noqa: E402
from tools.bench_grid import Wire  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS: Final = 15
TYPED: Final = 3
FRAMES: Final = 600
TAKES: Final = 5000
MOST_MS: Final = 60_000
STILL_MS: Final = 2000
"""By then the still of a widget is in its notebook too."""
FILL: Final = f"""
import time
import ipywidgets as w
import veo_widgets as veo
from veo_widgets.client.functions import client
veo.run("veo-3-fast", prompt="a lighthouse in a storm, " * 8, duration=4, seed=1)
with client().session.ledger._db.write() as db:
    names = [row["name"] for row in db.execute("SELECT name FROM pragma_table_info('jobs')")]
    own = {{"id": "printf('%012d', n)", "created": "created - 600 * n", "request_id": "NULL", "key": "''"}}
    db.execute(f"INSERT INTO jobs ({{', '.join(names)}}) WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL "
        f"SELECT n + 1 FROM many WHERE n < {TAKES} - 1) "
        f"SELECT {{', '.join(own.get(name, name) for name in names)}} FROM jobs, many")
"""  # noqa: S608
PLAIN: Final = """
w.VBox([w.Dropdown(options=["a", "b"]), w.Textarea(), w.Textarea(), w.ToggleButtons(options=["16:9", "9:16"]),
    w.ToggleButtons(options=["720p", "1080p"]), w.ToggleButtons(options=["4", "6", "8"]), w.Checkbox(),
    w.IntText(), w.Text(), w.FileUpload(), w.Button(), w.Button()])
"""
STUDIO: Final = "veo.studio()"
BUSY: Final = "end = time.time() + 9\nwhile time.time() < end: pass"
FIRST: Final = """() => {
  jupyterapp.shell.currentWidget.content.activeCellIndex = 0;
  window.__ran = jupyterapp.commands.execute('notebook:run-cell');
}"""
OPEN: Final = """async ([index, selector, count]) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = index;
  const old = new Set(document.querySelectorAll(selector));
  const fresh = () => [...document.querySelectorAll(selector)].filter(one => !old.has(one)).length;
  const from = performance.now();
  const ran = jupyterapp.commands.execute('notebook:run-cell');
  while (fresh() < count && performance.now() - from < 60000) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const took = performance.now() - from;
  await ran;
  return took;
}"""
PAINTED: Final = """
const painted = () => new Promise(go => requestAnimationFrame(() => {
  const line = new MessageChannel();
  line.port1.onmessage = () => go(performance.now());
  line.port2.postMessage(0);
}));
"""
BARE: Final = """() => {
  const area = document.createElement('textarea');
  area.className = 'bare';
  area.style.cssText = 'position: fixed; left: 300px; top: 100px; z-index: 99';
  document.body.append(area);
}"""
LISTEN: Final = f"""selector => {{
  {PAINTED}
  window.__typed = [];
  window.__life = new AbortController();
  const area = document.querySelector(selector);
  area.focus();
  area.addEventListener('keydown', event => {{
    const from = event.timeStamp;
    void painted().then(at => window.__typed.push(at - from));
  }}, {{signal: window.__life.signal}});
}}"""
SWITCH: Final = f"""async slugs => {{
  {PAINTED}
  const picker = document.querySelector('.vs-studio .vc-model');
  const times = [];
  for (let round = 0; round < 40; round += 1) {{
    picker.value = slugs[round % slugs.length];
    const from = performance.now();
    picker.dispatchEvent(new Event('change', {{bubbles: true}}));
    times.push(await painted() - from);
    await new Promise(go => setTimeout(go, 60));
  }}
  return times;
}}"""
SCROLL: Final = """async frames => {
  const wall = document.querySelector('.vs-wall');
  const [times, most] = [[], {tiles: 0}];
  let last = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < frames; frame += 1) {
    wall.scrollTop += 90;
    const at = await new Promise(requestAnimationFrame);
    times.push(at - last);
    last = at;
    most.tiles = Math.max(most.tiles, wall.querySelectorAll('.vs-take').length);
  }
  return [times, most.tiles, wall.scrollTop];
}"""


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def opened(page: Page) -> tuple[list[float], list[float]]:
    """Return milliseconds to the first paint of the plain controls and of the studio, in turns."""
    plain, studio = [], []
    for _ in range(ROUNDS):
        plain.append(float(page.evaluate(OPEN, [1, ".widget-vbox > *", 12])))
        studio.append(float(page.evaluate(OPEN, [2, ".vs-generate", 1])))
        page.wait_for_selector(".vs-take")
    return plain, studio


def typed(page: Page, selector: str) -> list[float]:
    """Return milliseconds from key to paint in a field while the kernel computes."""
    page.evaluate(
        """() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 3;
        window.__busy = jupyterapp.commands.execute('notebook:run-cell'); }"""
    )
    page.evaluate(LISTEN, selector)
    page.keyboard.type("a heron over a lake at dawn " * 5, delay=41)
    times: list[float] = page.evaluate("() => window.__typed")
    page.evaluate("() => window.__busy.then(() => window.__life.abort())")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    return times[10:]


def typing(page: Page) -> None:
    page.evaluate(BARE)
    fields = {
        "the prompt": ".vs-studio textarea",
        "ipywidgets.Textarea": ".widget-textarea textarea",
        "a bare text area of the page": ".bare",
    }
    times: dict[str, list[float]] = {name: [] for name in fields}
    for _ in range(TYPED):
        for name, selector in fields.items():
            times[name] += typed(page, selector)
    page.evaluate("() => document.querySelector('.bare').remove()")
    page.wait_for_timeout(STILL_MS)  # what was typed has reached the kernel
    own = times.pop("the prompt")
    print(
        f"key to paint beside a busy kernel: median {statistics.median(own):.1f} ms, "
        f"p95 {p95(own):.1f} ms (aim 16; a frame is 16.7), {len(own)} keys"
    )
    for name, others in times.items():
        print(
            f"the same in {name}: median {statistics.median(others):.1f} ms, "
            f"p95 {p95(others):.1f} ms; ratio of the medians "
            f"{statistics.median(own) / statistics.median(others):.2f}, of the p95 "
            f"{p95(own) / p95(others):.2f} (aim 1.15)"
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        book(folder / "t.ipynb", FILL, PLAIN, STUDIO, BUSY)
        book(folder / "u.ipynb", "import veo_widgets as veo", STUDIO)
        with lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url:
            browser = playwright.chromium.launch(executable_path=chromium())
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            page.set_default_timeout(MOST_MS)
            measure(page, url)
            first, again = weighed(browser.new_page(viewport={"width": 1400, "height": 1000}), url)
            browser.close()
    print(
        f"opening on the kernel's websocket, the still with it: {first / 1e3:.0f} kB with the "
        f"module of all widgets (aim 300), {again / 1e3:.0f} kB on a page that has it"
    )


def weighed(page: Page, url: str) -> tuple[int, int]:
    """Return bytes of the kernel's websocket: the first studio of a page, and another one."""
    wire = Wire(page)
    open_notebook(page, url, "u.ipynb")
    page.evaluate(FIRST)
    ran(page)
    found = []
    for _ in range(2):
        wire.take()
        page.evaluate(OPEN, [1, ".vs-take", 1])
        page.wait_for_timeout(STILL_MS)
        found.append(wire.take())
    return found[0], found[1]


def measure(page: Page, url: str) -> None:
    open_notebook(page, url, "t.ipynb")
    page.evaluate(FIRST)
    ran(page)
    first_plain = float(page.evaluate(OPEN, [1, ".widget-vbox > *", 12]))
    first = float(page.evaluate(OPEN, [2, ".vs-take", 1]))
    print(f"the first on a page, takes and module too: {first:.0f} ms, VBox {first_plain:.0f} ms")
    typing(page)
    switches: list[float] = page.evaluate(SWITCH, ["veo-2", "veo-3.1", "veo-3-fast"])
    print(
        f"switching the model: median {statistics.median(switches):.1f} ms, p95 "
        f"{p95(switches):.1f} ms, most {max(switches):.1f} ms (aim 50)"
    )
    found: list[Any] = page.evaluate(SCROLL, FRAMES)
    frames, tiles, depth = found
    print(
        f"scrolling {TAKES} takes: frames median {statistics.median(frames):.1f} ms, p95 "
        f"{p95(frames):.1f} ms (aim 16.7), {tiles} tiles in the page at most, {depth:.0f} px deep"
    )
    plain, studio = map(statistics.median, opened(page))
    print(
        f"studio on {TAKES} takes, to its first paint: {studio:.0f} ms, a VBox of twelve controls "
        f"{plain:.0f} ms in turns with it; ratio {studio / plain:.2f} (aim 1.0)"
    )


if __name__ == "__main__":
    main()
