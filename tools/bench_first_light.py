"""In JupyterLab: from Generate to the take, from ready to the first frame."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.e2e.lab import chromium, lab, open_notebook, ran, run_all  # noqa: E402

ROUNDS = 5
WATCH = """() => {
  const takes = () => [...document.querySelectorAll('.vs-studio .vs-take[data-job]')];
  window.__reset = () => {
    window.__old = new Set(takes().map(take => take.dataset.job));
    window.__video = null;
    window.__at = {click: performance.now()};
  };
  const note = (name) => { window.__at[name] ??= performance.now(); };
  new MutationObserver(() => {
    const fresh = takes().find(take => !window.__old.has(take.dataset.job));
    if (!fresh) return;
    note('take');
    if (fresh.dataset.state === 'ready') note('ready');
    const video = document.querySelector(`.vs-stage[data-job="${fresh.dataset.job}"] video`);
    if (video && video !== window.__video) {
      window.__video = video;
      video.requestVideoFrameCallback(() => note('frame'));
    }
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
  window.__reset();
}"""
PROMPT = ".vs-studio [data-field=prompt] textarea"


def rounds() -> list[tuple[float, float]]:
    """Return milliseconds from click to take, and from ready to the first frame."""
    folder = Path(tempfile.mkdtemp())
    shutil.copy(ROOT / "notebooks" / "quickstart.ipynb", folder)
    found = []
    with lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url, sync_playwright() as p:
        page = p.chromium.launch(executable_path=chromium()).new_page(
            viewport={"width": 1400, "height": 3000}
        )
        open_notebook(page, url, "quickstart.ipynb")
        run_all(page)
        ran(page)
        page.wait_for_selector(PROMPT)
        page.evaluate(WATCH)
        for number in range(ROUNDS):
            page.locator(PROMPT).fill(f"a lake, round {number}")
            page.evaluate("() => window.__reset()")
            page.locator(".vs-studio .vs-generate").click()
            page.wait_for_function("() => window.__at.frame && window.__at.ready", timeout=90_000)
            at = page.evaluate("() => window.__at")
            found.append((at["take"] - at["click"], at["frame"] - at["ready"]))
    return found


if __name__ == "__main__":
    pairs = rounds()
    take, frame = (statistics.median(values) for values in zip(*pairs, strict=True))
    print(f"Generate to its take on screen: {take:.0f} ms (median of {len(pairs)})")
    print(f"ready to first frame shown: {frame:.0f} ms (median of {len(pairs)})")
    print(f"ratio of the two: {frame / take:.2f}")
