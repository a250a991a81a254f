"""JupyterLab, the newest and the oldest, Notebook 7 and nbclassic."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.lab import READY, RUN, live_models
from tests.hosts.driver import ENVIRONMENTS, free_port, running, versions
from tests.hosts.looked import Looked, Seen

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1800)]
SERVER = (
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--IdentityProvider.token=",
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
)
PARTS = ("ipykernel", "ipywidgets", "anywidget", "jupyter_server")
CLASSIC = "() => globalThis.Jupyter?.notebook?.kernel?.is_connected()"
RUN_CLASSIC = "() => Jupyter.notebook.execute_all_cells()"
IDLE_CLASSIC = """() => !document.querySelector('.cell.running')
  && document.querySelectorAll('.code_cell .output_area .output').length >= 5"""
FRONTS = {
    "lab": ("jupyter-lab", "doc/tree/hosts.ipynb", "jupyterlab"),
    "lab-oldest": ("jupyter-lab", "doc/tree/hosts.ipynb", "jupyterlab"),
    "notebook": ("jupyter-notebook", "notebooks/hosts.ipynb", "notebook"),
    "nbclassic": ("jupyter-nbclassic", "notebooks/hosts.ipynb", "nbclassic"),
}


def quiet(folder: Path) -> None:
    """Let a JupyterLab ask nothing of the person nor of the net."""
    news = {"fetchNews": "false", "checkForUpdates": False}
    settings = folder / ".state/settings"
    settings.mkdir(parents=True)
    overrides = {"@jupyterlab/apputils-extension:notification": news}
    (settings / "overrides.json").write_text(json.dumps(overrides))


@pytest.mark.parametrize("name", FRONTS)
def test_everything_a_person_touches_works(page: Page, folder: Path, name: str) -> None:
    program, place, package = FRONTS[name]
    quiet(folder)
    url = f"http://127.0.0.1:{(port := free_port())}"
    settings = f"--LabApp.app_settings_dir={folder / '.state/settings'}"
    seen = Seen(name, ENVIRONMENTS[name]["title"], "real", versions(name, package, *PARTS))
    classic = name == "nbclassic"
    with running(name, folder, (program, *SERVER, settings, f"--port={port}"), f"{url}/api/status"):
        page.goto(f"{url}/{place}")
        page.wait_for_function(CLASSIC if classic else READY, timeout=300_000)
        if classic:
            page.evaluate(RUN_CLASSIC)
        else:
            page.evaluate(f"() => {{ window.__ran = ({RUN})(); }}")
            page.evaluate("() => window.__ran.then(() => null)")
            models = live_models(page)
            seen.put("models", "yes" if models < 40 else "no", str(models))

        def again() -> None:
            if classic:
                page.evaluate("() => Jupyter.notebook.save_checkpoint()")
                page.wait_for_function("() => !Jupyter.notebook.dirty")
            else:
                page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
            page.reload()
            page.wait_for_function(CLASSIC if classic else READY, timeout=300_000)

        Looked(page, folder, seen).all(again)
    assert not seen.not_yes()
