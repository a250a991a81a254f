"""Pictures of models of every kind: forms, unknown prices, plans, a draft's grid, badges, controls.

Run it as ``python -m tools.shots_models TARGET [unknown|draft|forms|badges|controls] [WIDTH ...]`` to look at
what changed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nbformat
from playwright.sync_api import expect, sync_playwright

from tests.conftest import KEY, serving
from tests.e2e.desk import ASK, FAULTS
from tests.e2e.lab import ROOT, chromium, lab, open_notebook, ran, run_all, theme

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

WIDTHS: Final = (400, 600, 1000, 1400, 1900)
THEMES: Final = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
DATA: Final = ROOT / "tests" / "data"
KINDS: Final = {"unknown", "draft", "forms", "badges", "controls"}
ODD: Final = ("lumen-xl", "storyreel", "morphe", "polymath", "quartz-edit", "nebula-v4")
STUDIO: Final = """
import veo_widgets as veo
from veo_widgets.client.functions import client
client().session.ledger.set(f"ask above {client().endpoint.name}", "1.0")
app = veo.studio("kling-3-standard-text2video", value={"prompt": "a glass harbour at dawn", "duration": "6"})
app
"""
DRAFT: Final = """
reel = veo.sweep("a red panda on a skateboard", name="reel", model=["veo-3.1", "veo-3.1-fast", "kling-3-standard-text2video"],
    seed=[1, 2], duration="nearest 8", resolution="1080p")
draft = reel.draft()
draft.run(unknown=1.0).wait(240)
import veo_widgets.widgets as widgets
grid = widgets.ComparisonGrid(draft)
grid.vote(0, "keep", "keep")
grid.vote(3, "keep", "keep")
grid
"""
# Two jobs are left to themselves at the service, which goes on with one of them.
BADGES: Final = """
import time
from veo_widgets.widgets import StatusBadge
def ask(prompt, model="veo-3-fast", **more):
    sized = {"duration": 4, "resolution": "720p"} if model == "veo-3-fast" else {}
    return veo.submit(model, prompt=prompt, **sized, **more)
kite = dict(prompt="a red kite over green hills, morning light, a river below and sheep on the far slope", seed=1)
jobs = [ask(**kite)]
jobs[0].wait(240)
jobs += [ask(**kite), ask("an unlucky cat", seed=2), ask("a forbidden garden", seed=3), ask("an endless road", seed=4),
    ask("an endless stair", seed=5), ask("a glass harbour", "kling-3-standard-text2video")]
for job in jobs[2:4]:
    try:
        job.wait(60)
    except veo.VeoError:
        pass
while jobs[5].state not in ("queued", "processing"):
    time.sleep(0.2)
jobs[5].unwatch()
jobs += [ask(f"an endless river, bend {n}", seed=10 + n) for n in range(4)]
for job in jobs:
    display(StatusBadge(job))
