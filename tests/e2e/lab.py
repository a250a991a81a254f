"""A JupyterLab of its own for a test, and a page that knows its way around it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
READY = """() => {
  const app = window.jupyterapp;
  const panel = app && app.shell.currentWidget;
  const session = panel && panel.context && panel.context.sessionContext;
  return !!(session && session.isReady
    && session.session?.kernel?.connectionStatus === 'connected'
    && session.session.kernel.status === 'idle');
}"""
THEME_MS = 20_000
OPEN_MS = 90_000
MODELS = """async () => {
  const kernel = jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
  const count = "len(__import__('ipywidgets').widgets.widget._instances)";
  const request = kernel.requestExecute({ code: '', user_expressions: { count } });
  const { content } = await request.done;
  return Number(content.user_expressions.count.data['text/plain']);
}"""
RUN = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"


def chromium() -> str:
    """Return the system's Chromium."""
    found = os.environ.get("VEO_CHROMIUM") or shutil.which("chromium")
    assert found, "no Chromium: run 'make browser' or set VEO_CHROMIUM"
    return found


@contextmanager
def lab(folder: Path, **environ: str) -> Iterator[str]:
    """Run JupyterLab on a folder; everything it writes stays in there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    state = folder / ".state"
    settings = state / "share/jupyter/lab/settings"
    settings.mkdir(parents=True, exist_ok=True)
    quiet = {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        }
    }
    (settings / "overrides.json").write_text(json.dumps(quiet))
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    env = {
        **os.environ,
        **{f"JUPYTER_{name}": str(state / name.lower()) for name in names},
        "IPYTHONDIR": str(state / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(state / "lab-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(state / "workspaces"),
        **environ,
    }
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        "--LabApp.expose_app_in_browser=True",
        f"--LabApp.app_settings_dir={settings}",
        f"--ServerApp.root_dir={folder}",
    ]
    with (folder / "lab.log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=folder)
        try:
            url = f"http://127.0.0.1:{port}"
            _answering(url, process)
            yield url
        finally:
            with suppress(OSError):
                _stop_kernels(url)
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answering(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        assert process.poll() is None, "JupyterLab ended by itself"
        try:
            urllib.request.urlopen(f"{url}/api/status", timeout=2).close()
        except OSError:
            time.sleep(0.2)  # bounded: the server has no other ready sign
        else:
            return
    raise AssertionError("JupyterLab did not answer within three minutes")


def _stop_kernels(url: str) -> None:
    with urllib.request.urlopen(f"{url}/api/sessions", timeout=5) as answer:
        sessions: list[dict[str, Any]] = json.load(answer)
    for session in sessions:
        request = urllib.request.Request(f"{url}/api/sessions/{session['id']}", method="DELETE")
        urllib.request.urlopen(request, timeout=10).close()


def book(path: Path, *sources: str) -> None:
    """Write a notebook of these cells."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in sources]
    metadata = {"kernelspec": kernel}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)


def open_notebook(page: Page, url: str, name: str) -> None:
    """Open a notebook and wait for its kernel."""
    page.goto(f"{url}/doc/tree/{name}", timeout=OPEN_MS)
    page.wait_for_function(READY, timeout=2 * OPEN_MS)


def run_all(page: Page) -> None:
    """Start running every cell, without waiting for the end."""
    page.evaluate(f"() => {{ window.__ran = ({RUN})(); }}")


def ran(page: Page) -> None:
    """Wait until every cell has its reply."""
    page.evaluate("() => window.__ran.then(() => null)")


def live_models(page: Page) -> int:
    """Count the widget models that the notebook's kernel holds, each asked for by a reload."""
    return int(page.evaluate(MODELS))


def snap(page: Page, name: str) -> Path:
    """Keep a screenshot as an artifact."""
    ARTIFACTS.mkdir(exist_ok=True)
    path = ARTIFACTS / f"{name}.png"
    page.screenshot(path=path)
    return path


def theme(page: Page, name: str) -> None:
    """Change JupyterLab's theme and wait until it is there."""
    page.evaluate(
        "name => jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name
    )
    body = page.locator("body")
    expect(body).to_have_attribute("data-jp-theme-name", name, timeout=THEME_MS)
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
