"""Pictures of the comparison grid in JupyterLab: every width, both themes, every view.

Run it as ``python -m tools.shots_grid TARGET [WIDTH ...]`` to look at what changed. Clips are
planted, so that nothing is rendered.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from tests.clips import coded_clip
from tests.e2e import keeper
from tests.e2e.grid_page import in_kernel
from tests.e2e.lab import book, chromium, lab, open_notebook, ran, run_all, theme
from tests.raters import opened, ready
from veo_widgets._lib.files import sha256_of
from veo_widgets.experiment import open_sweep
from veo_widgets.media import probe

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

WIDTHS: Final = (400, 600, 1000, 1400, 1900)
THEMES: Final = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
FAST: Final = "veo-3.1-fast"
SWEEPS: Final[dict[str, dict[str, Any]]] = {
    "two-by-two": {"model": [FAST, "veo-3-fast"], "seed": [1, 2]},
    "four-by-eight": {
        "model": [FAST, "veo-3.1", "veo-3-fast", "veo-3"],
        "seed": list(range(1, 9)),
    },
    "one-by-twelve": {"model": FAST, "seed": list(range(1, 13))},
    "thousand": {
        "model": [FAST, "veo-3.1", "veo-3-fast", "veo-3", "veo-2"],
        "seed": list(range(1, 201)),
    },
}
PLAN: Final = """veo.sweep("a lake", name="plan", model=["veo-3.1-fast", "veo-3.1", "veo-2"],
    duration=[4, 5, 8], resolution=["720p", "1080p"], seed=[1, 2], client=client).plan()"""
MIXED: Final = """veo.compare(["wide.mp4", "tall.mp4", "short.mp4"])"""
NAMES: Final = (*SWEEPS, "failures", "plan", "mixed")
QUIET_MS: Final = 900
HUES: Final = 8


def plant(folder: Path) -> None:
    """Write a home with the sweeps, and a notebook with a grid of each."""
    keeper.plant(folder)
    clips = [coded_clip(folder / f"{n}.mp4", 24, 320, 180, 30 + 25 * n) for n in range(HUES)]
    digests, facts = [sha256_of(clip) for clip in clips], probe(clips[0]).as_dict()
    with opened(folder / "home") as client:
        for digest, clip in zip(digests, clips, strict=True):
            (client.home.clips / f"{digest}.mp4").write_bytes(clip.read_bytes())
        for name, axes in SWEEPS.items():
            sweep = open_sweep(client, {"name": name, "prompt": f"a lake, {name}", **axes})
            sweep.save()
            for cell, _ in sweep.cells():
                record = ready(client, cell, digests[cell.index % HUES], facts, cost=0.4)
                client.session.ledger.add(record, "made", reuse=False)
    coded_clip(folder / "wide.mp4", frames=96, hue=40, sound=True)
    coded_clip(folder / "tall.mp4", frames=96, hue=200, width=360, height=640)
    coded_clip(folder / "short.mp4", frames=48, hue=120)
    grids = [f"veo.ComparisonGrid(Sweeps(client)[{name!r}])" for name in (*SWEEPS, "keeper")]
    begin = f"{keeper.OPEN}\n{grids[0]}"
    book(folder / "t.ipynb", begin, *grids[1:], PLAN, MIXED)


def main() -> int:
    """Write the pictures."""
    target = Path(sys.argv[1])
    widths = [int(word) for word in sys.argv[2:]] or WIDTHS
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plant(folder)
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
                    page.wait_for_timeout(QUIET_MS)

                    def snap(view: str, name: str = f"{width}-{look}") -> None:
                        page.wait_for_timeout(QUIET_MS)
                        page.screenshot(path=target / f"{view}-{name}.png")

                    _views(page, snap)
            browser.close()
    return 0


def _show(page: Page, name: str) -> Locator:
    number = NAMES.index(name)
    page.evaluate("n => jupyterapp.shell.currentWidget.content.scrollToItem(n, 'start')", number)
    grid = page.locator(".jp-CodeCell").nth(number).locator(".vg")
    grid.wait_for()
    grid.evaluate("each => each.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(QUIET_MS)
    return grid


def _views(page: Page, snap: Callable[[str], object]) -> None:
    for name in NAMES:
        grid = _show(page, name)
        snap(name)
    for key, view in (("w", "wipe"), ("d", "difference"), ("n", "onion")):
        grid.locator("[data-cell='1']").focus()
        page.keyboard.press(key)
        snap(f"mixed-{view}")
        page.keyboard.press("Escape")
    grid = _show(page, "failures")
    first = grid.locator("[data-cell='0']")
    first.focus()
    for key in ("p", "v", "2", "ArrowRight"):
        page.keyboard.press(key)
    grid.get_by_role("button", name="Filter").click()
    snap("asked-and-filter")
    page.keyboard.press("Escape")
    first.focus()
    page.keyboard.press("Enter")
    snap("one")
    page.keyboard.press("Escape")
    first.focus()
    for key in ("p", "v"):
        page.keyboard.press(key)
    grid = _show(page, "two-by-two")
    grid.get_by_role("button", name="Judge blind").click()
    grid.get_by_role("button", name="Start judging").click()
    snap("blind")
    in_kernel(
        page,
        "import gc; [g.judge_blind() for g in gc.get_objects()"
        " if type(g).__name__ == 'ComparisonGrid' and g.blind]",
    )


if __name__ == "__main__":
    raise SystemExit(main())
