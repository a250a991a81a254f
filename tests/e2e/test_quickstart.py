"""The quick start in real JupyterLab, clicked through in the system's Chromium."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.lab import ROOT, lab, live_models, open_notebook, ran, run_all, snap, theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lab")
    for name in ("quickstart.ipynb",):
        shutil.copy(ROOT / "notebooks" / name, folder)
    with lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url:
        yield url


def playing(page: Page, player: str) -> None:
    """Press play, where it does not play by itself, and wait until the picture advances."""
    video = page.locator(f"{player} video")
    if video.evaluate("v => v.paused"):
        page.locator(f"{player} button[aria-label=Play]").click()
    page.wait_for_function(
        "v => v.currentTime > 0.3 && v.readyState >= 3", arg=video.element_handle()
    )
    assert video.evaluate("v => v.error") is None


def test_run_all_then_reload(page: Page, site: str) -> None:
    open_notebook(page, site, "quickstart.ipynb")
    run_all(page)
    badge = page.locator(".jp-OutputArea .vw-badge[data-state=ready]").first
    expect(badge).to_be_visible(timeout=90_000)
    ran(page)
    output = ".jp-Cell:has-text('job = veo.submit') .vw-player"
    page.locator(output).scroll_into_view_if_needed()
    playing(page, output)
    shown = page.locator(f"{output} video").evaluate(
        "v => [v.videoWidth, v.videoHeight, v.duration]"
    )
    source = page.locator(f"{output} video").evaluate("v => v.currentSrc")

    assert shown[:2] == [1280, 720]
    assert shown[2] == pytest.approx(5, abs=0.05)
    assert "/veo-widgets/media/" in source
    assert live_models(page) < 40
    snap(page, "quickstart-light")
    theme(page, "JupyterLab Dark")
    snap(page, "quickstart-dark")
    theme(page, "JupyterLab Light")

    page.locator(f"{output} button[aria-label=Pause]").click()
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    expect(page.locator(".vs-take[data-state=ready]").first).to_be_visible(timeout=60_000)
    page.locator(output).scroll_into_view_if_needed()
    playing(page, output)


def test_a_blocking_cell_still_moves_its_badge(page: Page, site: str, tmp_path: Path) -> None:
    open_notebook(page, site, "quickstart.ipynb")
    code = (
        "import veo_widgets as veo, IPython.display as d\\n"
        "job = veo.submit('veo-3-fast', prompt='a blocking wait', resolution='1080p', seed=77)\\n"
        "d.display(veo.StatusBadge(job)); clip = job.wait(120); clip.duration"
    )
    page.evaluate(
        """code => {
          const panel = jupyterapp.shell.currentWidget, nb = panel.content;
          nb.activeCellIndex = nb.widgets.length - 1;
          nb.activeCell.model.sharedModel.setSource(code);
          window.__seen = [];
          new MutationObserver(() => {
            const badge = nb.activeCell.node.querySelector('.vw-badge[data-state]');
            const prompt = nb.activeCell.node.querySelector('.jp-InputPrompt');
            if (badge && prompt)
              window.__seen.push([badge.dataset.state, prompt.textContent.includes('*')]);
          }).observe(nb.activeCell.node, {subtree: true, childList: true, attributes: true});
          window.__ran = jupyterapp.commands.execute('notebook:run-cell');
        }""",
        code.replace("\\n", "\n"),
    )
    ran(page)
    busy = {state for state, running in page.evaluate("() => window.__seen") if running}

    assert len(busy & {"sending", "queued", "processing", "saving", "ready"}) >= 2, busy
