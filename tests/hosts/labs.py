"""What the hosts that are made of JupyterLab have in common: settings, running, and a reload."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tests.e2e.lab import READY, ran, run_all

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

SERVER: Final = (
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--IdentityProvider.token=",
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
)
PARTS: Final = ("ipykernel", "ipywidgets", "anywidget", "jupyter_server")
OPEN_MS: Final = 300_000


def quiet(folder: Path) -> None:
    """Let a JupyterLab ask nothing of the person nor of the net."""
    news = {"fetchNews": "false", "checkForUpdates": False}
    settings = folder / ".state/settings"
    settings.mkdir(parents=True)
    overrides = {"@jupyterlab/apputils-extension:notification": news}
    (settings / "overrides.json").write_text(json.dumps(overrides))


def run_through(page: Page) -> None:
    """Wait for the notebook that was opened, and run all of it."""
    page.wait_for_function(READY, timeout=OPEN_MS)
    run_all(page)
    ran(page)


def reload(page: Page) -> None:
    """Save the notebook, and open its page anew."""
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    page.wait_for_function(READY, timeout=OPEN_MS)
