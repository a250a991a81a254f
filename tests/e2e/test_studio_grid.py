"""The grid below a studio in JupyterLab: its cells and the form, contact sheets, blind pairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.keeper import BEGIN, LOOKS, plant
from tests.e2e.lab import open_notebook, ran, run_all, snap

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]
SLOW_MS = 60_000


@pytest.fixture
def folder(site: tuple[str, Path], tmp_path: Path) -> Path:
    folder = site[1] / tmp_path.name
    folder.mkdir()
    plant(folder)
    return folder


@pytest.fixture
def studio(page: Page, site: tuple[str, Path], folder: Path) -> Locator:
    page.set_viewport_size({"width": 1400, "height": 1000})
    open_notebook(page, site[0], f"{folder.name}/studio.ipynb")
    run_all(page)
    ran(page)
    found = page.locator(".vs-studio")
    expect(found.locator(".vs-sweep")).to_be_visible(timeout=SLOW_MS)
    return found


def chosen(grid: Locator, cell: int, action: str) -> None:
    """Choose from a cell's menu."""
    place = grid.locator(f"[data-cell='{cell}']")
    place.hover()
    place.get_by_role("button", name=re.compile("^Actions of")).click()
    grid.get_by_role("menuitem", name=action).click()


def test_a_cell_gives_its_settings_or_a_frame_to_the_form(page: Page, studio: Locator) -> None:
    prompt = studio.locator("[data-field=prompt] textarea")
    prompt.fill("an old thought")
    studio.locator(".vs-sweep .vs-right", has_text="Grid").click()
    grid = studio.locator(".vs-below-grid .vg")
    expect(grid.locator(".vg-cell[data-state=ready]")).to_have_count(10, timeout=SLOW_MS)
    expect(grid.locator(".vg-launch")).to_have_count(0)

    chosen(grid, 6, "Use these settings")
    expect(prompt).to_have_value(BEGIN + LOOKS[1])
    expect(prompt).to_be_focused()
    expect(prompt).to_be_in_viewport()
    expect(studio.locator(".vc-model")).to_have_value("veo-3.1-fast")
    expect(studio.locator("[data-field=seed] input").first).to_have_value("731")
    expect(studio.locator(".vc-notice")).to_contain_text("The settings of a cell")
    expect(grid.locator(".vg-text")).to_have_count(0)

    studio.locator(".vc-notice").get_by_role("button", name="Undo").click()
    expect(prompt).to_have_value("an old thought")

    chosen(grid, 2, "Use this frame as start image")
    expect(prompt).to_have_value(BEGIN + LOOKS[0])
    expect(studio.locator("[data-field=seed] input").first).to_have_value("733")
    chip = studio.locator("[data-slot='image:0'] > button")
    expect(chip.locator("img")).to_be_visible(timeout=SLOW_MS)
    snap(page, "studio-frame-of-a-cell")


def test_contact_sheets_lie_beside_the_notebook(page: Page, studio: Locator, folder: Path) -> None:
    studio.locator(".vs-sweep .vs-open").press("Enter")
    ticks = studio.locator(".vs-of[data-state=ready] .vs-tick")
    for number in (0, 1):
        ticks.nth(number).check(force=True)
    bar = studio.get_by_role("toolbar", name="Ticked takes")
    bar.get_by_role("button", name="Sheet").click()
    where = "Beside the notebook: takes contact sheet.png"
    expect(bar).to_contain_text(where, timeout=SLOW_MS)
    assert (folder / "takes contact sheet.png").stat().st_size > 1000
    bar.get_by_role("button", name="Close").click()

    for number in (0, 1):
        ticks.nth(number).check(force=True)
    bar.get_by_role("button", name="Compare").click()
    grid = studio.locator(".vs-below-grid .vg")
    expect(grid.locator(".vg-cell")).to_have_count(2, timeout=SLOW_MS)
    grid.get_by_role("button", name="Pictures of all cells").click()
    page.get_by_role("button", name="Contact sheet").click()
    expect(grid.locator(".vg-said")).to_contain_text("contact sheet.png", timeout=SLOW_MS)
    assert len(list(folder.glob("*contact sheet*.png"))) == 2


def test_a_sweep_s_tile_opens_blind_pairs(page: Page, studio: Locator) -> None:
    studio.get_by_role("button", name="Judge keeper blind").click()
    asked = page.get_by_role("region", name="Before the first vote")
    expect(asked).to_contain_text("pairs", timeout=SLOW_MS)
    expect(studio.locator(".vs-take")).to_have_count(0)
    snap(page, "studio-sweep-judged")
    studio.locator(".vs-below-grid").get_by_role("button", name="Close").click()
    expect(studio.locator(".vs-sweep")).to_be_visible()
