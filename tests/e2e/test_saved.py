"""A saved notebook, opened again when its kernel is gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.keeper import OPEN, plant
from tests.e2e.lab import book, lab, open_notebook, ran, run_all, snap

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.e2e
CELLS = (
    "import veo_widgets as veo\njob = veo.submit('veo-3-fast', prompt='a fox', duration=4, seed=1)\njob",
    "job.wait()\nimport ipywidgets\nipywidgets.VBox([veo.StatusBadge(job)])",
    "veo.sweep('a fox', name='foxes', model='veo-3-fast', duration=4, seed=[1]).run()",
    "veo.Controls('veo-2')",
    "out = ipywidgets.Output()\nout",
    "with out:\n    print('in there:')\n    display(veo.StatusBadge(job))",
)
UNDRAWN = "Nothing can be pressed here"
SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
TRUSTED = """() => [...jupyterapp.shell.currentWidget.content.model.cells]
  .filter(cell => cell.type === 'code').some(cell => cell.trusted)"""
HELD = """words => {
  const { cells } = jupyterapp.shell.currentWidget.content.model.toJSON();
  const drawn = cells.flatMap(cell => cell.outputs ?? []).map(output => output.data?.['text/html']);
  return words.every(one => drawn.flat().join('').includes(one));
}"""
KERNEL = "jupyterapp.shell.currentWidget.context.sessionContext.session.kernel"
END = "() => jupyterapp.serviceManager.sessions.shutdownAll()"


def read_untrusted(page: Page, url: str, folder: Path) -> None:
    """Open the notebook as a stranger's: nothing of it is trusted, its stills are read all the same."""
    strange = nbformat.read(folder / "saved.ipynb", as_version=4)
    strange.cells.append(nbformat.v4.new_markdown_cell("from elsewhere"))
    nbformat.write(strange, folder / "strange.ipynb")
    page.goto("about:blank")
    open_notebook(page, url, "strange.ipynb")
    assert not page.evaluate(TRUSTED)
    for number in (0, 2):
        cell = page.locator(".jp-Cell").nth(number)
        expect(cell.get_by_text(re.compile("[Rr]eady")).first).to_be_visible()
        expect(cell.locator(".jp-RenderedHTML img").first).to_be_visible()
    line = page.locator(".jp-Cell").first.locator(".jp-RenderedHTML").first
    expect(line).to_contain_text("Ready a fox Veo 3 Fast")
    snap(page, "saved-untrusted")


@pytest.mark.slow
def test_stills_are_saved_though_the_next_cell_keeps_the_kernel(page: Page, tmp_path: Path) -> None:
    plant(tmp_path)
    shown = ("veo.studio(client=client)", "veo.ComparisonGrid(sweep)")
    book(tmp_path / "busy.ipynb", OPEN, *shown, "import time\ntime.sleep(60)", "'the end'")
    with lab(tmp_path) as url:
        open_notebook(page, url, "busy.ipynb")
        run_all(page)
        page.wait_for_function(HELD, arg=["12 jobs", "10 ready · 1 failed"], timeout=50_000)
        assert page.evaluate(f"() => {KERNEL}.status") == "busy"
        for cell, drawn in ((1, ".vs-studio"), (2, ".vg")):
            expect(page.locator(".jp-Cell").nth(cell).locator(drawn)).to_be_visible()
            expect(page.locator(".jp-Cell").nth(cell).locator(".veo-still")).to_be_hidden()
        page.evaluate(SAVE)
        page.evaluate(f"() => {KERNEL}.interrupt()")
    saved = nbformat.read(tmp_path / "busy.ipynb", as_version=4)
    for cell, words in ((1, "12 jobs"), (2, "10 ready · 1 failed")):
        still, widget = saved.cells[cell].outputs
        assert words in still.data["text/html"]
        assert "application/vnd.jupyter.widget-view+json" in widget.data


def test_stills_stand_in_for_widgets_whose_kernel_is_gone(page: Page, tmp_path: Path) -> None:
    book(tmp_path / "saved.ipynb", *CELLS)
    with lab(tmp_path, VEO_WIDGETS_LOCAL='{"draft": true}') as url:
        open_notebook(page, url, "saved.ipynb")
        run_all(page)
        ran(page)
        first = page.locator(".jp-Cell").first
        expect(first.locator(".vw-badge[data-state=ready]")).to_be_visible(timeout=90_000)
        expect(first.locator(".veo-still")).to_be_hidden()
        grid = page.locator(".jp-Cell").nth(2)
        expect(grid.locator(".vg-cell[data-state=ready]")).to_be_visible()
        expect(grid.locator(".veo-still .cells img")).to_have_count(1)

        out = page.locator(".jp-Cell").nth(4)
        expect(out.locator(".vw-badge[data-state=ready]")).to_be_visible()
        expect(out.locator(".veo-still").first).to_contain_text("a fox")
        expect(out.locator(".veo-still").first).to_be_hidden()

        page.evaluate(SAVE)
        page.evaluate(END)
        page.goto("about:blank")
        open_notebook(page, url, "saved.ipynb")
        still = page.locator(".jp-Cell").first.locator(".veo-still")

        expect(still).to_be_visible()
        expect(still).to_contain_text("Ready")
        expect(page.get_by_text(UNDRAWN)).to_have_count(0)
        expect(still.locator("img.poster")).to_be_visible()
        expect(page.locator(".jp-Cell").nth(1).locator(".veo-still").last).to_contain_text("a fox")
        expect(page.locator(".jp-Cell").nth(4).locator(".veo-still")).to_contain_text("a fox")
        shown = page.locator(".jp-Cell").nth(2).locator(".veo-still")
        expect(shown).to_contain_text("1 ready")
        expect(shown.locator(".cells img")).to_be_visible()
        expect(page.get_by_text("model not found").locator("visible=true")).to_have_count(0)

        read_untrusted(page, url, tmp_path)

        # A server without anywidget: what is missing is said, and nothing can be pressed.
        page.route("**/extensions/anywidget/**", lambda route: route.abort())
        open_notebook(page, url, "saved.ipynb")
        run_all(page)
        ran(page)
        controls = page.locator(".jp-Cell").nth(3).locator(".veo-still")
        expect(controls).to_be_visible()
        expect(controls).to_contain_text(UNDRAWN)
        expect(controls).to_contain_text("where the Jupyter server runs")
        expect(page.locator(".jp-OutputArea button").locator("visible=true")).to_have_count(0)
