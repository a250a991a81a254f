"""The comparison grid in JupyterLab: fills in, plays in step, compares, by keyboard."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.clips import coded_clip
from tests.e2e.grid_page import (
    NUMBERS,
    PANES,
    RUNNING,
    TURN,
    in_kernel,
    panes,
    pixels,
    reset,
    same_frame,
    shows,
)
from tests.e2e.lab import ROOT, book, lab, open_notebook, ran, run_all, snap, theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

WIDTHS = (400, 600, 1000, 1400, 1900)
RESET = """
grid.playing, grid.mode, grid.sound, grid.sync, grid.verified = False, "grid", "off", "time", False
grid.baseline, grid.focused, grid.selected, grid.offsets, grid.time = -1, -1, [], {}, 0.0
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "notebooks" / "sweep.ipynb", folder)
    hues = (40, 200, 40, 120)
    for number, hue in enumerate(hues):
        coded_clip(folder / f"clip{number}.mp4", frames=96, hue=hue, sound=True)
    (folder / "broken.mp4").write_bytes((folder / "clip0.mp4").read_bytes())
    book(
        folder / "coded.ipynb",
        "import veo_widgets as veo\n"
        "grid = veo.compare(['clip0.mp4', 'clip1.mp4', 'clip2.mp4', 'clip3.mp4'],"
        " labels=['first', 'second', 'third', 'fourth'])\ngrid",
    )
    with lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url:
        yield url, folder


@pytest.fixture(scope="module")
def opened(browser: Browser, site: tuple[str, Path]) -> Iterator[Page]:
    """Return one page with the four clips, for all tests that look at them."""
    with panes(browser, site[0], "coded.ipynb", 4, 1800) as page:
        yield page


@pytest.fixture
def grid(opened: Page) -> Locator:
    opened.evaluate("() => document.activeElement.blur()")
    reset(opened, RESET, 4)
    expect(opened.locator(".vg-stage")).to_have_count(0)
    expect(opened.locator(".vg-cell[data-focused=true]")).to_have_count(0)
    return opened.locator(".vg")


def test_standing_panes_show_one_frame_by_keyboard_alone(grid: Locator) -> None:
    page = grid.page
    grid.locator("[data-cell='0']").focus()
    for key, frame in [(".", 1), (".", 2), (",", 1), ("5", 48), ("End", 95), ("Home", 0)]:
        page.keyboard.press(key)
        assert same_frame(page, 4, frame) == frame
    page.keyboard.press(" ")
    page.wait_for_function(RUNNING)
    page.keyboard.press(" ")
    assert same_frame(page, 4) > 5

    page.keyboard.press("Alt+.")
    page.wait_for_function(f"() => {{ const n = ({NUMBERS})(); return n[0] - n[1] === 1; }}")
    page.keyboard.press("Alt+,")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.dataset.cell === '1'")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.dataset.cell === undefined")


def test_panes_play_in_step_and_loop_together(grid: Locator) -> None:
    page = grid.page
    grid.locator("[data-cell='0']").focus()
    page.keyboard.press("6")
    page.keyboard.press(" ")
    turned, spreads = page.evaluate(TURN)
    page.keyboard.press(" ")

    assert turned > 0
    assert float(np.median(spreads)) < 0.1
    live = page.locator(".vg-pane video").count()
    assert live > 1, "a busy machine plays fewer than four, and those in step"
    same_frame(page, live)


