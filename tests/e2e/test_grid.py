"""The comparison grid in JupyterLab: fills in, plays in step, compares, by keyboard."""

from __future__ import annotations

import shutil
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import nbformat
import numpy as np
import pytest

from tests.clips import coded_clip
from tests.e2e.lab import ROOT, lab, open_notebook, ran, run_all, snap, theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

NUMBERS = """() => [...document.querySelectorAll('.vg-pane video')].map(video => {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const pen = canvas.getContext('2d');
  pen.drawImage(video, 0, 0);
  const block = Math.floor(canvas.width / 12);
  const line = pen.getImageData(0, canvas.height >> 1, canvas.width, 1).data;
  let number = 0;
  for (let bit = 0; bit < 12; bit += 1) {
    const on = line[4 * (bit * block + (block >> 1))] > 127;
    number = number * 2 + Number(on);
  }
  return number;
})"""
CLOCKS = """() => [...document.querySelectorAll('.vg-pane video')]
  .map(video => [video.currentTime, video.paused])"""
PANES = """count => {
  const found = [...document.querySelectorAll('.vg-pane video')];
  return found.length >= count && found.every(one => one.readyState >= 2);
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "notebooks" / "sweep.ipynb", folder)
    hues = (40, 200, 40, 120)
    for number, hue in enumerate(hues):
        coded_clip(folder / f"clip{number}.mp4", frames=96, hue=hue, sound=True)
    (folder / "broken.mp4").write_bytes((folder / "clip0.mp4").read_bytes())
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "import veo_widgets as veo\n"
                "grid = veo.compare(['clip0.mp4', 'clip1.mp4', 'clip2.mp4', 'clip3.mp4'],"
                " labels=['first', 'second', 'third', 'fourth'])\ngrid"
            )
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folder / "coded.ipynb")
    with lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url:
        yield url, folder


def pixels(element: Locator) -> np.ndarray:
    """Return what is on the screen, as red, green and blue."""
    data = np.frombuffer(element.screenshot(), np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))[..., ::-1]


def coded(page: Page, site: tuple[str, Path], panes: int = 4) -> Locator:
    open_notebook(page, site[0], "coded.ipynb")
    run_all(page)
    ran(page)
    page.wait_for_function(PANES, arg=panes, timeout=60_000)
    return page.locator(".vg")


def same_frame(page: Page, count: int) -> int:
    """Wait until the panes stand on one frame, and return it, read from pixels."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('.vg-pane video')]"
        ".every(video => video.paused && !video.seeking)"
    )
    page.wait_for_timeout(120)  # the last frame's way to the screen
    numbers = page.evaluate(NUMBERS)
    assert len(numbers) == count
    assert len(set(numbers)) == 1, numbers
    return int(numbers[0])


def test_standing_panes_show_one_frame_by_keyboard_alone(
    page: Page, site: tuple[str, Path]
) -> None:
    grid = coded(page, site)
    grid.locator("[data-cell='0']").focus()
    for key, frame in [(".", 1), (".", 2), (",", 1), ("5", 48), ("End", 95), ("Home", 0)]:
        page.keyboard.press(key)
        page.wait_for_function(
            f"() => document.querySelector('.vw-time').dataset.frame === '{frame}'"
        )
        assert same_frame(page, 4) == frame
    page.keyboard.press(" ")
    page.wait_for_timeout(900)
    assert all(not paused for _, paused in page.evaluate(CLOCKS))
    page.keyboard.press(" ")
    assert same_frame(page, 4) > 5

    page.keyboard.press("Alt+.")
    page.wait_for_timeout(400)
    numbers = page.evaluate(NUMBERS)
    assert numbers[0] - numbers[1] == 1
    page.keyboard.press("Alt+,")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.dataset.cell === '1'")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.dataset.cell === undefined")


def test_panes_play_in_step_and_loop_together(page: Page, site: tuple[str, Path]) -> None:
    grid = coded(page, site)
    grid.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(800)
    spreads, times = [], []
    for _ in range(45):
        clocks = [time for time, _ in page.evaluate(CLOCKS)]
        spreads.append(max(clocks) - min(clocks))
        times.append(clocks[0])
        page.wait_for_timeout(100)

    assert any(later < earlier - 1 for earlier, later in pairwise(times))
    assert float(np.median(spreads)) < 0.1
    grid.get_by_role("button", name="Pause", exact=True).click()
    same_frame(page, 4)


