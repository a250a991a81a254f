"""Panel and Solara: apps that hold widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.hosts.driver import environment, free_port, running, versions
from tests.hosts.looked import Looked
from tests.hosts.net import from_here
from tests.hosts.seen import PAGES, Seen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1800)]
SHOWN = """
import veo_widgets as veo
from veo_widgets.widgets import JobWidget

def shown():
    job = veo.submit('veo-3-fast', prompt='a fox in the snow', duration=4, seed=1)
    return [
        veo.VideoPlayer('clip0.mp4'),
        veo.studio(),
        JobWidget(job),
        veo.compare(['clip0.mp4', 'clip1.mp4']),
        veo.judge(['clip0.mp4', 'clip1.mp4', 'clip2.mp4'], by='clip', rater='ana'),
    ]
"""
PANEL = """
import panel as pn
pn.extension('ipywidgets')
pn.Column(*[pn.pane.IPyWidget(widget, width=960) for widget in shown()]).servable()
"""
SOLARA = """
import solara

@solara.component
def Page():
    for widget in solara.use_memo(shown, []):
        solara.display(widget)
"""
APART = "the page asks the net for scripts, which packages answered here; offline nothing is drawn"


def abroad(here: str) -> Callable[[str], bool]:
    """Return what tells the addresses that are the net's, also by way of Solara's server."""
    return lambda url: not url.startswith(here) or "/_solara/cdn/" in url


@pytest.mark.parametrize("name", ["panel", "solara"])
def test_everything_a_person_touches_works(page: Page, folder: Path, name: str) -> None:
    (folder / "app.py").write_text(SHOWN + {"panel": PANEL, "solara": SOLARA}[name])
    url = f"http://127.0.0.1:{(port := free_port())}"
    commands = {
        "panel": ("panel", "serve", "app.py", "--address=127.0.0.1", f"--port={port}"),
        "solara": ("solara", "run", "app.py", "--no-open", "--host=127.0.0.1", f"--port={port}"),
    }
    place = {"panel": f"{url}/app", "solara": url}[name]
    parts = {"panel": ("panel", "bokeh", "ipywidgets_bokeh"), "solara": ("solara",)}[name]
    seen = Seen(
        name,
        "real",
        versions(name, *parts, "ipywidgets", "anywidget"),
        APART,
    )
    page.route(abroad(url), from_here(environment(name)))

    def opened() -> None:
        page.goto(place, timeout=300_000)
        expect(page.locator(".vs-studio")).to_be_visible(timeout=300_000)

    looked = Looked(page, folder, seen)
    with seen.kept(PAGES), running(name, folder, commands[name], place):
        page.goto(place, timeout=300_000)
        looked.all(opened)
    assert not seen.not_yes()
