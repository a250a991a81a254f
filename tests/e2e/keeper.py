"""A home with a sweep whose clips are planted: ten are ready, one failed, one was blocked."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

from tests.clips import coded_clip
from tests.e2e.grid_page import in_kernel, panes
from tests.e2e.lab import book
from tests.raters import opened, ready
from veo_widgets._lib.files import sha256_of
from veo_widgets.experiment import open_sweep
from veo_widgets.media import probe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

BEGIN: Final = "A weathered lighthouse keeper climbs a spiral staircase, lamp in hand, rain, "
LOOKS: Final = ("moody teal and orange", "warm gold at dawn")
SEEDS: Final = (731, 732, 733)
SWEEP: Final[dict[str, Any]] = {
    "name": "keeper",
    "prompt": [BEGIN + look for look in LOOKS],
    "model": ["veo-3.1-fast", "veo-3-fast"],
    "seed": [*SEEDS],
}
OPEN: Final = """
from veo_widgets.client import Client
from veo_widgets.experiment.library import Sweeps
import veo_widgets as veo
client = Client(api_key="SG_x", base_url="http://127.0.0.1:9/v1", home="home")
sweep = Sweeps(client)["keeper"]
"""
REFUSED: Final = {
    "kind": "ContentBlocked",
    "message": "The prompt has words that are refused.",
    "detail": '{"code": 7, "word": "keeper"}',
}
BROKEN: Final = {
    "kind": "InferenceFailed",
    "message": "The model failed.",
    "detail": '{"code": 13}',
}


def plant(folder: Path) -> None:
    """Write a home with the sweep, and notebooks with its grid and with a studio.

    Args:
        folder: Where to; ``home`` lies in it then.
    """
    with opened(folder / "home") as client:
        sweep = open_sweep(client, SWEEP)
        sweep.save()
        for cell, _ in sweep.cells():
            ended = {1: ("failed", BROKEN), 9: ("blocked", REFUSED)}.get(cell.index)
            size = (360, 640) if cell.index == 7 else (320, 180)
            clip = coded_clip(
                folder / "planted.mp4", 24, *size, 40 + 16 * cell.index, sound=cell.index % 6 < 3
            )
            digest = sha256_of(clip)
            record = ready(
                client, cell, digest, probe(clip).as_dict(), cost=0.4, high=0.4, run="keeper"
            )
            if ended is None:
                shutil.copyfile(clip, client.home.clips / f"{digest}.mp4")
            else:
                state, error = ended
                none: dict[str, Any] = {"sha256": None, "facts": {}, "cost": 0.0}
                record = record.but(state=state, error=error, note=error["message"], **none)
            client.session.ledger.add(record, "made", reuse=False)
    book(folder / "grid.ipynb", OPEN, "grid = veo.ComparisonGrid(sweep)\ngrid", "")
    book(folder / "studio.ipynb", OPEN, "app = veo.studio(client=client)\napp")


@contextmanager
def shown(browser: Browser, site: tuple[str, Path], name: str) -> Iterator[Page]:
    """Show the grid in a folder of its own, on a page without faults of its own."""
    url, root = site
    folder = root / name
    folder.mkdir()
    plant(folder)
    with panes(browser, url, f"{name}/grid.ipynb", 6) as page:
        yield page


def as_at_first(page: Page, code: str) -> Locator:
    """Return the grid, at the top of the window, after code that lays it out anew."""
    page.set_viewport_size({"width": 1400, "height": 900})
    page.evaluate("() => document.activeElement.blur()")
    in_kernel(page, code)
    grid = page.locator(".vg").first
    expect(grid.locator(".vg-cell[data-focused=true]")).to_have_count(0)
    expect(grid.locator(".vg-head")).to_have_count(4)
    grid.evaluate("each => each.scrollIntoView({block: 'start'})")
    return grid
