"""The studio in JupyterLab: every model, one press, one job, whatever the kernel does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk, opened
from tests.e2e.lab import lab, ran, run_all, snap, theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
WIDTHS = (400, 600, 1000, 1400, 1900)
MOST_PRESSES = 80
AT = "selector => document.activeElement?.matches(selector) ?? false"
MODELS = ("veo-3.1-fast", "veo-3.1", "veo-3-fast", "veo-3", "veo-2")
CELLS = ("import veo_widgets as veo\nimport time", "veo.studio()", "time.sleep(0)")
RESTART = "() => jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()"
BUSY = """() => {
  const panel = jupyterapp.shell.currentWidget, nb = panel.content;
  nb.activeCellIndex = 2;
  nb.activeCell.model.sharedModel.setSource('time.sleep(6)');
  window.__ran = jupyterapp.commands.execute('notebook:run-cell');
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("studio")
    with lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url:
        yield url, folder


@pytest.fixture
def fresh(browser: Browser, site: tuple[str, Path]) -> Iterator[Desk]:
    """Return a studio with nothing in its home."""
    with opened(browser, site, "fresh", CELLS) as desk:
        yield desk


@pytest.fixture
def page(desk: Desk) -> Page:
    return desk.page


@pytest.fixture
def studio(desk: Desk) -> Locator:
    return desk.studio


def prompt(studio: Locator) -> Locator:
    return studio.locator("[data-field=prompt] textarea")


def quick(studio: Locator) -> None:
    """Choose what is made soonest."""
    for name in ("720p", "4 s"):
        radio = studio.get_by_role("radio", name=name, exact=True)
        if radio.count():
            radio.click()


def stops(page: Page, studio: Locator) -> int:
    """Count the presses of Tab that lead from the prompt to Generate."""
    prompt(studio).focus()
    for presses in range(1, 20):
        page.keyboard.press("Tab")
        if studio.locator(".vs-generate:focus").count():
            return presses
    raise AssertionError("Tab never came to Generate")


def test_a_missing_prompt_is_said_and_nothing_is_sent(studio: Locator) -> None:
    studio.locator(".vs-generate").click()

    expect(studio.locator("[data-field=prompt]")).to_contain_text("prompt is required")
    expect(prompt(studio)).to_be_focused()
    expect(studio.locator(".vs-take")).to_have_count(0)


def test_prompt_generate_and_clip_are_on_one_screen_at_any_width(
    page: Page, studio: Locator
) -> None:
    prompt(studio).fill("a lake at night")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700 if width >= 1000 else 1200})
        studio.evaluate("each => each.scrollIntoView({block: 'start'})")
        for part in (".vc-card", ".vs-generate", ".vs-stage .vs-blank"):
            box = studio.locator(part).first.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= width
            if width >= 1000:
                assert box["y"] + box["height"] <= 700
        money = page.get_by_text("play money").locator("visible=true")
        expect(money).to_have_count(1)
        box = money.bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= width
        for name in ("Light", "Dark"):
            theme(page, f"JupyterLab {name}")
            snap(page, f"studio-{width}-{name.lower()}")
    theme(page, "JupyterLab Light")
    page.set_viewport_size({"width": 1400, "height": 1800})


def test_typing_at_once_after_the_model_loses_nothing(page: Page, studio: Locator) -> None:
    prompt(studio).fill("old prompt")
    studio.locator("[data-field=seed] input").fill("77")
    page.evaluate(BUSY)
    studio.locator(".vc-model").select_option("veo-2")
    prompt(studio).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("frozen lake with skaters")
    ran(page)

    expect(prompt(studio)).to_have_value("frozen lake with skaters")
    expect(prompt(studio)).to_be_focused()
    assert prompt(studio).evaluate("area => area.selectionStart") == len("frozen lake with skaters")
    expect(studio.locator(".vc-model")).to_have_value("veo-2")
    expect(studio.locator("[data-field=seed] input")).to_have_value("77")


def test_impatient_clicks_on_a_busy_kernel_are_one_job(page: Page, studio: Locator) -> None:
    prompt(studio).fill("a lake at night")
    quick(studio)
    page.evaluate(BUSY)
    button = studio.locator(".vs-generate")
    assert button.evaluate(
        "async button => { for (let n = 0; n < 3; n++) button.click();"
        " await null; await null; return button.disabled; }"
    )
    ran(page)

    expect(studio.locator(".vs-take")).to_have_count(1, timeout=20_000)
    expect(button).to_be_enabled()
    expect(studio.locator(".vs-take")).to_have_count(1)


def test_after_a_restart_the_cell_brings_the_draft_back(page: Page, studio: Locator) -> None:
    takes = studio.locator(".vs-take").count()
    studio.locator(".vc-model").select_option("veo-3")
    prompt(studio).fill("half a thought")
    expect(studio.locator(".vw-stale")).to_have_count(0)
    page.evaluate(RESTART)
    expect(studio.locator(".vw-banner")).to_contain_text("Run this cell again", timeout=20_000)
    expect(studio.locator(".vs-generate")).to_be_disabled()
    run_all(page)
    ran(page)

    expect(prompt(studio)).to_have_value("half a thought")
    expect(studio.locator(".vc-model")).to_have_value("veo-3")
    expect(studio.locator(".vs-take")).to_have_count(takes)


