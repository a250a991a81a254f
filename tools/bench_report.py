"""How long a report of 48 clips takes to write, and to open from its file in Chromium.

Run it as ``python tools/bench_report.py``. The clips are four, each under twelve names.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.clips import coded_clip
from tests.e2e.lab import chromium
from veo_widgets._lib.files import sha256_of
from veo_widgets.media import Derived
from veo_widgets.media.derive import FACTS
from veo_widgets.media.derived import KINDS
from veo_widgets.report import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CLIPS: Final = 48
DIFFERENT: Final = 4
ROUNDS: Final = 5
FREE: Final = b"\0\0\0\x10free"
"""A box of 16 bytes that every reader passes over."""
SHOWN: Final = """() => {
  const panes = [...document.querySelectorAll('.vg-pane')];
  const inside = panes.filter(pane => pane.getBoundingClientRect().top < innerHeight);
  return inside.length && inside.every(pane => pane.dataset.live === 'yes')
    ? performance.now() : 0;
}"""
PAINT: Final = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


def clips(folder: Path, derived: Path) -> list[Path]:
    """Write the clips, and what is made of them."""
    made = Derived(derived)
    files: list[Path] = []
    for number in range(DIFFERENT):
        first = coded_clip(
            folder / f"{number}.mp4",
            96,
            1280,
            720,
            30 + 50 * number,
            bit_rate=750_000,
            sound=True,
        )
        digest = sha256_of(first)
        made.make(first, digest).result()
        files.append(first)
        for copy in range(1, CLIPS // DIFFERENT):
            again = folder / f"{number}-{copy}.mp4"
            again.write_bytes(first.read_bytes() + FREE + f"{number:4}{copy:4}".encode())
            other = sha256_of(again)
            for kind in (*KINDS, FACTS):
                shutil.copyfile(made.path(digest, kind), made.path(other, kind))
            files.append(again)
    return files


def opened(browser: Browser, page: Path) -> tuple[float, float]:
    """Return the milliseconds until something is read, and until the panes in sight have pictures."""
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    tab.goto(f"file://{page}", wait_until="commit")
    shown = tab.wait_for_function(SHOWN, polling="raf", timeout=60_000).json_value()
    paint = tab.evaluate(PAINT)
    tab.close()
    return paint, shown


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        os.environ["VEO_WIDGETS_HOME"] = str(folder / "home")
        files = clips(folder, folder / "home" / "derived")
        browser = playwright.chromium.launch(executable_path=chromium())
        for name in ("one.html", "beside/"):
            began = time.perf_counter()
            report = write_report(files, f"{folder}/{name}")
            wrote = time.perf_counter() - began
            page = report.path / "index.html" if name.endswith("/") else report.path
            times = sorted(opened(browser, page)[::-1] for _ in range(ROUNDS))
            shown, paint = times[ROUNDS // 2]
            print(
                f"{name}: {CLIPS} clips, {report.size / 1e6:.0f} MB, written in {wrote:.1f} s; "
                f"read after {paint:.0f} ms, pictures in all panes in sight after {shown:.0f} ms "
                f"(median of {ROUNDS})"
            )
        browser.close()


if __name__ == "__main__":
    main()