"""
CONTROLS: Final = """
display(veo.Controls("veo-3.1-fast", value={"prompt": "a glass harbour at dawn, gulls", "resolution": "1080p", "duration": 4}))
display(veo.Controls("veo-2"))
"""


def main() -> int:
    """Write the pictures."""
    target = Path(sys.argv[1])
    widths = [int(word) for word in sys.argv[2:] if word.isdecimal()] or WIDTHS
    only = {word for word in sys.argv[2:] if not word.isdecimal()} or KINDS
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        for there in (folder / "models", folder / "home" / "models"):
            shutil.copytree(DATA / "models", there)
            shutil.copytree(DATA / "strangers", there, dirs_exist_ok=True)
        first = DRAFT if only & {"draft"} else ""
        _write(folder / "lab", STUDIO, first, BADGES, CONTROLS)
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        with serving(
            folder / "server", rendering=True, models=folder / "models", faults=FAULTS
        ) as running:
            more = {
                "SEGMIND_API_KEY": KEY,
                "VEO_WIDGETS_BASE_URL": f"{running.endpoint.api}/v1",
                "VEO_WIDGETS_HOME": str(folder / "home"),
            }
            with lab(folder / "lab", **more) as url:
                open_notebook(page, url, "t.ipynb")
                run_all(page)
                ran(page)
                studio = page.locator(".vs-studio")
                if "unknown" in only:
                    _unknown(page, studio, target, widths)
                if "draft" in only:
                    _draft(page, target, widths)
                if "forms" in only:
                    _forms(page, studio, target)
                for number, kind in ((2, "badges"), (3, "controls")):
                    if kind in only:
                        output = page.locator(".jp-CodeCell").nth(number).locator(".jp-OutputArea")
                        _each(page, widths, kind, output.first, target)
                        _each(page, widths, f"{kind}-end", output.first, target, "end")
        browser.close()
    return 0


def _write(folder: Path, *sources: str) -> None:
    folder.mkdir()
    cells = [nbformat.v4.new_code_cell(text.strip()) for text in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "t.ipynb")


def _each(
    page: Page,
    widths: list[int] | tuple[int, ...],
    take: str,
    at: Locator,
    to: Path,
    block: str = "start",
) -> None:
    for look, named in THEMES.items():
        theme(page, named)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            at.evaluate("(each, block) => each.scrollIntoView({block})", block)
            page.wait_for_timeout(700)
            page.screenshot(path=to / f"{take}-{width}-{look}.png")


def _unknown(
    page: Page, studio: Locator, target: Path, widths: list[int] | tuple[int, ...]
) -> None:
    """The button, the question, the plan and the refusal where prices are not known."""
    expect(studio.locator(".vs-price")).to_contain_text("price unknown")
    _each(page, widths, "unknown", studio, target)
    studio.locator(".vs-generate").click()
    ask = studio.get_by_role("alertdialog")
    expect(ask).to_be_visible()
    for look, named in THEMES.items():
        theme(page, named)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            ask.scroll_into_view_if_needed()
            page.wait_for_timeout(300)
            page.screenshot(path=target / f"ask-{width}-{look}.png")
    ask.press("Escape")
    page.set_viewport_size({"width": 1400, "height": 900})
    studio.locator(".vs-more").click()
    for label in ("Veo 3.1 Fast", "Veo 3.1", "16:9", "9:16"):
        pick = studio.locator(".vs-pick").get_by_text(label, exact=True).first
        if pick.get_attribute("aria-pressed") == "false":
            pick.click()
    page.screenshot(path=target / "several.png")
    page.keyboard.press("Escape")
    studio.locator(".vs-generate").click()
    plan = studio.locator(".vs-plan")
    expect(plan.locator(".vs-matrix")).to_be_visible()
    _each(page, widths, "plan", plan, target)
    plan.get_by_label("Budget").fill("2")
    page.wait_for_timeout(300)
    _each(page, widths, "refused", plan, target)
    plan.get_by_label("Each unknown at most").fill("0.4")
    page.wait_for_timeout(300)
    plan.screenshot(path=target / "worst.png")
    plan.get_by_label("Close the plan").click()


def _draft(page: Page, target: Path, widths: list[int] | tuple[int, ...]) -> None:
    grid = page.locator(".vg").first
    expect(grid.locator(".vg-promote")).to_be_visible(timeout=240_000)
    _each(page, widths, "promote", grid, target)
    page.set_viewport_size({"width": 1400, "height": 900})
    grid.locator(".vg-promote").click()
    page.wait_for_timeout(500)
    _each(page, widths, "promote-ask", grid, target)
    grid.locator(".vw-pay").click()
    expect(grid.locator(".vg-saved")).to_be_visible(timeout=60_000)
    _each(page, widths, "promoted", grid.locator(".vg-saved"), target)


def _forms(page: Page, studio: Locator, target: Path) -> None:
    page.set_viewport_size({"width": 1400, "height": 900})
    studio.evaluate("each => each.scrollIntoView({block: 'start'})")
    for slug in ODD:
        page.evaluate(ASK, [f"app.model = {slug!r}", ""])
        _each(page, (600, 1400, 1900), f"form-{slug}", studio, target)


if __name__ == "__main__":
    raise SystemExit(main())
