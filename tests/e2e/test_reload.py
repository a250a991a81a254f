"""Reloads under load: two busy programs and a rendering job, and nothing of the page is lost."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.clips import coded_clip
from tests.e2e.lab import OPEN_MS, READY, book, lab, live_models, open_notebook, ran, run_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]
TIMES: Final = 50
BACK_MS: Final = 60_000
CELLS: Final = (
    "import ipywidgets\nimport veo_widgets as veo\nveo.Clip.open('clip0.mp4')",
    "veo.studio()",
    "veo.submit('veo-3-fast', prompt='a fox in the snow', duration=4, seed=1)",
    "veo.compare(['clip0.mp4', 'clip1.mp4'])",
    "veo.judge(['clip0.mp4', 'clip1.mp4', 'clip2.mp4'], by='clip', rater='ana')",
    "ipywidgets.VBox([ipywidgets.IntSlider(value=n) for n in range(3)])",
)
OWN: Final = (".vw-player video", ".vs-studio", ".vw-badge", ".vg-pane", ".vj")
PLAIN: Final = ".widget-slider"
SUBMIT: Final = """number => {
  const kernel = jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
  const code = `veo.submit('veo-3-fast', prompt='a heron by a lake', duration=4, seed=${number})`;
  kernel.requestExecute({ code: `${code};` });
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page whose reloads may break off what is being fetched, and nothing else."""
    opened = browser.new_page(viewport={"width": 1400, "height": 1800})
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
    assert set(errors) <= {"Failed to fetch"}, errors


@contextmanager
def busy() -> Iterator[None]:
    """Keep a core busy until the block ends."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def absent(page: Page, selector: str) -> bool:
    """Tell whether something stays away that was on the page."""
    try:
        expect(page.locator(selector).first).to_be_visible(timeout=BACK_MS)
    except AssertionError:
        return True
    return False


def test_a_reload_under_load_loses_nothing(page: Page, tmp_path: Path) -> None:
    for number, hue in enumerate((40, 120, 200)):
        coded_clip(tmp_path / f"clip{number}.mp4", frames=72, hue=hue, sound=True)
    book(tmp_path / "reload.ipynb", *CELLS)
    lost: dict[int, list[str]] = {}
    with lab(tmp_path, VEO_WIDGETS_LOCAL='{"draft": true}') as url, ExitStack() as load:
        open_notebook(page, url, "reload.ipynb")
        run_all(page)
        ran(page)
        assert live_models(page) < 40
        page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        for _ in range(2):
            load.enter_context(busy())
        for number in range(TIMES):
            page.evaluate(SUBMIT, number + 2)
            page.reload()
            page.wait_for_function(READY, timeout=OPEN_MS)
            lost[number] = [selector for selector in (*OWN, PLAIN) if absent(page, selector)]
    # What loses the widgets of ipywidgets too is the host's own fault.
    assert not {number: gone for number, gone in lost.items() if gone and PLAIN not in gone}