def test_every_model_makes_its_clip_and_the_stage_plays_it(page: Page, studio: Locator) -> None:
    before = studio.locator(".vs-take").count()
    for count, model in enumerate(MODELS, before + 1):
        studio.locator(".vc-model").select_option(model)
        prompt(studio).fill(f"a deer in a forest at dawn, for {model}")
        quick(studio)
        assert stops(page, studio) <= 6, model
        prompt(studio).press("Control+Enter")
        expect(studio.locator(".vs-take")).to_have_count(count, timeout=20_000)
        first = studio.locator(".vs-take").first
        expect(first).to_have_attribute("data-state", "ready", timeout=90_000)
        job = first.get_attribute("data-job")
        expect(studio.locator(f".vs-stage[data-job='{job}'] video")).to_be_visible()
    page.wait_for_function(
        "() => { const v = document.querySelector('.vs-stage video');"
        " return v && v.currentTime > 0.3 && !v.error }"
    )
    studio.locator(".vs-open").first.focus()
    for key in ("e", "ArrowRight", "e"):
        page.keyboard.press(key)
    studio.locator(".vs-ticked button", has_text="Compare").click()
    expect(studio.locator(".vs-below-grid .vg-cell")).to_have_count(2, timeout=20_000)
    expect(studio.locator(".vs-ticked")).to_have_count(0)


def test_a_sweep_is_planned_run_and_folded_on_the_wall(page: Page, studio: Locator) -> None:
    studio.locator(".vc-model").select_option("veo-3-fast")
    before = studio.locator(".vs-take").count()
    prompt(studio).fill("a red panda on a skateboard")
    quick(studio)
    studio.locator("[data-field=seed] input").fill("1,2")
    studio.locator(".vs-generate", has_text="Plan 2 clips").click()
    expect(studio.locator(".vs-matrix td.vs-send")).to_have_count(2)
    studio.locator(".vs-plan .vw-primary").click()
    sweep = studio.locator(".vs-sweep")
    expect(sweep).to_contain_text("2 clips", timeout=90_000)
    expect(studio.locator(".vs-take")).to_have_count(before + 1)
    expect(studio.locator(".vs-day")).to_have_text("Today")
    sweep.locator(".vs-open").press("Enter")
    expect(studio.locator(".vs-of")).to_have_count(2)
    snap(page, "studio-sweep-unfolded")
    sweep.locator(".vs-open").press("Enter")
    expect(studio.locator(".vs-of")).to_have_count(0)
    expect(studio.locator(".vs-below-grid .vg")).to_be_visible()
    expect(page.get_by_text("play money").locator("visible=true")).to_have_count(1)


def lead(page: Page, key: str, selector: str) -> None:
    """Press a key until the focus is where it should be."""
    for _ in range(MOST_PRESSES):
        page.keyboard.press(key)
        if page.evaluate(AT, selector):
            return
    raise AssertionError(f"{key} never led to {selector}")


@pytest.mark.slow
def test_the_three_jobs_by_keyboard_alone(fresh: Desk) -> None:
    page, studio = fresh.page, fresh.studio
    takes = studio.locator(".vs-take")
    stage = studio.locator(".vs-stage")

    # a clip, and another one of the same
    prompt(studio).focus()
    page.keyboard.type("a heron over a lake at dawn")
    lead(page, "Tab", "[aria-label=Settings] *")
    lead(page, "ArrowDown", "[data-field=duration] [role=radio]")
    page.keyboard.press("Home")
    lead(page, "Shift+Tab", "[data-field=prompt] textarea")
    page.keyboard.press("Control+Enter")
    expect(takes).to_have_count(1, timeout=20_000)
    expect(stage.locator("video")).to_be_visible(timeout=90_000)
    lead(page, "Tab", ".vs-actions button[title*='another seed']")
    page.keyboard.press("Enter")
    expect(takes).to_have_count(2, timeout=20_000)
    expect(studio.locator(".vs-take[data-state=ready]")).to_have_count(2, timeout=90_000)

    # the same on two models, side by side
    lead(page, "Shift+Tab", ".vs-more")
    page.keyboard.press("Enter")
    lead(page, "Tab", ".vs-several:first-of-type .vs-pick[aria-pressed=false]")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    lead(page, "Shift+Tab", ".vs-generate")
    page.keyboard.press("Enter")
    expect(studio.locator(".vs-matrix td.vs-send")).to_have_count(2)
    expect(studio.locator(".vs-plan .vw-primary")).to_be_focused()
    page.keyboard.press("Enter")
    grid = studio.locator(".vs-below-grid .vg")
    expect(grid.locator(".vg-cell[data-state=ready]")).to_have_count(2, timeout=90_000)
    lead(page, "Tab", "[data-cell]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("w")
    expect(grid.locator(".vg-both video")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(grid.locator(".vg-stage")).to_have_count(0)
    expect(grid.locator("[data-cell='1']")).to_be_focused()

    # an earlier take: found, looked at, starred, its settings in the form again
    lead(page, "Shift+Tab", ".vs-search input")
    page.keyboard.type("heron dawn")
    lead(page, "Tab", ".vs-open")
    for key in ("End", "ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    job = takes.last.get_attribute("data-job") or ""
    expect(stage).to_have_attribute("data-job", job)
    lead(page, "Shift+Tab", ".vs-stage button[aria-label=Star]")
    page.keyboard.press("Space")
    expect(studio.locator(f".vs-take[data-job='{job}'] .vs-star.vs-on")).to_have_count(1)
    lead(page, "Tab", ".vs-actions button[title*='into the form']")
    page.keyboard.press("Enter")
    expect(studio.locator(".vc-notice")).to_contain_text("The settings of this take")
    expect(prompt(studio)).to_have_value("a heron over a lake at dawn")
