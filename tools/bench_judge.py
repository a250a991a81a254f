"""Blind pairs in JupyterLab: how soon after an answer the next pair is there."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.clips import coded_clip  # noqa: E402
from tests.e2e.lab import book, chromium, lab, open_notebook, ran, run_all  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

CLIPS: Final = 5
ANSWERS: Final = 24
AIM_MS: Final = 150
LOOKED_S: Final = 1.5
"""A person looks for longer; meanwhile the next pair is loaded."""
KEYS: Final = ("ArrowLeft", "ArrowRight", "ArrowUp")
CELL: Final = f"""import veo_widgets as veo
veo.judge([f"{{n}}.mp4" for n in range({CLIPS})], by="clip")"""
LISTEN: Final = """() => {
  window.__times = [];
  addEventListener('keydown', event => {
    if (!event.key.startsWith('Arrow')) return;
    const [from, times] = [performance.now(), {}];
    const before = document.querySelector('.vj-pane').dataset.pair;
    const look = () => {
      const panes = [...document.querySelectorAll('.vj-pane')];
      const videos = panes.map(pane => pane.querySelector("video[data-shown='true']"));
      const there = panes.every(pane => pane.dataset.pair && pane.dataset.pair !== before)
        && videos.every(video => video && video.readyState >= 2);
      if (!there) return requestAnimationFrame(look);
      times.there = performance.now() - from;
      const moved = video => new Promise(video.requestVideoFrameCallback.bind(video));
      Promise.all(videos.map(moved)).then(() => {
        times.moved = performance.now() - from;
        window.__times.push(times);
      });
    };
    look();
  }, true);
}"""


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[int(0.95 * len(times)) - 1]


def answered(page: Page) -> list[dict[str, float]]:
    """Answer pair after pair; return the milliseconds that each took."""
    page.evaluate(LISTEN)
    for number in range(ANSWERS):
        expect(page.locator(".vj-answers[data-ready=true]")).to_be_visible(timeout=20_000)
        page.wait_for_function(
            "seconds => document.querySelector(\"video[data-shown='true']\").currentTime > seconds",
            arg=LOOKED_S,
            timeout=20_000,
        )
        page.keyboard.press(KEYS[number % len(KEYS)])
        page.wait_for_function("n => window.__times.length > n", arg=number, timeout=20_000)
    times: list[dict[str, float]] = page.evaluate("() => window.__times")
    return times


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        for number in range(CLIPS):
            path = folder / f"{number}.mp4"
            coded_clip(path, 192, 1280, 720, 40 * number + 20, bit_rate=3_000_000, sound=True)
        book(folder / "judge.ipynb", CELL)
        with lab(folder) as url:
            browser = playwright.chromium.launch(executable_path=chromium())
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            open_notebook(page, url, "judge.ipynb")
            run_all(page)
            ran(page)
            page.locator(".vj-start button").click()
            expect(page.locator(".vj-pane[data-pair]")).to_have_count(2, timeout=60_000)
            times = answered(page)
            browser.close()
    there, moved = ([each[name] for each in times] for name in ("there", "moved"))
    print(
        f"from the answer's key to the next pair in its place, first frames decoded: median "
        f"{statistics.median(there):.0f} ms, p95 {p95(there):.0f} ms (aim {AIM_MS}); the next "
        f"frames on screen: {statistics.median(moved):.0f} and {p95(moved):.0f} ms"
    )


if __name__ == "__main__":
    main()
