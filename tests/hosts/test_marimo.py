"""marimo, while a notebook is edited and as an app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.hosts.conftest import CELLS
from tests.hosts.driver import free_port, running, versions
from tests.hosts.looked import Looked
from tests.hosts.seen import PAGES, Seen

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1800)]
SETTINGS = "[tool.marimo.runtime]\nauto_instantiate = true\n"


def notebook() -> str:
    """Return the cells as a notebook of marimo's."""
    first, *others = CELLS
    importing, opening = first.split("\n")
    cells = [
        f"@app.cell\ndef _():\n    {importing}\n    return (veo,)",
        *(f"@app.cell\ndef _(veo):\n    {text}\n    return" for text in (opening, *others)),
    ]
    body = "\n\n".join(cells)
    return f"import marimo\n\napp = marimo.App()\n\n{body}\n\nif __name__ == '__main__':\n    app.run()\n"


@pytest.mark.parametrize("how", ["edit", "run"])
def test_everything_a_person_touches_works(page: Page, folder: Path, how: str) -> None:
    (folder / "pyproject.toml").write_text(SETTINGS)
    (folder / "book.py").write_text(notebook())
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = (
        *("marimo", how, "book.py", "--headless", "--no-token", "--host=127.0.0.1"),
        f"--port={port}",
    )
    seen = Seen(f"marimo-{how}", "real", versions("marimo", "marimo", "anywidget"))

    def opened() -> None:
        page.goto(url, timeout=300_000)
        expect(page.locator(".vs-studio")).to_be_visible(timeout=300_000)

    looked = Looked(page, folder, seen)
    with seen.kept(PAGES), running("marimo", folder, command, f"{url}/health"):
        page.goto(url, timeout=300_000)
        looked.all(opened)
    assert not seen.not_yes()
