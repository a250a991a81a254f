"""Clips compared two by two in JupyterLab: mixed shapes and lengths, step, and what outlives a reload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.clips import coded_clip
from tests.e2e.grid_page import NUMBERS, in_kernel, panes, pixels, shows
from tests.e2e.lab import book, snap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]
COMPARE = """import veo_widgets as veo
grid = veo.compare(['a/wide.mp4', 'a/tall.mp4', 'a/short.mp4'])
grid"""
RESET = """
grid.playing, grid.mode, grid.sound, grid.sync, grid.loop = False, "grid", "off", "time", True
grid.baseline, grid.focused, grid.selected, grid.offsets, grid.cuts = -1, -1, [], {}, {}
grid.hidden, grid.order, grid.per_row, grid.verified, grid.time = [], "plan", 0, False, 0.0
"""
SIDES = """() => [...document.querySelectorAll('.vg-both video')]
  .every(video => video.readyState >= 2 && !video.seeking)"""
FRAMES = f"""want => [...document.querySelectorAll('.vg-pane video')]
  .every(video => video.readyState >= 2 && !video.seeking)
  && JSON.stringify(({NUMBERS})()) === JSON.stringify(want)"""
APART = f"""most => {{ const videos = [...document.querySelectorAll('.vg-pane video')];
  if (videos.some(video => video.readyState < 2 || video.seeking)) return false;
  const from = ({NUMBERS})().map((at, n) => at - [24, 12, 0][videos[n].dataset.index]);
  return from[0] > 16 && Math.max(...from) - Math.min(...from) <= most
    && (most > 0 || videos.length === 3 && videos.every(video => video.paused)); }}"""
STAGED = """want => { const sides = [...document.querySelectorAll('.vg-both video')];
  return sides.length === want.length && sides.every((video, n) => video.readyState >= 2
    && !video.seeking && Math.floor(video.currentTime * 24 + 0.01) === want[n]); }"""
SECOND = """() => {
  const nb = jupyterapp.shell.currentWidget.content;
  nb.activeCellIndex = 1;
  nb.activeCell.model.sharedModel.setSource('grid');
  return jupyterapp.commands.execute('notebook:run-cell').then(() => null);
}"""


@pytest.fixture(scope="module")
def opened(browser: Browser, site: tuple[str, Path]) -> Iterator[Page]:
    url, root = site
    folder = root / "compare" / "a"
    folder.mkdir(parents=True)
    coded_clip(folder / "wide.mp4", 96, hue=40, sound=True)
    coded_clip(folder / "tall.mp4", 96, 360, 640, hue=200)
    coded_clip(folder / "short.mp4", 48, hue=120)
    book(folder.parent / "compare.ipynb", COMPARE, "")
    with panes(browser, url, "compare/compare.ipynb", 3) as page:
        yield page


@pytest.fixture
def grid(opened: Page) -> Locator:
    opened.evaluate("() => document.activeElement.blur()")
    in_kernel(opened, RESET)
    found = opened.locator(".vg").first
    expect(opened.locator(".vg-stage")).to_have_count(0)
    expect(opened.locator(".vg-cell[data-focused=true]")).to_have_count(0)
    expect(found.locator(".vg-cell")).to_have_count(3)
    found.evaluate("each => each.scrollIntoView({block: 'start'})")
    return found


def frames(page: Page, *want: int) -> None:
    """Wait until the panes show these frames."""
    page.wait_for_function(FRAMES, arg=want)


def test_clips_are_named_by_what_differs_and_say_when_they_are_over(grid: Locator) -> None:
    page = grid.page
    titles = grid.locator(".vg-caption .vg-title").all_inner_texts()
    assert titles == ["wide.mp4", "tall.mp4", "short.mp4"]
    grid.get_by_role("button", name="Same in all cells").click()
    expect(grid.locator(".vg-shared")).to_contain_text("24")
    page.keyboard.press("Escape")
    grid.get_by_role("button", name="besides what is compared").click()
    expect(grid.locator(".vg-unequal")).to_contain_text("Length")
    expect(grid.locator(".vg-unequal")).to_contain_text("Sound")
    page.keyboard.press("Escape")

    grid.locator("[data-cell='0']").focus()
    page.keyboard.press("End")
    frames(page, 95, 95, 47)
    short = grid.locator("[data-cell='2']")
    expect(short).to_contain_text("ended 2.0 s")
    expect(short.locator(".vg-pane")).to_have_attribute("data-over", "true")
    expect(grid.locator("[data-cell='0']")).not_to_contain_text("ended")


def test_two_ticked_are_compared_over_the_whole_window(grid: Locator) -> None:
    page = grid.page
    for cell in (0, 1):
        grid.locator(f"[data-cell='{cell}']").focus()
        page.keyboard.press("e")
        expect(grid.locator(f"[data-cell='{cell}']")).to_have_attribute("aria-selected", "true")
    grid.get_by_role("button", name="Compare", exact=True).click()
    stage = page.locator(".vg-stage")
    page.wait_for_function(SIDES)
    size = stage.bounding_box()
    assert size is not None
    assert (size["width"], size["height"]) == (1400, 900)
    both = stage.locator(".vg-both")

    def black_beside_b(picture: np.ndarray) -> bool:
        height, width = picture.shape[:2]
        beside = picture[height // 2 - 40 : height // 2 + 40, 9 * width // 10]
        inside = picture[height // 8, 55 * width // 100]
        return bool(beside.max() < 30 and inside[0] > inside[2] + 60)

    shows(both, black_beside_b)  # the tall clip is narrow; A does not go on beside it
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    expect(stage).to_have_count(0)

    in_kernel(page, "grid.baseline, grid.focused = 0, 2")
    grid.locator("[data-cell='2']").focus()
    for key, mode in (("w", "wipe"), ("d", "difference"), ("n", "onion"), ("Enter", None)):
        page.keyboard.press(key)
        expect(page.locator(".vg-both")).to_have_count(0 if mode is None else 1)
        if mode:
            expect(page.locator(".vg-both")).to_have_attribute("data-mode", mode)
            expect(stage).to_contain_text("B ended 2.0 s")
    grid.locator("[data-cell='2']").focus()
    page.keyboard.press("Enter")
    expect(stage.locator(".vg-title")).to_have_text("short.mp4")
    page.keyboard.press("ArrowLeft")
    expect(stage.locator(".vg-title")).to_have_text("tall.mp4")
    expect(stage.locator(".vg-small")).to_have_count(3)
    page.wait_for_function("() => document.querySelector('.vg-side-of video').videoHeight === 640")
    page.keyboard.press("Escape")


def test_the_wheel_scrolls_unless_ctrl_is_held_and_what_is_enlarged_is_dragged(
    grid: Locator,
) -> None:
    page = grid.page
    zoom = "() => Number(document.querySelector('.vg').style.getPropertyValue('--zoom'))"
    place = "() => Number(document.querySelector('.vg').style.getPropertyValue('--zx'))"
    in_kernel(page, "grid.mode = 'wipe'")
    both = grid.locator(".vg-both")
    both.hover()
    top = both.bounding_box()
    page.mouse.wheel(0, 120)
    page.wait_for_function(
        "top => document.querySelector('.vg-both').getBoundingClientRect().top !== top",
        arg=top and top["y"],
    )
    assert page.evaluate(zoom) == 1
    in_kernel(page, "grid.mode = 'grid'")
    pane = grid.locator("[data-cell='0'] .vg-pane")
    pane.hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    page.wait_for_function(f"() => ({zoom})() > 1.1")
    before = page.evaluate(place)
    page.mouse.down()
    page.mouse.move(700, 300, steps=3)
    page.mouse.up()
    assert page.evaluate(place) != before
    grid.locator("[data-cell='0']").focus()
    page.keyboard.press("r")
    page.wait_for_function(f"() => ({zoom})() === 1")
    page.keyboard.press("z")
    grid.locator("[data-cell='1'] .vg-pane").hover()
    page.wait_for_function(f"() => ({zoom})() === 3")
    page.keyboard.press("z")
    page.wait_for_function(f"() => ({zoom})() === 1")


def test_offsets_hold_everywhere_and_step_is_by_time_share_cut_or_not_at_all(grid: Locator) -> None:
    page = grid.page
    in_kernel(page, "grid.offsets, grid.time = {'1': -12}, 1.0")
    frames(page, 24, 12, 24)
    expect(grid.locator("[data-cell='1'] .vg-caption")).to_contain_text("-12 f")
    in_kernel(page, "grid.baseline, grid.focused, grid.mode = 0, 1, 'onion'")
    page.wait_for_function(SIDES)
    page.wait_for_function(
        "() => { const [a, b] = document.querySelectorAll('.vg-both video');"
        " return Math.abs(a.currentTime - b.currentTime - 0.5) < 0.01; }"
    )
    in_kernel(page, "grid.mode, grid.offsets, grid.sync, grid.time = 'grid', {}, 'share', 2.0")
    frames(page, 48, 48, 24)
    in_kernel(page, "grid.cuts, grid.sync, grid.time = {'2': 24}, 'cut', 0.5")
    expect(grid.get_by_label("What the panes keep in step by (G)")).to_have_value("cut")
    in_kernel(page, "grid.sync, grid.time = 'time', 0.0")
    frames(page, 0, 0, 0)
    grid.locator("[data-cell='1']").focus()
    page.keyboard.press("g")
    expect(grid.get_by_label("What the panes keep in step by (G)")).to_have_value("off")
    page.keyboard.press(".")
    page.wait_for_function(f"() => ({NUMBERS})()[1] === 1")
    assert page.evaluate(NUMBERS) == [0, 1, 0]
    page.keyboard.press("g")


def test_clips_run_from_their_cuts_and_offsets_hold_on_the_stage(grid: Locator) -> None:
    page = grid.page
    seek = grid.get_by_role("slider", name="Seek").first
    menu = page.get_by_role("menuitem", name="Its cut is at this moment")

    def cut(cell: int) -> None:
        grid.locator(f"[data-cell='{cell}'] .vg-pane").hover()
        grid.locator(f"[data-cell='{cell}']").get_by_title("More").click()
        menu.click()

    seek.fill("24")
    frames(page, 24, 24, 24)
    cut(0)
    expect(grid.get_by_label("What the panes keep in step by (G)")).to_have_value("cut")
    frames(page, 24, 0, 0)
    seek.fill("12")
    frames(page, 36, 12, 12)
    cut(1)
    frames(page, 24, 12, 0)

    for button, apart in (("Play", 2), ("Pause", 0)):
        grid.get_by_role("button", name=button, exact=True).click()
        page.wait_for_function(APART, arg=apart)
    seek.fill("0")
    frames(page, 24, 12, 0)
    grid.locator("[data-cell='1']").focus()
    for _ in range(3):
        page.keyboard.press("Alt+.")
    frames(page, 24, 15, 0)
    page.keyboard.press("Enter")
    for key, frame in ((None, 15), ("ArrowLeft", 24), ("ArrowRight", 15), (".", 16), ("Home", 15)):
        if key:
            page.keyboard.press(key)
        page.wait_for_function(STAGED, arg=[frame])
    page.keyboard.press("Escape")
    in_kernel(page, "grid.baseline, grid.focused = 0, 1")
    grid.locator("[data-cell='1']").focus()
    page.keyboard.press("d")
    page.wait_for_function(STAGED, arg=[24, 15])
    page.keyboard.press(" ")
    page.wait_for_function(
        """() => { const [a, b] = document.querySelectorAll('.vg-both video');
        return !a.paused && a.currentTime > 1.4 && Math.abs(a.currentTime - b.currentTime - 9 / 24) < 0.09; }"""
    )
    page.keyboard.press(" ")
    page.keyboard.press("Escape")


def test_what_was_arranged_outlives_a_reload_and_is_in_a_second_view(grid: Locator) -> None:
    page = grid.page
    page.evaluate(SECOND)
    grid.locator("[data-cell='1']").focus()
    for key in ("Alt+.", "y", "a", "v"):
        page.keyboard.press(key)
    grid.get_by_role("button", name="Display").click()
    page.get_by_label("Order").select_option("state")
    page.get_by_role("slider", name="Cells in a row").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    in_kernel(page, "grid.filter = {'show': 'ready', 'values': {'clip': [0, 1]}, 'most': None}")

    def arranged() -> None:
        for view in page.locator(".vg").all():
            expect(view.locator(".vg-cell")).to_have_count(2, timeout=20_000)
            expect(view.locator("[data-cell='1'] .vg-caption")).to_contain_text("+1 f")
            expect(view.get_by_label("Sound")).to_have_value("focused")
            expect(view.locator(".vg-checks").first).to_be_visible()
            expect(view.get_by_role("button", name="Loop", exact=True)).to_have_attribute(
                "aria-pressed", "false"
            )
            expect(view.get_by_role("button", name="Display").locator(".vg-count")).to_have_text(
                "3"
            )

    expect(page.locator(".vg")).to_have_count(2)
    arranged()
    snap(page, "compare-two-views")
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.content")
    expect(page.locator(".vg")).to_have_count(2, timeout=30_000)
    arranged()
    assert pixels(page.locator(".vg").first).any()
