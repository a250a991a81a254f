"""Write ``report.webp``, ``report-blind.webp`` and ``sheet.webp`` of ``docs/pictures``: what others get.

Run it as ``python -m tools.shots_report``, with a folder to get every width, theme and printed
page as well, to be looked at.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from playwright.sync_api import expect, sync_playwright

import veo_widgets as veo
from tests.e2e.lab import ROOT, chromium
from tools.webp import small
from veo_widgets.client import Client
from veo_widgets.experiment import open_sweep
from veo_widgets.report import write_report

if TYPE_CHECKING:
    from os import PathLike

    from numpy.typing import NDArray
    from playwright.sync_api import Browser, Page

TARGET: Final = ROOT / "docs/pictures"
WIDTHS: Final = (400, 600, 1000, 1400, 1900)
ANSWERS: Final = ("left", "right", "tie", "left", "right") * 4
SWEEP: Final = {
    "name": "snow",
    "prompt": "a {animal} walks through the snow at dawn",
    "animal": ["fox", "deer"],
    "model": ["veo-3.1-fast", "veo-3-fast"],
    "seed": [1, 2],
    "duration": 4,
    "resolution": "720p",
    "generate_audio": True,
}


TALL: Final = {"report": 900, "report-blind": 800}
"""How much of each page the documents show."""


def written(folder: Path) -> tuple[Path, Path]:
    """Make a sweep's clips on the local server, judge them, and write reports and a sheet."""
    with Client(home=folder / "home") as client:
        sweep = open_sweep(client, SWEEP)
        sweep.run()
        sweep.wait(900)
        judging = veo.judge(sweep, by="model")
        for answer in ANSWERS:
            judging.vote(answer)
        judging.close()
        whole = write_report(sweep, folder / "snow.html", by="model", title="Fox and deer in snow")
        blind = write_report(sweep, folder / "blind.html", blind=True, by="model")
        sheet = veo.ComparisonGrid(sweep).contact_sheet(folder / "sheet.png")
        (TARGET / "sheet.webp").write_bytes(small(read(sheet)))
    return Path(whole.path), Path(blind.path)


def opened(browser: Browser, path: Path, width: int, scheme: str) -> Page:
    """Open a report, and wait until what is in view is drawn."""
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        device_scale_factor=1.5,
        reduced_motion="reduce",
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(path.as_uri())
    expect(page.locator("h1").first).to_be_visible()
    page.wait_for_function(
        "() => [...document.querySelectorAll('video')].filter(v => v.offsetWidth)"
        ".every(v => v.readyState >= 2) && [...document.images].every(i => i.complete)"
    )
    return page


def voting(page: Page) -> None:
    """Begin to vote, and stop where something is to be seen."""
    page.emulate_media(reduced_motion="no-preference")  # clips begin by themselves
    page.get_by_label("Your name").fill("Ana")
    page.keyboard.press("Enter")
    expect(page.locator(".vj-answers[data-ready=true]")).to_be_visible(timeout=60_000)
    for key in ("Home", *"." * 50):
        page.keyboard.press(key)
    page.wait_for_function(
        "() => [...document.querySelectorAll('video')].every(v => v.paused && !v.seeking)"
    )


def read(path: PathLike[str]) -> NDArray[np.uint8]:
    """Return a picture's pixels."""
    pixels = cv2.imread(os.fspath(path))
    assert pixels is not None
    return np.asarray(pixels, np.uint8)


def whole_page(page: Page, width: int) -> None:
    """Make the window as tall as the page: what sticks to an edge lies where it does for a reader."""
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(
        "() => [...document.querySelectorAll('.vg-pane')].filter(pane => {"
        "const {left} = pane.getBoundingClientRect(); return left >= 0 && left < innerWidth; })"
        ".every(pane => pane.dataset.live === 'yes')"
    )


def main() -> int:
    """Write the pictures."""
    looked = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    os.environ["VEO_WIDGETS_LOCAL"] = '{"draft": true}'
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        whole, blind = written(Path(name))
        browser = playwright.chromium.launch(executable_path=chromium())
        for path, target in ((whole, "report"), (blind, "report-blind")):
            page = opened(browser, path, 1240, "light")
            page.set_viewport_size({"width": 1240, "height": TALL[target]})
            if target == "report-blind":
                voting(page)
            page.screenshot(path=Path(name) / "shot.png")
            (TARGET / f"{target}.webp").write_bytes(small(read(Path(name) / "shot.png")))
            if looked is not None:
                looked.mkdir(parents=True, exist_ok=True)
                page.pdf(
                    path=looked / f"{target}.pdf", prefer_css_page_size=True, print_background=True
                )
            page.close()
            for width in WIDTHS if looked is not None else ():
                for scheme in ("light", "dark"):
                    page = opened(browser, path, width, scheme)
                    whole_page(page, width)
                    page.screenshot(path=f"{looked}/{target}-{width}-{scheme}.png")
                    page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
