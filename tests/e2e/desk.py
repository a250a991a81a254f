"""A studio that the flows of one file walk on, one after another, on one kernel."""

from __future__ import annotations

import ast
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

from tests.e2e.lab import ROOT, book, open_notebook, ran, run_all, snap, theme
from veo_widgets.server.fault_rules import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

FAULTS: Final = (
    Fault("block", prompt="forbidden"),
    Fault("fail", prompt="unlucky"),
    Fault("stuck", prompt="endless"),
)
PAID: Final = """
import os
os.environ.update(SEGMIND_API_KEY=os.environ["PAID_KEY"], VEO_WIDGETS_BASE_URL=os.environ["PAID_URL"])
import veo_widgets as veo
"""
STUDIO: Final = "app = veo.studio()\napp"
QUICK: Final = "app.model = 'veo-3-fast'; app.value = {'duration': 4, 'resolution': '720p'}"
ASK: Final = """async ([code, expression]) => {
  const kernel = jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
  const user_expressions = expression ? {asked: expression} : {};
  const reply = await kernel.requestExecute({code, user_expressions, store_history: false}).done;
  if (reply.content.status !== 'ok') throw new Error(reply.content.evalue);
  const {asked} = reply.content.user_expressions;
  if (!asked) return 'None';
  if (asked.status !== 'ok') throw new Error(asked.evalue);
  return asked.data['text/plain'];
}"""
LEDGER: Final = """from veo_widgets.client.functions import client
ledger = client().session.ledger"""
HIDDEN: Final = """hidden => {
  Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
  document.dispatchEvent(new Event('visibilitychange'));
}"""
AXE: Final = ROOT / "js/node_modules/axe-core/axe.min.js"
SERIOUS: Final = """async selector => {
  const {violations} = await axe.run(selector, {resultTypes: ['violations']});
  return violations.filter(rule => ['serious', 'critical'].includes(rule.impact))
    .map(rule => `${rule.id}: ${rule.nodes.map(node => node.html).join(' ')}`);
}"""
WATCH: Final = """selector => {
  window.__shifts = [];
  window.__watch?.disconnect();
  window.__watch = new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      for (const {node, previousRect: from, currentRect: to} of entry.sources) {
        const own = node?.nodeType === 1 ? node : node?.parentElement;
        if (!own?.closest(selector) || own.closest('.vs-wall')) continue;
        if (from.y !== to.y)
          window.__shifts.push(`${own.className} ${from.y} -> ${to.y}, ${from.x} -> ${to.x}`);
      }
  });
  window.__watch.observe({type: 'layout-shift', buffered: false});
}"""


def accessible(page: Page, selector: str) -> None:
    """Have axe find nothing serious in a part of a page, in both themes."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=AXE)
    for name in ("Dark", "Light"):
        theme(page, f"JupyterLab {name}")
        assert page.evaluate(SERIOUS, selector) == [], name


@dataclass(frozen=True)
class Desk:
    """A page with a studio, and what lies behind it."""

    page: Page
    studio: Locator
    folder: Path

    @property
    def prompt(self) -> Locator:
        return self.studio.locator("[data-field=prompt] textarea")

    @property
    def generate(self) -> Locator:
        return self.studio.locator(".vs-generate")

    @property
    def stage(self) -> Locator:
        return self.studio.locator(".vs-stage")

    @property
    def takes(self) -> Locator:
        return self.studio.locator(".vs-take")

    @property
    def notice(self) -> Locator:
        return self.studio.locator(".vc-notice")

    def radio(self, name: str) -> Locator:
        return self.studio.get_by_role("radio", name=name, exact=True)

    def take(self, prompt: str) -> Locator:
        return self.takes.filter(has=self.page.get_by_text(prompt, exact=True)).first

    def menu(self, name: str, *items: str) -> None:
        """Open a menu and go through its items."""
        self.studio.get_by_role("button", name=name, exact=True).click()
        for item in items:
            self.page.locator(".vw-popover").get_by_text(item, exact=True).click()

    def make(self, prompt: str, *, state: str = "ready") -> Locator:
        """Send a prompt and wait for what becomes of it."""
        self.prompt.fill(prompt)
        self.prompt.press("Control+Enter")
        take = self.take(prompt)
        expect(take).to_have_attribute("data-state", state, timeout=60_000)
        return take

    def ask(self, expression: str, before: str = "") -> Any:
        """Return what a literal of the kernel is."""
        return ast.literal_eval(self.page.evaluate(ASK, [before, expression]))

    def sent(self) -> int:
        """Count the jobs that the ledger holds."""
        return int(self.ask("len(ledger.rows('SELECT id FROM jobs'))", LEDGER))

    def heard(self) -> None:
        """Wait until the kernel knows the form as it stands here."""
        expect(self.studio.locator(".vs-price.vw-stale")).to_have_count(0)

    def run(self, code: str) -> None:
        """Run code in the kernel, after all that was done here."""
        self.heard()
        self.page.evaluate(ASK, [code, ""])

    def accessible(self, selector: str = ".vs-studio") -> None:
        """Have axe find nothing serious, in both themes."""
        accessible(self.page, selector)

    @contextmanager
    def still(self, selector: str = ".vs-studio") -> Iterator[None]:
        """Let nothing outside the wall of takes move up or down."""
        self.page.evaluate(WATCH, selector)
        yield
        shifts = self.page.evaluate("() => window.__shifts")
        assert not shifts, shifts


def known(desk: Desk, expression: str, value: object) -> None:
    """Wait until the kernel holds a value: it hears of the page's in its own time."""
    for _ in range(100):
        if (found := desk.ask(expression)) == value:
            return
    raise AssertionError(f"{expression} is {found}, not {value}")


@contextmanager
def opened(
    browser: Browser, site: tuple[str, Path], name: str, cells: Sequence[str]
) -> Iterator[Desk]:
    """Run cells in a folder, and so in a home, of their own."""
    url, root = site
    folder = root / name
    folder.mkdir()
    book(folder / "desk.ipynb", *cells)
    page = browser.new_page(viewport={"width": 1400, "height": 1400})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        open_notebook(page, url, f"{name}/desk.ipynb")
        run_all(page)
        ran(page)
        yield Desk(page, page.locator(".vs-studio").first, folder)
        snap(page, f"end-of-{name}")
        page.evaluate("() => jupyterapp.shell.currentWidget.context.sessionContext.shutdown()")
    finally:
        page.close()
    assert not errors, errors
