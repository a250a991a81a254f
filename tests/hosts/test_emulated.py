"""VS Code and Colab, which cannot be had here: JupyterLab with what their pages lack.

VS Code's Chromium decodes H.264 and MP3 and neither AAC nor Opus; its widgets stand in a page
without a Jupyter server's addresses, and one output of a cell is kept. Colab's drops what a
thread of the kernel says and has no Jupyter server's addresses either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.lab import READY, RUN
from tests.hosts.driver import free_port, running, versions
from tests.hosts.looked import Looked, Seen
from tests.hosts.test_jupyter import PARTS, SERVER, quiet

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1800)]
NO_AAC = """
OfflineAudioContext.prototype.decodeAudioData = () =>
  Promise.reject(new DOMException('Unable to decode audio data', 'EncodingError'));
"""
NO_SERVER = """
const { getElementById } = Document.prototype;
Document.prototype.getElementById = function (id) {
  const text = new Error().stack ?? '';
  return id === 'jupyter-config-data' && text.includes('blob:') ? null : getElementById.call(this, id);
};
"""
IS_MP3 = """async () => {
  const [video] = __all('.vw-player video');
  if (video.paused || video.muted || !video.webkitAudioDecodedByteCount) return false;
  const bytes = new Uint8Array(await (await fetch(video.currentSrc)).arrayBuffer());
  const text = new TextDecoder('latin1').decode(bytes);
  return bytes.length > 1000 && text.includes('LAME');
}"""
HOSTS = {
    "vscode": (
        "VS Code",
        NO_SERVER + NO_AAC,
        {"VSCODE_PID": "1"},
        "clips come through the kernel, with their sound as MP3",
    ),
    "colab": (
        "Colab",
        NO_SERVER,
        {},
        "clips come through the kernel",
    ),
}


class Deaf(Looked):
    """A page whose browser knows no AAC."""

    def _sound(self) -> str:
        self.page.wait_for_function(IS_MP3, timeout=180_000)
        return "as MP3, in one file with the picture"


@pytest.mark.parametrize("name", HOSTS)
def test_everything_a_person_touches_works(page: Page, folder: Path, name: str) -> None:
    title, lacks, environ, instead = HOSTS[name]
    quiet(folder)
    url = f"http://127.0.0.1:{(port := free_port())}"
    seen = Seen(name, title, "emulated", versions("lab", "jupyterlab", *PARTS), instead)
    page.add_init_script(lacks)
    settings = f"--LabApp.app_settings_dir={folder / '.state/settings'}"
    command = ("jupyter-lab", *SERVER, settings, f"--port={port}")
    with running("lab", folder, command, f"{url}/api/status", **environ):
        page.goto(f"{url}/doc/tree/hosts.ipynb")
        page.wait_for_function(READY, timeout=300_000)
        page.evaluate(f"() => {{ window.__ran = ({RUN})(); }}")
        page.evaluate("() => window.__ran.then(() => null)")

        def again() -> None:
            page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
            page.reload()
            page.wait_for_function(READY, timeout=300_000)

        (Deaf if name == "vscode" else Looked)(page, folder, seen).all(again)
    assert not seen.not_yes()
    assert seen.cells["way"]["text"] == "through the kernel, in chunks"
