"""Blind pairs in JupyterLab: thirty votes by keyboard, through a reload and a killed kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest
from playwright.sync_api import expect

from tests.clips import coded_clip
from tests.e2e.lab import lab, open_notebook, ran, run_all, snap, theme
from veo_widgets.home import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]
NAMES = ("veo-3.1-fast", "veo-3-fast", "veo-2", "seed-90017")
CELL = "import veo_widgets as veo\nveo.judge([{}], by='clip', rater='ana')"
KILL = """async () => {
  const kernel = jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
  await kernel.restart();
}"""
NEXT = """pair => {
  window.__shown = false;
  const look = () => {
    const panes = [...document.querySelectorAll('.vj-pane')];
    const videos = panes.map(pane => pane.querySelector("video[data-shown='true']"));
    if (panes.every(pane => pane.dataset.pair && pane.dataset.pair !== pair)
        && videos.every(video => video && video.readyState >= 2)) {
      window.__shown = true;
    } else requestAnimationFrame(look);
  };
  look();
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    for number, name in enumerate(NAMES):
        size = (640, 360) if number % 2 else (480, 360)
        coded_clip(tmp_path / f"{name}.mp4", 36, *size, hue=40 + 50 * number, sound=number > 0)
    files = ", ".join(repr(f"{name}.mp4") for name in NAMES)
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(CELL.format(files))],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(book, tmp_path / "judge.ipynb")
    with lab(tmp_path) as url:
        yield url


def begin(page: Page) -> Locator:
    run_all(page)
    ran(page)
    judge = page.locator(".vj")
    judge.locator(".vj-start button").click()
    expect(judge.locator(".vj-pane[data-pair]")).to_have_count(2, timeout=30_000)
    return judge


def vote(page: Page, key: str) -> None:
    """Vote as soon as both were played, and wait for the next pair's pictures."""
    expect(page.locator(".vj-answers[data-ready=true]")).to_be_visible(timeout=20_000)
    before = page.locator(".vj-pane").first.get_attribute("data-pair")
    page.evaluate(NEXT, before)
    page.keyboard.press(key)
    page.wait_for_function("() => window.__shown", timeout=20_000)


def stored(home: Path) -> list[str]:
    ledger = Ledger(home / "ledger.sqlite")
    try:
        (name,) = ledger.votes.comparisons()
        return [vote.answer for vote in ledger.votes.of(name)]
    finally:
        ledger.close()


def test_thirty_votes_by_keyboard_outlive_a_reload_and_a_killed_kernel(
    page: Page, site: str, tmp_path: Path
) -> None:
    open_notebook(page, site, "judge.ipynb")
    keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "ArrowLeft"] * 6
    judge = begin(page)
    for key in keys[:10]:
        vote(page, key)
    text = judge.evaluate("element => element.outerHTML")
    assert not [name for name in NAMES if name in text]
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    page.wait_for_function("() => document.querySelectorAll('.vj-pane[data-pair]').length === 2")
    page.locator(".vj-stage").click()
    for key in keys[10:20]:
        vote(page, key)
    page.evaluate(KILL)
    begin(page)
    expect(judge.locator(".vj-progress")).to_contain_text("20 votes in")
    for key in keys[20:]:
        vote(page, key)
    expect(judge.locator(".vj-progress")).to_contain_text("30 votes in")

    assert len(stored(tmp_path / "veo_runs")) == 30
    judge.get_by_role("button", name="Reveal", exact=True).click()
    judge.get_by_role("button", name="Reveal and end").click()
    expect(judge.locator(".vj-verdict svg")).to_be_visible()
    expect(judge.locator(".vj-verdict")).to_contain_text("veo-3.1-fast")
    expect(judge.locator(".vj-answers")).to_have_count(0)
    snap(page, "judge-revealed")
    theme(page, "JupyterLab Dark")
    snap(page, "judge-revealed-dark")