def test_wipe_difference_and_blink_show_what_they_say(page: Page, site: tuple[str, Path]) -> None:
    grid = coded(page, site)
    grid.locator("[data-cell='0']").focus()
    page.keyboard.press("p")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("w")
    both = grid.locator(".vg-both")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.vg-both video')]"
        ".filter(video => video.readyState >= 2 && !video.seeking).length === 2"
    )
    page.wait_for_timeout(400)
    picture = pixels(both)
    height, width = picture.shape[:2]
    column = picture[:, width // 4].astype(int)
    row = int((column[:, 2] - column[:, 0]).argmax())  # within the picture, not beside it
    left, right = picture[row, width // 4], picture[row, 3 * width // 4]
    assert left[2] > left[0] + 60  # the first clip is blue
    assert right[0] > right[2] + 60  # the second one red

    grid.get_by_role("slider", name="Wipe").focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert pixels(both)[row, 7 * width // 10][2] > 150

    grid.locator("[data-cell='1']").focus()
    page.keyboard.press("d")
    page.wait_for_timeout(300)
    assert pixels(both)[row, width // 2].max() > 150
    page.keyboard.press("ArrowRight")  # the third clip is the first one again
    page.wait_for_timeout(1200)
    assert pixels(both)[row : height - row, ::7].max() < 60

    grid.locator("[data-cell='1']").focus()
    grid.get_by_role("radio", name="Blink").last.click()
    page.wait_for_timeout(600)
    grid.locator("[data-cell='1']").focus()
    page.keyboard.down("b")
    page.wait_for_timeout(200)
    assert pixels(both)[row, width // 2][2] > 150
    page.keyboard.up("b")
    page.wait_for_timeout(200)
    assert pixels(both)[row, width // 2][0] > 150
    snap(page, "grid-blink")


def test_one_pane_is_heard_at_a_time(page: Page, site: tuple[str, Path]) -> None:
    grid = coded(page, site)
    grid.locator("[data-cell='2']").focus()
    page.keyboard.press("a")
    heard = "() => [...document.querySelectorAll('.vg-pane video')].map(v => !v.muted)"
    assert page.evaluate(heard) == [False, False, True, False]
    page.keyboard.press("ArrowRight")
    assert page.evaluate(heard) == [False, False, False, True]
    page.keyboard.press("m")
    assert page.evaluate(heard) == [False] * 4


def test_the_kernel_drives_the_grid(page: Page, site: tuple[str, Path]) -> None:
    coded(page, site)
    page.evaluate(
        """code => { const app = window.jupyterapp;
        const kernel = app.shell.currentWidget.context.sessionContext.session.kernel;
        return kernel.requestExecute({code}).done.then(() => null); }""",
        "grid.time = 2.0\ngrid.baseline = 1\ngrid.focused = 3\ngrid.mode = 'onion'",
    )
    page.wait_for_selector(".vg-both[data-mode=onion]")
    page.wait_for_function("() => document.querySelector('.vw-time').dataset.frame === '48'")
    assert same_frame(page, 4) == 48
    assert page.locator("[data-cell='1'][data-baseline=true]").count() == 1


def test_a_sweep_of_twelve_fills_in_and_is_there_after_a_reload(
    page: Page, site: tuple[str, Path]
) -> None:
    open_notebook(page, site[0], "sweep.ipynb")
    page.evaluate(
        """() => { window.__seen = new Set();
        new MutationObserver(() => {
          for (const cell of document.querySelectorAll('.vg-cell')) {
            window.__seen.add(cell.dataset.state);
          }
        }).observe(document.body,
          {subtree: true, childList: true, attributes: true}); }"""
    )
    run_all(page)
    ran(page)
    seen = set(page.evaluate("() => [...window.__seen]"))
    assert seen >= {"planned", "ready"}
    assert seen & {"queued", "processing", "sending", "waiting"}
    show = "() => { const nb = jupyterapp.shell.currentWidget.content; nb.scrollToItem(3); }"
    page.evaluate(show)
    page.wait_for_function(PANES, arg=8, timeout=90_000)
    grid = page.locator(".vg").nth(1)
    assert "12 ready" in grid.locator("[data-part=summary]").inner_text()
    assert grid.locator(".vg-launch").inner_text().startswith("Generate 4 clips · $2.40")
    snap(page, "grid-sweep")

    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.content")
    page.wait_for_selector(".vg")
    page.evaluate(show)
    page.wait_for_function(PANES, arg=8, timeout=90_000)
    texts = page.locator("[data-part=summary]").all_inner_texts()
    assert any("12 ready" in text for text in texts)


@pytest.mark.parametrize(("width", "dark"), [(600, True), (1400, False), (2000, True)])
def test_the_grid_fits_every_width_and_theme(
    page: Page, site: tuple[str, Path], width: int, *, dark: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    grid = coded(page, site, panes=2)
    theme(page, "JupyterLab Dark" if dark else "JupyterLab Light")
    page.wait_for_timeout(600)
    box = grid.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width
    inside = grid.evaluate("root => root.scrollWidth <= root.clientWidth + 1")
    assert inside
    paper = grid.evaluate("root => getComputedStyle(root).backgroundColor")
    shade = int(paper.split("(")[1].split(",")[0])
    assert (shade < 100) is dark
    snap(page, f"grid-{width}-{'dark' if dark else 'light'}")
