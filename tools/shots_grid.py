"""Pictures of the comparison grid in JupyterLab: every width, both themes, every view.

Run it as ``python -m tools.shots_grid TARGET [WIDTH ...]`` to look at what changed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nbformat
from playwright.sync_api import sync_playwright

from tests.clips import coded_clip
from tests.e2e.lab import chromium, lab, open_notebook, ran, run_all, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

WIDTHS: Final = (400, 600, 1000, 1400, 1900)
THEMES: Final = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
LONG: Final = "A weathered lighthouse keeper climbs a spiral staircase, lamp in hand, rain, "
SWEEP: Final = f"""
import veo_widgets as veo
sweep = veo.sweep({LONG!r} + "{{look}}", name="keeper", model=["veo-3.1-fast", "veo-3-fast"],
    look=["moody teal and orange", "warm gold"], seed=[1, 2, 3], duration=4, resolution="720p")
sweep.run()
sweep.wait(240)
veo.ComparisonGrid(sweep)
"""
FAILING: Final = """
from veo_widgets.client.functions import client
odd = veo.sweep("{word} over hills", name="odd", word=["a kite", "a crow"],
    model=["veo-3-fast", "veo-2"], duration=[4, 5], seed=1)
client().budget = 0.01
odd.run().wait(60)
client().budget = None
veo.ComparisonGrid(odd)
"""
PLAN: Final = """
veo.sweep("a lake", name="plan", model=["veo-3.1-fast", "veo-3.1", "veo-2"],
    duration=[4, 5, 8], resolution=["720p", "1080p"], seed=[1, 2]).plan()
"""
MIXED: Final = """
veo.compare(["wide.mp4", "tall.mp4", "short.mp4"])
"""
SIX: Final = 6


def main() -> int:
    """Write the pictures."""
    target = Path(sys.argv[1])
    widths = [int(word) for word in sys.argv[2:]] or WIDTHS
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        coded_clip(folder / "wide.mp4", frames=96, hue=40, sound=True)
        coded_clip(folder / "tall.mp4", frames=96, hue=200, width=360, height=640)
        coded_clip(folder / "short.mp4", frames=48, hue=120)
        cells = [nbformat.v4.new_code_cell(text) for text in (SWEEP, FAILING, PLAN, MIXED)]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "t.ipynb")
        with (
            lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            open_notebook(page, url, "t.ipynb")
            run_all(page)
            ran(page)
            page.evaluate("() => jupyterapp.shell.collapseLeft()")
            for look, named in THEMES.items():
                theme(page, named)
                for width in widths:
                    page.set_viewport_size({"width": width, "height": 900})
                    page.wait_for_timeout(800)

                    def snap(view: str, name: str = f"{width}-{look}") -> None:
                        page.screenshot(path=target / f"{view}-{name}.png")

                    _views(page, snap)
            browser.close()
    return 0


def _show(page: Page, cell: int) -> None:
    page.evaluate("n => jupyterapp.shell.currentWidget.content.scrollToItem(n, 'start')", cell)
    page.wait_for_timeout(900)
    page.evaluate(
        "n => document.querySelectorAll('.jp-CodeCell')[n]"
        ".querySelector('.vg')?.scrollIntoView({block: 'start'})",
        cell,
    )
    page.wait_for_timeout(1500)


def _views(page: Page, snap: Callable[[str], object]) -> None:
    _show(page, 0)
    grid = page.locator(".jp-CodeCell").nth(0).locator(".vg")
    first = grid.locator("[data-cell='0']")
    first.focus()
    page.keyboard.press("5")
    page.wait_for_timeout(1200)
    snap("grid")
    grid.get_by_role("button", name="Filter").click()
    page.wait_for_timeout(300)
    snap("filters")
    page.keyboard.press("Escape")
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    snap("one")
    page.keyboard.press("Escape")
    first.focus()
    page.keyboard.press("p")
    page.keyboard.press("v")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    snap("checked")
    page.keyboard.press("v")
    page.keyboard.press("w")
    page.wait_for_timeout(2000)
    snap("wipe")
    page.keyboard.press("Escape")
    first.focus()
    page.keyboard.press("p")
    for number, view in ((1, "failure"), (2, "plan"), (3, "mixed")):
        _show(page, number)
        snap(view)
    mixed = page.locator(".jp-CodeCell").nth(3).locator(".vg")
    mixed.locator("[data-cell='1']").focus()
    page.keyboard.press("w")
    page.wait_for_timeout(1500)
    page.keyboard.press("End")
    page.wait_for_timeout(700)
    snap("mixed-wipe")
    page.keyboard.press("Escape")


if __name__ == "__main__":
    raise SystemExit(main())
