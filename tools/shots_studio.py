"""Pictures of the studio in JupyterLab: every width, both themes, play money and real.

Run it as ``python -m tools.shots_studio TARGET [play|real|popovers] [WIDTH ...]`` to look at what
changed; the popovers are one by one what opens above the studio, in play money.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect, sync_playwright

from tests.conftest import KEY, serving
from tests.e2e.lab import book, chromium, lab, open_notebook, ran, run_all, theme

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

WIDTHS: Final = (400, 600, 1000, 1400, 1900)
THEMES: Final = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
MADE: Final = """
import time
import veo_widgets as veo
from veo_widgets.client.functions import client
prompts = ["a lighthouse keeper lights a lamp in a storm, spray on the glass",
    "a red kite flies over green hills", "a corgi on a skateboard at dusk",
    "a tram in the rain, night, neon", "an owl lands on a fence post",
    "a paper boat in a gutter", "a giraffe at a bus stop"]
jobs = [veo.submit("veo-3-fast" if n % 2 else "veo-2", prompt=p, seed=n, duration=8 if n % 2 else 5)
    for n, p in enumerate(prompts, 1)]
for job in jobs:
    job.wait(240)
with client().session.ledger._db.write() as db:
    for n, job in enumerate(jobs):
        db.execute("UPDATE jobs SET created = created - ? WHERE id = ?",
            (86400 * (0, 0, 1, 1, 1, 14, 14)[n], job.id))
panda = veo.sweep("a red panda rides a skateboard", name="panda", model=["veo-3.1-fast", "veo-3-fast"],
    seed=[1, 2], duration=4, resolution="720p")
panda.run()
panda.wait(240)
veo.sweep("a lake at {hour}", name="lake", hour=["dawn", "night"], model=["veo-2", "veo-3"], duration=8).run(confirm=True)
"""
KINDS: Final = {"play", "real", "popovers"}
STUDIO: Final = """
app = veo.studio()
app
"""
MORE: Final = """
for n in range(6):
    veo.submit("veo-3.1-fast", prompt=f"a glass harbour at dawn, take {n + 1}", duration=8)
