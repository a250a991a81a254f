"""In JupyterLab: from Generate to the badge, from ready to the first frame."""

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
  window.__reset = () => {
    window.__old = new Set([...document.querySelectorAll('.vs-take[data-job]')].map(b => b.dataset.job));
    window.__video = document.querySelector('.vs-stage video');
    window.__at = {click: performance.now()};
  };
  const note = (name) => { window.__at[name] ??= performance.now(); };
  new MutationObserver(() => {
    const fresh = [...document.querySelectorAll('.vs-take[data-state]')]
      .find(b => !window.__old.has(b.dataset.job));
    if (fresh) note('badge');
    if (fresh && fresh.dataset.state === 'ready') note('ready');
    const video = document.querySelector('.vs-stage video');
    if (video && video !== window.__video) {
      window.__video = video;
      video.requestVideoFrameCallback(() => note('frame'));
    }
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
  window.__reset();
}"""


def rounds() -> list[tuple[float, float]]:
    """Return milliseconds from click to badge, and from ready to the first frame."""
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
        page.wait_for_selector(".vs-stage video")
        page.evaluate(WATCH)
        for number in range(ROUNDS):
            page.locator("[data-field=prompt] textarea").fill(f"a lake, round {number}")
            page.evaluate("() => window.__reset()")
            page.locator(".vs-generate").click()
            page.wait_for_function("() => window.__at.frame && window.__at.ready", timeout=90_000)
            at = page.evaluate("() => window.__at")
            found.append((at["badge"] - at["click"], at["frame"] - at["ready"]))
    return found


if __name__ == "__main__":
    pairs = rounds()
    badge, frame = (statistics.median(values) for values in zip(*pairs, strict=True))
    print(f"Generate to first badge: {badge:.0f} ms (median of {len(pairs)})")
    print(f"ready to first frame shown: {frame:.0f} ms (median of {len(pairs)})")
    print(f"ratio of frame to badge: {frame / badge:.2f}")
