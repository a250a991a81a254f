"""JupyterLab, the newest and the oldest, Notebook 7 and nbclassic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.lab import live_models
from tests.hosts.driver import free_port, running, versions
from tests.hosts.labs import OPEN_MS, PARTS, SERVER, quiet, reload, run_through
from tests.hosts.looked import Looked
from tests.hosts.seen import PAGES, Seen

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1800)]
CLASSIC = """() => {
  const kernel = globalThis.Jupyter?.notebook?.kernel;
  return kernel?.info_reply?.status === 'ok' && !!kernel.widget_manager;
}"""
"""It draws every output anew when it has its manager of widgets, and forgets their names."""
RUN_CLASSIC = "() => Jupyter.notebook.execute_all_cells()"
FRONTS = {
    "lab": ("jupyter-lab", "doc/tree/hosts.ipynb", "jupyterlab"),
    "lab-oldest": ("jupyter-lab", "doc/tree/hosts.ipynb", "jupyterlab"),
    "collab": ("jupyter-lab", "doc/tree/hosts.ipynb", "jupyter-collaboration"),
    "notebook": ("jupyter-notebook", "notebooks/hosts.ipynb", "notebook"),
    "nbclassic": ("jupyter-nbclassic", "notebooks/hosts.ipynb", "nbclassic"),
}


@pytest.mark.parametrize("name", FRONTS)
def test_everything_a_person_touches_works(page: Page, folder: Path, name: str) -> None:
    program, place, package = FRONTS[name]
    quiet(folder)
    url = f"http://127.0.0.1:{(port := free_port())}"
    settings = f"--LabApp.app_settings_dir={folder / '.state/settings'}"
    seen = Seen(name, "real", versions(name, package, *PARTS))
    command = (program, *SERVER, settings, f"--port={port}")
    looked, classic = Looked(page, folder, seen), name == "nbclassic"

    def again() -> None:
        if not classic:
            reload(page)
            return
        page.evaluate("() => Jupyter.notebook.save_checkpoint()")
        page.wait_for_function("() => !Jupyter.notebook.dirty")
        page.reload()
        page.wait_for_function(CLASSIC, timeout=OPEN_MS)

    with seen.kept(PAGES), running(name, folder, command, f"{url}/api/status"):
        page.goto(f"{url}/{place}")
        if classic:
            page.wait_for_function(CLASSIC, timeout=OPEN_MS)
            page.evaluate(RUN_CLASSIC)
        else:
            run_through(page)
            models = live_models(page)
            seen.put("models", "yes" if models < 40 else "no", str(models))
        looked.all(again)
    assert not seen.not_yes()