"""
MOST_OPENED: Final = 16


def main() -> int:
    """Write the pictures."""
    target = Path(sys.argv[1])
    widths = [int(word) for word in sys.argv[2:] if word.isdecimal()] or WIDTHS
    only = {word for word in sys.argv[2:] if not word.isdecimal()} or KINDS
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        if "play" in only:
            _write(folder / "play", MADE, STUDIO, MORE)
            with lab(folder / "play", VEO_WIDGETS_LOCAL='{"draft": true}') as url:
                _play(page, url, target, widths)
        if "popovers" in only:
            _write(folder / "popovers", MADE.split("panda")[0], STUDIO)
            with lab(folder / "popovers", VEO_WIDGETS_LOCAL='{"draft": true}') as url:
                _popovers(page, url, target, widths)
        if "real" in only:
            _write(folder / "real", MADE.split("panda")[0], STUDIO)
            with serving(folder / "server", rendering=True) as running:
                base = f"{running.endpoint.api}/v1"
                with lab(folder / "real", SEGMIND_API_KEY=KEY, VEO_WIDGETS_BASE_URL=base) as url:
                    _real(page, url, target, widths)
        browser.close()
    return 0


def _write(folder: Path, *sources: str) -> None:
    folder.mkdir()
    book(folder / "t.ipynb", *sources)


def _open(page: Page, url: str) -> Locator:
    open_notebook(page, url, "t.ipynb")
    run_all(page)
    ran(page)
    studio = page.locator(".vs-studio")
    expect(studio.locator(".vs-take").first).to_be_visible()
    return studio


def _top(studio: Locator) -> None:
    studio.evaluate("each => each.scrollIntoView({block: 'start'})")
    studio.page.wait_for_timeout(1500)


def _play(page: Page, url: str, target: Path, widths: list[int] | tuple[int, ...]) -> None:
    studio = _open(page, url)
    for look, named in THEMES.items():
        theme(page, named)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 700 if width == 1000 else 900})
            _top(studio)
            page.screenshot(path=target / f"studio-{width}-{look}.png")
    page.set_viewport_size({"width": 1400, "height": 900})
    studio.locator("[data-sweep=panda] .vs-open").click(position={"x": 20, "y": 20})
    expect(studio.locator(".vs-of .vs-tick")).to_have_count(4)
    for tick in studio.locator(".vs-of .vs-tick").all()[:3]:
        tick.dispatch_event("click")
    studio.locator(".vs-of").first.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    page.screenshot(path=target / "unfolded.png")
    studio.locator(".vs-ticked button", has_text="Compare").click()
    page.wait_for_timeout(4000)
    page.screenshot(path=target / "compared.png")
    theme(page, THEMES["light"])
    studio.locator(".vc-model").select_option("veo-3.1-fast")
    studio.locator("[data-field=prompt] textarea").fill("a glass harbour at dawn")
    studio.locator(".vs-more").click()
    for label in ("Veo 2", "Veo 3.1 Fast", "4 s"):
        pick = studio.locator(".vs-pick", has_text=label).first
        if pick.get_attribute("aria-pressed") == "false":
            pick.click()
    page.screenshot(path=target / "several.png")
    page.keyboard.press("Escape")
    studio.locator(".vs-generate").click()
    expect(studio.locator(".vs-matrix")).to_be_visible()
    page.wait_for_timeout(800)
    page.screenshot(path=target / "plan.png")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        studio.locator(".vs-plan").evaluate("plan => plan.scrollIntoView({block: 'center'})")
        page.wait_for_timeout(300)
        page.screenshot(path=target / f"plan-{width}.png")


def _popovers(page: Page, url: str, target: Path, widths: list[int] | tuple[int, ...]) -> None:
    """Open whatever opens, one after another; of the card's own menu its pages too."""
    studio = _open(page, url)
    studio.locator("[data-field=prompt] textarea").fill("a glass harbour at dawn")
    studio.get_by_role("button", name="More", exact=True).first.click()
    page.get_by_role("button", name="Presets…").click()
    field = page.get_by_label("Name of a new preset")
    field.fill("Dusk, wide")
    field.press("Enter")
    page.keyboard.press("Escape")
    for look, named in THEMES.items():
        theme(page, named)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 700 if width == 1000 else 900})
            _top(studio)
            if studio.locator(".vs-summary[aria-expanded=false]:visible").count():
                studio.locator(".vs-summary").click()
            buttons = studio.locator("[aria-haspopup=dialog]:visible, .vs-stage select:visible")
            for number in range(min(buttons.count(), MOST_OPENED)):
                button = buttons.nth(number)
                name = (button.get_attribute("aria-label") or "").split(":")[0]
                word = name.lower().replace(" ", "-") or f"number-{number}"
                path = target / f"{number:02}-{word}-{width}-{look}.png"
                button.click()
                page.wait_for_timeout(250)
                page.screenshot(path=path)
                for item in ("Earlier prompts…", "Presets…") if name == "More" else ():
                    page.get_by_role("button", name=item).click()
                    page.wait_for_timeout(400)
                    page.screenshot(path=path.with_stem(f"{path.stem}-{item[:-1].lower()}"))
                    page.keyboard.press("Escape")
                    button.click()
                page.keyboard.press("Escape")


def _real(page: Page, url: str, target: Path, widths: list[int] | tuple[int, ...]) -> None:
    studio = _open(page, url)
    expect(studio.locator(".vs-where")).to_contain_text("left")
    for look, named in THEMES.items():
        theme(page, named)
        studio.get_by_role("button", name="Limits and notices").click()
        page.wait_for_timeout(300)
        page.screenshot(path=target / f"real-limits-{look}.png")
        page.keyboard.press("Escape")
    studio.get_by_role("button", name="Limits and notices").click()
    studio.get_by_label("Ask before a press above").fill("0.1")
    studio.locator("button[type=submit]", has_text="Keep").click()
    studio.locator("[data-field=prompt] textarea").fill("a glass harbour at dawn")
    for look, named in THEMES.items():
        theme(page, named)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 700 if width == 1000 else 900})
            _top(studio)
            page.screenshot(path=target / f"real-{width}-{look}.png")
            studio.locator(".vs-generate").click()
            expect(studio.locator(".vw-ask")).to_be_visible()
            page.screenshot(path=target / f"real-ask-{width}-{look}.png")
            page.keyboard.press("Escape")


if __name__ == "__main__":
    raise SystemExit(main())
