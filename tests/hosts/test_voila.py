"""Voilà, alone and as an extension of a Jupyter server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.hosts.driver import free_port, running, versions
from tests.hosts.looked import Looked
from tests.hosts.seen import PAGES, Seen

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1800)]
ALONE = ("voila", "hosts.ipynb", "--no-browser", "--Voila.ip=127.0.0.1")
SERVER = ("jupyter-server", "--no-browser", "--allow-root", "--ip=127.0.0.1")
INSTEAD = "a reload starts another kernel: jobs are found again in the home"


@pytest.mark.parametrize("name", ["voila", "voila-server"])
def test_everything_a_person_touches_works(page: Page, folder: Path, name: str) -> None:
    url = f"http://127.0.0.1:{(port := free_port())}"
    seen = Seen(
        name,
        "real",
        versions("voila", "voila", "jupyter_server", "ipykernel", "ipywidgets", "anywidget"),
        INSTEAD,
    )
    command: tuple[str, ...]
    if name == "voila":
        command, place, ready = (*ALONE, f"--port={port}"), url, f"{url}/voila/static/style.css"
    else:
        command = (*SERVER, "--IdentityProvider.token=", f"--port={port}")
        place, ready = f"{url}/voila/render/hosts.ipynb", f"{url}/api/status"

    def opened() -> None:
        page.goto(place, timeout=300_000)
        expect(page.locator(".vs-studio")).to_be_visible(timeout=300_000)

    looked = Looked(page, folder, seen)
    with seen.kept(PAGES), running("voila", folder, command, ready):
        page.goto(place, timeout=300_000)
        looked.all(opened)
    assert not seen.not_yes()
