"""Write ``docs/pictures``: the kit in JupyterLab, as the README and the documents show it.

Run it as ``make pictures``. Seeds are fixed and the local server renders, so that what is on
the pictures changes only when the kit does.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np
from playwright.sync_api import expect, sync_playwright

from tests.e2e.lab import ROOT, book, chromium, lab, open_notebook, ran, run_all
from tools.webp import small

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FloatRect, Locator, Page

TARGET: Final = ROOT / "docs/pictures"
DENSITY: Final = 1.5
MADE: Final = """
import veo_widgets as veo
sweep = veo.sweep(
    "a {animal} walks through the snow at dawn", name="snow", animal=["fox", "deer"],
    model=["veo-3.1-fast", "veo-3-fast"], seed=[1, 2], duration=4, resolution="720p",
    generate_audio=True)
sweep.run()
sweep.wait(900)
takes = [
    ("veo-2", "a paper boat sails down a rainy street", 4, 5),
    ("veo-3-fast", "an owl on a fence post under a full moon", 1, 4),
    ("veo-3.1-fast", "a red panda rides a skateboard through a city at dusk", 7, 4),
]
for model, prompt, seed, duration in takes:
    sized = {} if model == "veo-2" else {"resolution": "720p"}
    job = veo.submit(model, prompt=prompt, seed=seed, duration=duration, **sized)
    job.wait(600)
judging = veo.judge(sweep, by="model")
for answer in ["left", "right", "tie", "left", "left"] * 4:
    judging.vote(answer)
judging.close()
"""
SETTLED: Final = """async cell => {
  const frame = () => new Promise(requestAnimationFrame);
  const videos = [...cell.querySelectorAll('video')].filter(one => one.offsetWidth);
  const images = [...cell.querySelectorAll('img')].filter(one => one.offsetWidth);
  await frame();
  await frame();
  return videos.every(one => one.readyState >= 2 && !one.seeking)
    && images.every(one => one.complete) && !cell.querySelector('.vw-spin');
}"""
QUIET: Final = ".jp-cell-toolbar, .jp-Collapser, .jp-InputPrompt, .jp-OutputPrompt {display: none}"


class Picture(NamedTuple):
    """A cell that is run, and what is done before it is taken.

    Attributes:
        name: The file's.
        source: The cell's.
        size: Of the window, in pixels.
        prepare: Brings its output to where it looks best.
        whole: Whether the whole window is taken, not the cell alone.
    """

    name: str
    source: str
    size: tuple[int, int]
    prepare: Callable[[Page, Locator], None]
    whole: bool = False


def _seek(scope: Locator, frame: int) -> None:
    bar = scope.locator("input[aria-label=Seek]").first
    bar.evaluate(
        "(bar, frame) => { bar.value = frame;"
        " bar.dispatchEvent(new Event('input', {bubbles: true})) }",
        frame,
    )
    expect(scope.locator(f"[data-frame='{frame}']").first).to_be_attached()


def _studio(_: Page, cell: Locator) -> None:
    cell.locator("[data-field=prompt] textarea").fill(
        "a red panda rides a skateboard through a city at dusk, camera low and close"
    )
    expect(cell.locator(".vs-take").nth(2)).to_be_visible()
    expect(cell.locator(".vs-stage video")).to_be_visible()
    _seek(cell, 40)


def _job(_: Page, cell: Locator) -> None:
    expect(cell.locator("video")).to_be_visible(timeout=240_000)
    _seek(cell, 40)


def _grid(_: Page, cell: Locator) -> None:
    expect(cell.locator(".vg-pane video").nth(7)).to_be_visible(timeout=240_000)
    _seek(cell, 50)


def _wipe(page: Page, cell: Locator) -> None:
    cell.locator("[data-cell='0']").focus()
    page.keyboard.press("p")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("w")
    expect(cell.locator(".vg-both video")).to_have_count(2)
    _seek(cell, 50)


def _judge(page: Page, cell: Locator) -> None:
    page.emulate_media(reduced_motion="no-preference")  # clips begin by themselves
    cell.locator(".vj-start button").click(timeout=240_000)
    expect(cell.locator(".vj-answers[data-ready=true]")).to_be_visible(timeout=240_000)
    for key in ("Home", *"." * 50):
        page.keyboard.press(key)
    page.emulate_media(reduced_motion="reduce")


def _verdict(_: Page, cell: Locator) -> None:
    expect(cell.get_by_text("Chance to be preferred").first).to_be_visible(timeout=240_000)


PICTURES: Final = (
    Picture("studio", "veo.studio()", (1240, 1000), _studio),
    Picture("job", "job", (900, 1000), _job),
    Picture("grid", "veo.ComparisonGrid(sweep)", (1240, 1000), _grid),
    Picture("judge", 'veo.judge(sweep, by="model", rater="ana")', (1240, 800), _judge),
    Picture("verdict", 'sweep.verdict(by="model")', (900, 800), _verdict),
    Picture("wipe", "veo.ComparisonGrid(sweep)", (1240, 800), _wipe, whole=True),
)


def main() -> int:
    """Write the pictures that are named, or all."""
    wanted = [each for each in PICTURES if each.name in sys.argv[1:] or len(sys.argv) == 1]
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        book(folder / "pictures.ipynb", MADE, *(picture.source for picture in wanted))
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": 1240, "height": 1000},
            device_scale_factor=DENSITY,
            reduced_motion="reduce",
        )
        with lab(folder) as url:
            open_notebook(page, url, "pictures.ipynb")
            page.evaluate("() => jupyterapp.shell.collapseLeft()")
            page.add_style_tag(content=QUIET)
            run_all(page)
            ran(page)
            for number, picture in enumerate(wanted, 1):
                _take(page, number, picture)
        browser.close()
    return 0


def _take(page: Page, number: int, picture: Picture) -> None:
    """Bring a cell to the window's top, prepare it and write its picture."""
    width, height = picture.size
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("n => jupyterapp.shell.currentWidget.content.scrollToItem(n, 'start')", number)
    cell = page.locator(".jp-CodeCell").nth(number)
    cell.scroll_into_view_if_needed()
    picture.prepare(page, cell)
    cell.evaluate("cell => cell.scrollIntoView({block: 'start'})")
    page.mouse.move(0, 0)
    page.wait_for_function(SETTLED, arg=cell.element_handle(), timeout=120_000)
    box, pane = cell.bounding_box(), page.locator(".jp-NotebookPanel-notebook").bounding_box()
    assert box is not None
    assert pane is not None
    bottom = min(box["y"] + box["height"], pane["y"] + pane["height"])
    clip: FloatRect = {**box, "height": bottom - box["y"]}
    png = page.screenshot() if picture.whole else page.screenshot(clip=clip)
    target = TARGET / f"{picture.name}.webp"
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    target.write_bytes(small(pixels))
    print(target, target.stat().st_size)


if __name__ == "__main__":
    raise SystemExit(main())
