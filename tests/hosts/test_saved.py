"""A page that nbconvert makes of a notebook: posters and facts, and nothing that looks alive."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import nbformat
import pytest
from playwright.sync_api import expect

from tests.e2e.lab import ARTIFACTS, book
from tests.hosts.conftest import CELLS
from tests.hosts.driver import environment, python, versions
from tests.hosts.net import from_here
from tests.hosts.seen import Seen

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1800)]
WAIT = "veo.jobs()[0].wait();"
LIVE = ":is(button, input, select, textarea, video):visible"
DRAWN = "() => document.querySelectorAll('.jp-OutputArea-child .lm-Widget').length >= 5"


def written(folder: Path, name: str, *, state: bool) -> Path:
    """Write a page of the notebook, with the state of its widgets or without."""
    notebook = nbformat.read(folder / "hosts.ipynb", 4)
    if not state:
        del notebook.metadata["widgets"]
    nbformat.write(notebook, folder / f"{name}.ipynb")
    made = ("-m", "nbconvert", "--to", "html", f"{name}.ipynb")
    python("saved", folder, *made)
    return folder / f"{name}.html"


def test_posters_and_facts_are_there_and_nothing_can_be_pressed(page: Page, folder: Path) -> None:
    packages = ("nbconvert", "nbclient", "ipykernel", "ipywidgets", "anywidget")
    seen = Seen("saved", "real", versions("saved", *packages))
    page.set_viewport_size({"width": 1000, "height": 2000})

    def shown(name: str, *, state: bool, net: bool) -> str:
        path = written(folder, name, state=state)
        page.unroute_all()
        answer = from_here(environment("saved")) if net else (lambda route: route.abort())
        page.route(lambda url: not url.startswith("file:"), answer)
        page.goto(path.as_uri())
        if state and net:
            page.wait_for_function(DRAWN, timeout=60_000)
        stills = page.locator(".veo-still:visible")
        expect(stills).to_have_count(len(CELLS) + 1)
        expect(page.locator(".undrawn:visible")).to_have_count(0)
        expect(stills.nth(0)).to_contain_text("640×360")
        expect(stills.nth(0).locator("img.poster")).to_be_visible()
        for number in (1, 2):
            expect(stills.nth(number)).to_contain_text("Ready")
        expect(stills.nth(2).locator("img.poster")).to_be_visible()
        expect(stills.nth(3).locator(".cells img")).to_have_count(2)
        page.screenshot(path=ARTIFACTS / "hosts" / f"saved-{name}.png", full_page=True)
        expect(page.locator(LIVE)).to_have_count(0)
        return "posters and facts, no button"

    with seen.kept(("state", "offline", "bare")):
        book(folder / "hosts.ipynb", *CELLS, WAIT)
        run = "from nbclient.cli import main; main()"
        python("saved", folder, "-c", run, "--inplace", "hosts.ipynb")
        seen.attempt("state", partial(shown, "state", state=True, net=True))
        seen.attempt("offline", partial(shown, "offline", state=True, net=False))
        seen.attempt("bare", partial(shown, "bare", state=False, net=True))
    assert not seen.not_yes()
