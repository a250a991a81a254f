"""A sweep's grid in JupyterLab: what it says, how it is arranged, what went wrong, who has the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import accessible
from tests.e2e.grid_page import in_kernel
from tests.e2e.keeper import BEGIN, LOOKS, as_at_first, shown
from tests.e2e.lab import snap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]
RESET = """
grid.rows, grid.columns, grid.slices, grid.hidden = ["seed"], ["model", "prompt"], {}, []
grid.filter = {"show": "all", "values": {}, "most": None}
grid.order, grid.per_row, grid.mode, grid.verified = "plan", 0, "grid", False
grid.baseline, grid.focused, grid.selected = -1, -1, []
"""
UNCOVERED = """part => {
  const {x, y, width, height} = part.getBoundingClientRect();
  return [[0.1, 0.1], [0.5, 0.5], [0.9, 0.9]].every(([right, down]) =>
    document.elementFromPoint(x + right * width, y + down * height) === part);
}"""
NOTEBOOK = """() => {
  const { content } = jupyterapp.shell.currentWidget;
  const cells = content.model.sharedModel.cells.map(cell => [cell.cell_type, cell.source]);
  return JSON.stringify([cells, content.activeCellIndex, content.mode]);
}"""


@pytest.fixture(scope="module")
def opened(browser: Browser, site: tuple[str, Path]) -> Iterator[Page]:
    with shown(browser, site, "keeper") as page:
        yield page


@pytest.fixture
def grid(opened: Page) -> Locator:
    return as_at_first(opened, RESET)


def heads(grid: Locator) -> list[str]:
    return grid.locator(".vg-head > span").all_inner_texts()


def sides(grid: Locator) -> list[str]:
    return grid.locator(".vg-side > span").all_inner_texts()


def box(element: Locator) -> dict[str, float]:
    found = element.bounding_box()
    assert found is not None
    x, y, width, height = found["x"], found["y"], found["width"], found["height"]
    return {"y": y, "height": height, "right": x + width, "end": y + height}


def test_two_rows_above_and_only_what_varies_is_said(grid: Locator) -> None:
    page = grid.page
    top = box(grid.locator(".vg-top"))
    first = box(grid.locator("[data-cell='0']"))
    snap(page, "grid-top")
    assert top["height"] <= 48
    assert box(grid.locator(".vg-arrange"))["height"] <= 48
    assert first["y"] - top["y"] <= 150
    assert heads(grid) == [f"… rain, {look}" for look in LOOKS] * 2
    assert grid.locator(".vg-head small").all_inner_texts()[::2] == ["veo-3.1-fast", "veo-3-fast"]
    assert sides(grid) == ["seed 731", "seed 732", "seed 733"]
    whole = grid.locator(".vg-head").first.get_attribute("title") or ""
    assert BEGIN + LOOKS[0] in whole
    assert (
        box(grid.locator(".vg-scroll"))["right"] - box(grid.locator("[data-cell='9']"))["right"]
        < 32
    )

    grid.get_by_role("button", name="Same in all cells").click()
    expect(grid.locator(".vg-shared")).to_contain_text("tell two apart")
    page.keyboard.press("Escape")

    grid.get_by_role("button", name="Display").click()
    slider = page.get_by_role("slider", name="Cells in a row")
    slider.focus()
    for count in (1, 2):
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "count => { const [cell] = document.querySelectorAll('.vg-cell');"
            " const room = document.querySelector('.vg-scroll').clientWidth;"
            " return Math.floor(room / cell.offsetWidth) === count; }",
            arg=count,
        )
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1400, "height": 560})
    grid.evaluate("grid => grid.scrollIntoView({block: 'end'})")
    grid.locator(".vg-scroll").hover()
    page.mouse.wheel(0, 200)
    deck = box(grid.locator(".vg-deck"))
    assert box(grid.locator(".vg-heads"))["y"] >= 0
    assert deck["end"] <= 560
    assert box(grid.locator(".vg-heads"))["y"] < deck["y"]
    snap(page, "grid-stuck")


def test_axes_are_moved_sliced_and_undone(grid: Locator) -> None:
    page = grid.page
    chip = grid.get_by_role("button", name="Axis prompt: arrows move it")
    chip.focus()
    page.keyboard.press("ArrowDown")
    expect(grid.locator(".vg-head")).to_have_count(2)
    expect(grid.locator(".vg-band").first).to_have_text("seed 731")
    assert sides(grid)[:2] == [f"… rain, {look}" for look in LOOKS]
    assert heads(grid) == ["veo-3.1-fast", "veo-3-fast"]

    chip.drag_to(grid.get_by_role("group", name="Columns"))
    expect(grid.locator(".vg-head")).to_have_count(4)
    grid.get_by_role("button", name="Axis seed: arrows move it").drag_to(
        grid.get_by_role("button", name="Axis model: arrows move it"),
        target_position={"x": 3, "y": 12},
    )
    expect(grid.locator(".vg-head")).to_have_count(0)
    expect(grid.locator(".vg-cell")).to_have_count(12)
    assert grid.get_by_role("group", name="Columns").inner_text().split()[1:] == [
        "seed",
        "model",
        "prompt",
    ]

    chip.click()
    page.get_by_role("button", name="Only", exact=False).first.click()
    slider = grid.get_by_role("slider", name="Value of prompt")
    expect(slider).to_have_attribute("aria-valuetext", BEGIN + LOOKS[0])
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", BEGIN + LOOKS[1])
    expect(grid.locator("[data-cell='0']")).to_have_count(0)

    while grid.get_by_role("button", name="Undo the arrangement").count():
        grid.get_by_role("button", name="Undo the arrangement").click()
    assert sides(grid) == ["seed 731", "seed 732", "seed 733"]
    expect(grid.locator("[data-cell='0']")).to_have_count(1)


def test_facets_narrow_and_lines_are_put_away(grid: Locator) -> None:
    page = grid.page
    grid.get_by_role("button", name="Filter").click()
    facets = page.locator(".vg-facets")
    facets.get_by_label("failed").check()
    expect(grid.locator(".vg-cell")).to_have_count(2)
    facets.get_by_label("veo-3-fast").check()
    expect(grid.locator(".vg-cell")).to_have_count(1)
    facets.get_by_label("ready").check()
    expect(grid.locator(".vg-cell")).to_have_count(5)
    page.keyboard.press("Escape")
    grid.get_by_role("button", name="Show all").click()
    expect(grid.locator(".vg-cell")).to_have_count(12)
    grid.locator(".vg-side").first.hover()
    grid.locator(".vg-side .vg-hide").first.click()
    expect(grid.locator(".vg-cell")).to_have_count(8)
    grid.locator("[data-cell='2']").focus()
    page.keyboard.press("u")
    expect(grid.locator(".vg-cell")).to_have_count(12)


def test_a_failure_is_whole_and_offers_the_one_right_action(grid: Locator) -> None:
    page = grid.page
    expect(grid.locator(".vg-again")).to_have_text("Retry 1 failed · up to $0.40")
    failed, blocked = grid.locator("[data-cell='1']"), grid.locator("[data-cell='9']")
    expect(failed.locator(".vg-steps button").first).to_contain_text("Retry")
    expect(blocked.locator(".vg-steps button").first).to_have_text("Edit prompt")
    blocked.get_by_text("Why?").click()
    why = page.locator(".vg-why")
    for words in ("refused", "Not charged", "ContentBlocked", '"code": 7', "Job "):
        expect(why).to_contain_text(words)
    why.get_by_role("button", name="Copy all of it").click()
    expect(grid.locator(".vg-said")).to_have_text("Copied")
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)
    blocked.get_by_text("Edit prompt").click()
    expect(grid.locator(".vg-text")).to_contain_text(BEGIN)
    grid.locator(".vg-text").get_by_role("button", name="Close").click()


def test_asked_and_got_with_defaults_and_the_words_that_differ(grid: Locator) -> None:
    page = grid.page
    grid.locator("[data-cell='0']").focus()
    page.keyboard.press("p")
    page.keyboard.press("v")
    checks = grid.locator("[data-cell='0'] .vg-checks")
    expect(checks).to_contain_text("size 1920×1080 → 320×180")
    expect(checks).to_contain_text("length 8 s → 1 s")
    cut = "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length"
    assert grid.locator(".vg-checks").evaluate_all(cut) == 0
    prompt = grid.locator("[data-cell='6'] .vg-prompt")
    expect(prompt.locator("ins").first).to_be_visible()
    assert prompt.get_attribute("title") == BEGIN + LOOKS[1]
    words = prompt.inner_text()
    assert "orange warm" not in words.replace(" ", "")
    snap(page, "grid-asked-and-got")


def test_what_is_unfair_is_listed_marked_and_asked_before_a_judgement(grid: Locator) -> None:
    page = grid.page
    button = grid.get_by_role("button", name="besides what is compared")
    button.click()
    listed = page.locator(".vg-unequal")
    expect(listed).to_contain_text("Sound")
    expect(listed).to_contain_text("marked")
    page.keyboard.press("Escape")
    expect(grid.locator("[data-cell='7'] .vg-note.vg-amber").first).to_be_visible()
    grid.get_by_role("button", name="Judge blind").click()
    asked = page.get_by_role("region", name="Before the first vote")
    expect(asked).to_contain_text("Sound")
    expect(asked.get_by_role("radio", name="As it is").first).to_be_visible()
    grid.get_by_role("button", name="Close").click()
    expect(grid.locator(".vg-cell")).to_have_count(12)


def test_no_key_reaches_the_notebook_while_the_grid_has_it(grid: Locator) -> None:
    page = grid.page
    before = page.evaluate(NOTEBOOK)
    line = grid.locator(".vw-writing")
    places = ("[data-cell='0']", ".vg-deck button >> nth=0", ".vg-chip >> nth=0", ".vg")
    for place in places:
        grid.page.locator(place if place == ".vg" else f".vg {place}").first.focus()
        for key in ("d", "d", "x", "a", "c", "v", "b", "z", "y", "m", "1", "Shift+L", "0", "0"):
            page.keyboard.press(key)
        if line.count():
            page.keyboard.press("Escape")
            expect(line).to_have_count(0)
        page.keyboard.press("Escape")
        expect(grid.locator(".vg-stage")).to_have_count(0)
    grid.locator("[data-cell='0']").focus()
    page.keyboard.press("w")
    for key in ("d", "d", "ArrowRight", "Escape", "x"):
        page.keyboard.press(key)
    expect(grid.locator(".vg-stage")).to_have_count(0)
    assert page.evaluate(NOTEBOOK) == before


def test_what_is_asked_before_paying_is_read_whole_on_a_narrow_cell(grid: Locator) -> None:
    page = grid.page
    in_kernel(page, "client.session.set_amount('ask above', 0.1)")
    page.set_viewport_size({"width": 400, "height": 900})
    grid.get_by_role("button", name="Retry · $0.40", exact=True).click()
    ask = grid.get_by_role("alertdialog")
    expect(ask).to_contain_text("Pay $0.40?")
    for part in (ask.locator("b"), *ask.get_by_role("button").all()):
        assert part.evaluate(UNCOVERED)
    snap(page, "grid-asks-400")
    ask.press("Escape")
    expect(ask).to_have_count(0)
    expect(grid.get_by_role("button", name="Retry · $0.40", exact=True)).to_be_visible()
    in_kernel(page, "client.session.set_amount('ask above', None)")


def test_axe_finds_nothing_serious_in_the_grid_and_on_its_stage(grid: Locator) -> None:
    accessible(grid.page, ".vg")
    grid.locator("[data-cell='0']").focus()
    grid.page.keyboard.press("Enter")
    expect(grid.locator(".vg-stage")).to_be_visible()
    accessible(grid.page, ".vg")
    grid.page.keyboard.press("Escape")
