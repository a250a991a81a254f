"""Blind pairs in JupyterLab: thirty votes by keyboard, through a reload and a killed kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.clips import coded_clip
from tests.e2e.lab import book, lab, open_notebook, ran, run_all, snap, theme
from veo_widgets.home import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]
NAMES = ("veo-3.1-fast", "veo-3-fast", "veo-2", "seed-90017")
FILES = [f"{name}.mp4" for name in NAMES]
HOME = "import os\nos.environ['VEO_WIDGETS_HOME'] = {!r}\nimport veo_widgets as veo\n"
JUDGE = f"veo.judge({FILES}, by='clip', rater={{!r}})"
MERGE = f"""grid = veo.compare({FILES})
for word in ("new", "again"):
    print(veo.merge_votes("ben.json"), word)
grid.verdict()"""
BOOKS = {
    "judge": ("veo_runs", JUDGE.format("ana")),
    "ana": ("hers", JUDGE.format("ana")),
    "ben": ("his", JUDGE.format("ben")),
    "export": ("his", f"veo.compare({FILES}).export_votes('ben.json', rater='ben')"),
    "merge": ("hers", MERGE),
    "grid": ("other", f"veo.compare({FILES})"),
}
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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judge")
    for number, name in enumerate(FILES):
        size = (640, 360) if number % 2 else (480, 360)
        coded_clip(folder / name, 36, *size, hue=40 + 50 * number, sound=number > 0)
    for name, (home, source) in BOOKS.items():
        book(folder / f"{name}.ipynb", HOME.format(home) + source)
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with lab(folder) as url:
        yield url


def begin(page: Page) -> Locator:
    run_all(page)
    ran(page)
    return started(page)


def started(page: Page) -> Locator:
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


def told(scope: Locator) -> list[str]:
    text = scope.evaluate("element => element.outerHTML")
    return [name for name in NAMES if name in text]


def test_thirty_votes_by_keyboard_outlive_a_reload_and_a_killed_kernel(
    page: Page, site: str, folder: Path
) -> None:
    open_notebook(page, site, "judge.ipynb")
    keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "ArrowLeft"] * 6
    judge = begin(page)
    for key in keys[:10]:
        vote(page, key)
    assert told(judge) == []
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

    assert len(stored(folder / "veo_runs")) == 30
    judge.get_by_role("button", name="Reveal", exact=True).click()
    judge.get_by_role("button", name="Reveal and end").click()
    expect(judge.locator(".vj-verdict svg")).to_be_visible()
    expect(judge.locator(".vj-verdict")).to_contain_text("veo-3.1-fast")
    expect(judge.locator(".vj-answers")).to_have_count(0)
    snap(page, "judge-revealed")
    theme(page, "JupyterLab Dark")
    snap(page, "judge-revealed-dark")


def test_votes_of_two_raters_are_merged_and_the_verdict_shows_both(page: Page, site: str) -> None:
    for rater, keys in (("ana", ["ArrowLeft", "ArrowRight"]), ("ben", ["ArrowLeft", "ArrowUp"])):
        open_notebook(page, site, f"{rater}.ipynb")
        judge = begin(page)
        for key in keys * 5:
            vote(page, key)
        expect(judge.locator(".vj-progress")).to_contain_text("10 votes in")
    for name in ("export", "merge"):
        open_notebook(page, site, f"{name}.ipynb")
        run_all(page)
        ran(page)
    out = page.locator(".jp-OutputArea")
    expect(out).to_contain_text("10 new")
    expect(out).to_contain_text("0 again")
    expect(out).to_contain_text("20 votes by ana, ben; 20 of them blind.")
    expect(out).to_contain_text("Agreement between raters: ")
    page.get_by_text("Rater by rater").click()
    rows = page.locator("details:has-text('Rater by rater') tbody tr")
    expect(rows).to_have_count(2)
    assert [row.split("\t")[0].split()[0] for row in rows.all_inner_texts()] == ["ana", "ben"]
    snap(page, "verdict-of-two")


def test_a_grid_that_is_judged_blind_shows_nothing_else(page: Page, site: str) -> None:
    open_notebook(page, site, "grid.ipynb")
    run_all(page)
    ran(page)
    grid = page.locator(".vg")
    expect(grid.locator(".vg-cell")).to_have_count(4, timeout=30_000)
    assert told(grid) == [*NAMES]
    grid.get_by_role("button", name="Judge blind").click()
    started(page)
    vote(page, "ArrowLeft")
    assert told(grid) == []
    snap(page, "grid-blind")
    grid.get_by_role("button", name="Reveal", exact=True).click()
    grid.get_by_role("button", name="Reveal and end").click()
    expect(grid.locator(".vg-cell")).to_have_count(4)
    expect(grid.locator(".vj-verdict svg")).to_be_visible()