def test_wipe_difference_and_blink_show_what_they_say(grid: Locator) -> None:
    page = grid.page
    grid.locator("[data-cell='0']").focus()
    for key in ("p", "ArrowRight", "w"):
        page.keyboard.press(key)
    both = grid.locator(".vg-both")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.vg-both video')]"
        ".filter(video => video.readyState >= 2 && !video.seeking).length === 2"
    )
    height, width = pixels(both).shape[:2]

    def line(picture: np.ndarray) -> int:
        column = picture[:, width // 4]
        return int((column[:, 2] - column[:, 0]).argmax())  # within the picture, not beside it

    def wiped(picture: np.ndarray) -> bool:
        left, right = (picture[line(picture), n * width // 4] for n in (1, 3))
        return bool(left[2] > left[0] + 60 and right[0] > right[2] + 60)

    row = line(shows(both, wiped))  # the first clip is blue, the second one red
    grid.get_by_role("slider", name="Wipe").focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    shows(both, lambda picture: picture[row, 7 * width // 10][2] > 150)

    grid.locator("[data-cell='1']").focus()
    page.keyboard.press("d")
    shows(both, lambda picture: picture[row, width // 2].max() > 150)
    page.keyboard.press("ArrowRight")  # the third clip is the first one again
    shows(both, lambda picture: picture[row : height - row, ::7].max() < 60)

    grid.locator("[data-cell='1']").focus()
    grid.get_by_role("radio", name="Blink").last.click()
    grid.locator("[data-cell='1']").focus()
    page.keyboard.down("b")
    shows(both, lambda picture: picture[row, width // 2][2] > 150)
    page.keyboard.up("b")
    shows(both, lambda picture: picture[row, width // 2][0] > 150)
    snap(page, "grid-blink")
    page.keyboard.press("Escape")


def test_one_pane_is_heard_at_a_time(grid: Locator) -> None:
    page = grid.page

    def heard(cell: int, clock: str) -> None:
        page.wait_for_function(
            "cell => { const voice = document.querySelector('.vg-voice');"
            " const pane = document.querySelector(`.vg-pane video[data-index='${cell}']`);"
            " return Number(voice.dataset.index) === cell && !voice.muted && "
            f"{clock} && Math.abs(voice.currentTime - pane.currentTime) < 0.1; }}",
            arg=cell,
        )

    grid.locator("[data-cell='2']").focus()
    page.keyboard.press("a")
    page.keyboard.press(" ")
    heard(2, "voice.currentTime > 0.3")
    page.keyboard.press("ArrowRight")
    heard(3, "!voice.paused && voice.currentTime > 0.3")
    assert page.evaluate(
        "() => [...document.querySelectorAll('.vg-pane video')].every(v => v.muted)"
    )
    page.keyboard.press("m")
    expect(grid.locator(".vg-voice")).to_have_js_property("muted", value=True)
    page.keyboard.press(" ")


def test_the_kernel_drives_the_grid(grid: Locator) -> None:
    page = grid.page
    in_kernel(page, "grid.time, grid.baseline, grid.focused, grid.mode = 2.0, 1, 3, 'onion'")
    page.wait_for_selector(".vg-both[data-mode=onion]")
    assert same_frame(page, 4, 48) == 48
    expect(page.locator("[data-cell='1'][data-baseline=true]")).to_have_count(1)


def test_one_clip_is_enlarged_and_arrows_lead_on(grid: Locator) -> None:
    page = grid.page
    grid.locator("[data-cell='0']").focus()
    page.keyboard.press("Enter")
    stage = grid.locator(".vg-stage")
    expect(stage).to_contain_text("first")
    page.keyboard.press("ArrowRight")
    expect(stage).to_contain_text("second")
    page.wait_for_function("() => document.querySelector('.vg-side-of video')?.readyState >= 2")
    page.keyboard.press("Escape")
    expect(stage).to_have_count(0)
    expect(grid.locator("[data-cell='1']")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_grid_fits_every_width_and_theme(grid: Locator, width: int) -> None:
    page = grid.page
    page.set_viewport_size({"width": width, "height": 1000})
    for name in ("Light", "Dark"):
        theme(page, f"JupyterLab {name}")
        page.wait_for_function(
            """([width, dark]) => {
            const root = document.querySelector('.vg');
            const { left, right } = root.getBoundingClientRect();
            const shade = Number(getComputedStyle(root).backgroundColor.match(/[0-9]+/)[0]);
            return left >= 0 && right <= width && (shade < 100) === dark
              && root.scrollWidth <= root.clientWidth + 1; }""",
            arg=[width, name == "Dark"],
        )
        snap(page, f"grid-{width}-{name.lower()}")


@pytest.mark.slow
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
    grid.locator("[data-cell='0']").focus()
    page.keyboard.press("v")
    expect(grid.locator(".vg-checks").first).to_be_visible()

    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.content")
    page.wait_for_selector(".vg")
    page.evaluate(show)
    page.wait_for_function(PANES, arg=8, timeout=90_000)
    expect(page.locator(".vg").nth(1).locator(".vg-checks").first).to_be_visible()
    texts = page.locator("[data-part=summary]").all_inner_texts()
    assert any("12 ready" in text for text in texts)
