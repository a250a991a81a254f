"""The quick start in real JupyterLab, clicked through in the system's Chromium."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.lab import ROOT, lab, open_notebook, ran, run_all, snap, theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e
ORDER = ["waiting", "preparing", "sending", "queued", "processing", "saving", "ready"]
WATCH = """() => {
  window.__states = {};
  const note = () => {
    for (const badge of document.querySelectorAll('.vw-studio .vw-badge[data-state]')) {
      const seen = (window.__states[badge.dataset.job] ??= []);
      if (seen.at(-1) !== badge.dataset.state) seen.push(badge.dataset.state);
    }
  };
  new MutationObserver(note).observe(document.body, {subtree: true, childList: true,
    attributes: true, attributeFilter: ['data-state']});
}"""
MODELS = {
    "veo-3.1-fast": (720, 1280, 4.0),
    "veo-3.1": (1280, 720, 4.0),
    "veo-3-fast": (720, 720, 4.0),
    "veo-3": (960, 720, 4.0),
    "veo-2": (1280, 720, 5.0),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lab")
    for name in ("quickstart.ipynb",):
        shutil.copy(ROOT / "notebooks" / name, folder)
    with lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url:
        yield url


def playing(page: Page, player: str) -> None:
    """Press play and wait until the picture advances."""
    video = page.locator(f"{player} video")
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
    snap(page, "quickstart-light")
    theme(page, "JupyterLab Dark")
    snap(page, "quickstart-dark")
    theme(page, "JupyterLab Light")

    page.locator(f"{output} button[aria-label=Pause]").click()
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    expect(page.locator(".vw-studio .vw-badge[data-state=ready]").first).to_be_visible(
        timeout=60_000
    )
    page.locator(output).scroll_into_view_if_needed()
    playing(page, output)


def test_generate_with_every_model(page: Page, site: str) -> None:
    open_notebook(page, site, "quickstart.ipynb")
    run_all(page)
    ran(page)
    studio = page.locator(".vw-studio")
    expect(studio).to_be_visible()
    page.evaluate(WATCH)
    for model, (width, height, seconds) in MODELS.items():
        studio.locator("select").first.select_option(index=list(MODELS).index(model))
        expect(studio.locator(f".vw-model-{model.replace('.', '-')}")).to_be_visible()
        prompt = studio.locator(".vw-field-prompt textarea")
        prompt.fill(f"a deer in a forest at dawn, for {model}")
        for field, wanted in (
            ("aspect_ratio", (width, height)),
            ("duration", None),
            ("resolution", None),
        ):
            name = {(720, 1280): "9:16", (720, 720): "1:1", (960, 720): "4:3"}.get(
                wanted or (0, 0), "16:9"
            )
            text = {"aspect_ratio": name, "duration": f"{seconds:g}", "resolution": "720p"}[field]
            button = studio.locator(f".vw-field-{field} button", has_text=text)
            if button.count():
                button.first.click()
        before = studio.locator(".vw-badge").count()
        studio.locator(".vw-generate").click()
        expect(studio.locator(".vw-badge")).to_have_count(before + 1, timeout=20_000)
        expect(studio.locator(".vw-badge").first).to_have_attribute(
            "data-state", "ready", timeout=90_000
        )
        job = studio.locator(".vw-badge").first.get_attribute("data-job")
        states = page.evaluate("job => window.__states[job]", job)
        assert states[-1] == "ready"
        assert [ORDER.index(state) for state in states] == sorted(
            ORDER.index(state) for state in states
        )
        page.wait_for_function(
            "size => { const v = document.querySelector('.vw-studio .vw-player video');"
            " return v && v.videoWidth === size[0] && v.videoHeight === size[1] }",
            arg=[width, height],
        )
        playing(page, ".vw-studio .vw-player")
        page.locator(".vw-studio button[aria-label=Pause]").click()
        length = page.locator(".vw-studio video").evaluate("v => v.duration")
        assert length == pytest.approx(seconds, abs=0.06)
    page.locator(".vw-studio .vw-player").scroll_into_view_if_needed()
    snap(page, "studio-five-models")


def test_a_missing_prompt_is_said_and_nothing_is_sent(page: Page, site: str) -> None:
    open_notebook(page, site, "quickstart.ipynb")
    run_all(page)
    ran(page)
    studio = page.locator(".vw-studio")
    before = studio.locator(".vw-badge").count()
    studio.locator(".vw-field-prompt textarea").fill("")
    studio.locator(".vw-generate").click()

    expect(studio.locator(".vw-field-prompt .vw-problem")).to_contain_text("prompt is required")
    expect(studio).to_contain_text("see the fields marked above")
    assert studio.locator(".vw-badge").count() == before


def test_a_blocking_cell_still_moves_its_badge(page: Page, site: str, tmp_path: Path) -> None:
    open_notebook(page, site, "quickstart.ipynb")
    code = (
        "import veo_widgets as veo, IPython.display as d\\n"
        "job = veo.submit('veo-3-fast', prompt='a blocking wait', duration=4, seed=77)\\n"
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
            const prompt = nb.activeCell.node.querySelector('.jp-InputPrompt').textContent;
            if (badge) window.__seen.push([badge.dataset.state, prompt.includes('*')]);
          }).observe(nb.activeCell.node, {subtree: true, childList: true, attributes: true});
          window.__ran = jupyterapp.commands.execute('notebook:run-cell');
        }""",
        code.replace("\\n", "\n"),
    )
    ran(page)
    busy = {state for state, running in page.evaluate("() => window.__seen") if running}

    assert len(busy & {"sending", "queued", "processing", "saving", "ready"}) >= 2, busy


@pytest.mark.parametrize("width", [600, 1400])
def test_narrow_and_wide(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1600})
    open_notebook(page, site, "quickstart.ipynb")
    run_all(page)
    expect(page.locator(".vw-studio .vw-badge[data-state=ready]").first).to_be_visible(
        timeout=60_000
    )
    for part in (".vw-studio .vw-player", ".vw-studio .vw-badge", ".vw-studio .vw-controls"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width
    page.locator(".vw-studio").scroll_into_view_if_needed()
    snap(page, f"studio-{width}")
