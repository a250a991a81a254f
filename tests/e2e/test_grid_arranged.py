"""A sweep's grid arranged by hand: facets, orders, and what outlives a reload."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import ASK
from tests.e2e.keeper import BEGIN, LOOKS, SEEDS, as_at_first, shown
from tests.e2e.lab import snap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]
RESET: Final = """
grid.rows, grid.columns, grid.slices, grid.hidden = ["seed"], ["model", "prompt"], {}, []
grid.filter = {"show": "all", "values": {}, "most": None}
grid.order, grid.per_row, grid.sound, grid.loop, grid.offsets = "plan", 0, "off", True, {}
grid.focused, grid.selected = -1, []
"""
TRAITS: Final = (
    "(grid.slices, grid.hidden, grid.filter, grid.order, grid.per_row, grid.sound, grid.loop,"
    " grid.offsets)"
)
SECOND: Final = """() => {
  const nb = jupyterapp.shell.currentWidget.content;
  nb.activeCellIndex = 2;
  nb.activeCell.model.sharedModel.setSource('grid');
  return jupyterapp.commands.execute('notebook:run-cell').then(() => null);
}"""
CUT: Final = """grid => [...grid.querySelectorAll('.vg-cell .vg-title')]
  .filter(title => title.scrollWidth > title.clientWidth + 1 || !title.checkVisibility())
  .map(title => title.textContent)"""
MODELS: Final = ("veo-3.1-fast", "veo-3-fast")


@pytest.fixture(scope="module")
def opened(browser: Browser, site: tuple[str, Path]) -> Iterator[Page]:
    with shown(browser, site, "arranged") as page:
        yield page


@pytest.fixture
def grid(opened: Page) -> Locator:
    return as_at_first(opened, RESET)


def numbers(grid: Locator) -> list[int]:
    """Return the cells that are shown, as they stand."""
    return [int(cell.get_attribute("data-cell") or -1) for cell in grid.locator(".vg-cell").all()]


def drag(slider: Locator, *shares: float) -> None:
    """Press on a slider, and lead the pointer along it."""
    slider.scroll_into_view_if_needed()
    box, mouse = slider.bounding_box(), slider.page.mouse
    assert box is not None
    for share in shares:
        mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2, steps=8)
        mouse.down()
    mouse.up()


def order(grid: Locator, name: str) -> None:
    grid.get_by_role("button", name="Display").click()
    grid.page.get_by_label("Order").select_option(name)
    grid.page.keyboard.press("Escape")


def reload(page: Page) -> None:
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.content")


def traits(page: Page) -> Any:
    return ast.literal_eval(page.evaluate(ASK, ["", TRAITS]))


def test_facets_by_mouse_are_counted_and_undone(grid: Locator) -> None:
    page = grid.page
    cells = grid.locator(".vg-cell")
    facets = page.locator(".vg-facets")
    grid.get_by_role("button", name="Filter").click()
    for label, left in ((str(SEEDS[0]), 4), (MODELS[0], 2), ("ready", 2), ("failed", 0)):
        facet = facets.locator("label").filter(has=page.get_by_text(label, exact=True))
        expect(facet.locator("small")).to_have_text(str(left))
        facet.click()
        expect(cells).to_have_count(left)
        expect(grid.locator(".vg-arrange")).to_contain_text(f"{left} of 12")
    facets.get_by_text("all", exact=True).click()
    expect(cells).to_have_count(2)
    snap(page, "facets")
    page.keyboard.press("Escape")
    undo = grid.get_by_role("button", name="Undo the arrangement")
    for left in (0, 2, 2, 4, 12):
        undo.click()
        expect(cells).to_have_count(left)

    grid.get_by_role("button", name="Filter").click()
    slider = facets.get_by_role("slider", name="Cost at most")
    drag(slider, 0.98, 0.01)
    expect(slider).not_to_have_attribute("aria-valuetext", "any")
    expect(cells).not_to_have_count(12)
    page.keyboard.press("Escape")
    while undo.count():
        undo.click()
    expect(cells).to_have_count(12)
    expect(grid.locator(".vg-arrange")).not_to_contain_text("of 12")


@pytest.mark.parametrize("width", [400, 1000, 1400])
def test_titles_of_a_sorted_grid_say_what_varies(grid: Locator, width: int) -> None:
    page = grid.page
    page.set_viewport_size({"width": width, "height": 900})
    places = [(model, look, seed) for look in LOOKS for model in MODELS for seed in SEEDS]
    titles = {
        int(cell["index"]): cell["title"]
        for cell in ast.literal_eval(
            page.evaluate(ASK, ["", "[{k: c[k] for k in ('index', 'title')} for c in grid.cells]"])
        )
    }
    for model, look, seed in places:
        assert f"… rain, {look} · {model} · seed {seed}" in titles.values()
    for by in ("cheapest", "dearest", "fastest", "state", "highest", "lowest"):
        order(grid, by)
        expect(grid.locator(".vg-head")).to_have_count(0)
        for cell in grid.locator(".vg-cell").all():
            title = cell.locator(".vg-title")
            expect(title).to_have_text(titles[int(cell.get_attribute("data-cell") or -1)])
        assert grid.evaluate(CUT) == []
    snap(page, f"sorted-{width}")


def test_what_was_arranged_by_hand_outlives_a_reload(grid: Locator) -> None:
    page = grid.page
    grid.get_by_role("button", name="Axis prompt: arrows move it").click()
    page.get_by_role("button", name="Only", exact=False).nth(1).click()
    page.keyboard.press("Escape")
    expect(grid.locator(".vg-cell")).to_have_count(6)
    grid.locator(".vg-side").nth(2).hover()
    grid.locator(".vg-side .vg-hide").nth(2).click()
    expect(grid.locator(".vg-cell")).to_have_count(4)
    grid.get_by_role("button", name="Filter").click()
    page.locator(".vg-facets").get_by_text("ready", exact=True).click()
    page.keyboard.press("Escape")
    grid.get_by_role("button", name="Display").click()
    drag(page.get_by_role("slider", name="Cells in a row"), 0.4)
    page.keyboard.press("Escape")
    grid.get_by_label("Sound").select_option(label="Sound: under pointer")
    grid.get_by_role("button", name="Loop", exact=True).click()
    first = numbers(grid)[0]
    grid.locator(f"[data-cell='{first}'] .vg-picture").click()
    for _ in range(2):
        grid.locator(f"[data-cell='{first}']").get_by_title("More").click()
        page.get_by_role("menuitem", name="Shift it a frame on").click()
    expect(grid.locator(f"[data-cell='{first}'] .vg-caption")).to_contain_text("+2 f")
    shown = numbers(grid)
    before = traits(page)
    slices, hidden, chosen, by, size, sound, loop, offsets = before
    assert (slices, len(hidden), chosen["show"], by) == ({"prompt": 1}, 1, "ready", "plan")
    assert (size, sound, loop, offsets) == (3, "hovered", False, {str(first): 2})

    def arranged(count: int) -> None:
        expect(page.locator(".vg")).to_have_count(count, timeout=30_000)
        for view in page.locator(".vg").all():
            expect(view.locator(".vg-cell")).to_have_count(len(shown), timeout=30_000)
            assert numbers(view) == shown
            caption = view.locator(f"[data-cell='{first}'] .vg-caption")
            expect(caption).to_contain_text("+2 f")
            expect(view.get_by_label("Sound")).to_have_value("hovered")
            expect(view.get_by_role("button", name="Loop", exact=True)).to_have_attribute(
                "aria-pressed", "false"
            )
            slider = view.get_by_role("slider", name="Value of prompt")
            expect(slider).to_have_attribute("aria-valuetext", BEGIN + LOOKS[1])

    page.evaluate(SECOND)
    arranged(2)
    reload(page)
    arranged(2)
    assert traits(page) == before
    snap(page, "arranged-after-a-reload")

    order(grid, "dearest")
    reload(page)
    expect(grid.locator(".vg-cell .vg-title").first).to_be_visible(timeout=30_000)
    assert traits(page)[3] == "dearest"
