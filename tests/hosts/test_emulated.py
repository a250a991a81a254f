"""VS Code and Colab, which cannot be had here: JupyterLab with what their pages lack.

The widgets of both stand in a page without a Jupyter server's addresses, and VS Code's browser
decodes no AAC, and its kernel has a variable by which the kit knows it. Nothing else of them is
stood in for: neither their renderers, nor what they do to messages of threads, nor their policies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hosts.driver import free_port, running, versions
from tests.hosts.labs import PARTS, SERVER, quiet, reload, run_through
from tests.hosts.looked import STEP_MS, Looked
from tests.hosts.seen import PAGES, Seen

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
        NO_SERVER + NO_AAC,
        {"VSCODE_PID": "1"},
        "clips come through the kernel, with their sound as MP3",
    ),
    "colab": (
        NO_SERVER,
        {},
        "clips come through the kernel",
    ),
}


class Deaf(Looked):
    """A page whose browser knows no AAC."""

    def _sound(self) -> str:
        self.page.wait_for_function(IS_MP3, timeout=STEP_MS)
        return "as MP3, in one file with the picture"


@pytest.mark.parametrize("name", HOSTS)
def test_everything_a_person_touches_works(page: Page, folder: Path, name: str) -> None:
    lacks, environ, instead = HOSTS[name]
    quiet(folder)
    url = f"http://127.0.0.1:{(port := free_port())}"
    seen = Seen(name, "emulated", versions("lab", "jupyterlab", *PARTS), instead)
    page.add_init_script(lacks)
    settings = f"--LabApp.app_settings_dir={folder / '.state/settings'}"
    command = ("jupyter-lab", *SERVER, settings, f"--port={port}")
    looked = (Deaf if name == "vscode" else Looked)(page, folder, seen)
    ready = f"{url}/api/status"
    with seen.kept(PAGES), running("lab", folder, command, ready, **environ):
        page.goto(f"{url}/doc/tree/hosts.ipynb")
        run_through(page)
        looked.all(lambda: reload(page))
    assert not seen.not_yes()
    assert seen.cells["way"]["text"] == "through the kernel"
