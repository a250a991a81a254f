"""The wall and the stage in JupyterLab: takes are found, looked at, used again and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import HIDDEN, LEDGER, PAID, STUDIO
from tests.e2e.grid_page import PANES
from tests.e2e.lab import OPEN_MS, READY, snap

if TYPE_CHECKING:
    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
QUICK: Final = "value={'duration': 4, 'resolution': '720p'}"
CELLS: Final = (
    PAID,
    STUDIO.replace("studio()", f"studio('veo-3.1-fast', {QUICK})"),
    "app",
)
LONG: Final = (
    "A weathered lighthouse keeper climbs a spiral stair with a lamp, slowly, in the style of "
)


def test_an_empty_wall_says_what_to_do(desk: Desk) -> None:
    expect(desk.studio.locator(".vs-takes")).to_contain_text("Nothing was made here yet.")
    expect(desk.stage).to_contain_text("Describe one, and press Generate.")
    snap(desk.page, "studio-empty")
    desk.accessible()


def test_takes_are_found_by_word_model_state_star_and_day(desk: Desk) -> None:
    for end in ("a woodcut", "an oil painting"):
        desk.prompt.fill(LONG + end)
        desk.prompt.press("Control+Enter")
        expect(desk.takes.filter(has_text=end)).to_have_attribute(
            "data-state", "ready", timeout=60_000
        )
    desk.make("a paper boat")
    expect(desk.studio.get_by_role("heading", name="Takes")).to_be_visible()
    expect(desk.studio.locator(".vs-day")).to_have_text("Today")

    search = desk.studio.get_by_label("Search takes")
    search.fill("keeper oil")
    expect(desk.takes).to_have_count(1)
    search.fill("nothing like it")
    expect(desk.takes).to_have_count(0)
    expect(desk.studio.locator(".vs-takes")).to_contain_text("No take is like that.")
    desk.accessible()
    desk.studio.get_by_role("button", name="Show all").click()
    expect(desk.takes).to_have_count(3)
    expect(search).to_have_value("")

    boat = desk.take("a paper boat")
    boat.hover()
    boat.get_by_role("button", name="Star").click()
    desk.studio.get_by_role("button", name="Starred only").click()
    expect(desk.takes).to_have_count(1)
    desk.studio.get_by_role("button", name="Starred only").click()
    desk.studio.get_by_label("State of the takes").select_option("failed")
    expect(desk.takes).to_have_count(0)
    desk.studio.get_by_role("button", name="Show all").click()
    desk.studio.get_by_label("When the takes were made").select_option("today")
    expect(desk.takes).to_have_count(3)
    desk.studio.get_by_label("Model of the takes").select_option("veo-2")
    expect(desk.takes).to_have_count(0)
    desk.studio.get_by_role("button", name="Show all").click()


def test_a_tile_plays_muted_while_one_points_at_it(desk: Desk) -> None:
    boat = desk.take("a paper boat")
    boat.hover()
    film = boat.locator("video")
    expect(film).to_be_visible()
    assert film.evaluate("async video => { await video.play(); return video.muted; }")
    desk.prompt.hover()
    expect(film).to_have_count(0)


def test_the_stage_says_all_of_a_take_and_keeps_ones_word(desk: Desk) -> None:
    boat = desk.take("a paper boat")
    boat.locator(".vs-open").click()
    expect(desk.stage).to_contain_text("a paper boat")
    desk.stage.get_by_role("button", name="Add a note").click()
    desk.page.get_by_label("Note", exact=True).fill("the best so far")
    desk.page.locator(".vw-popover").get_by_role("button", name="Keep", exact=True).click()
    expect(desk.stage.locator(".vs-noted")).to_have_text("the best so far")

    desk.stage.locator(".vs-actions").get_by_role("button", name="Facts").click()
    facts = desk.stage.locator("[data-part=facts]")
    expect(facts.get_by_role("row", name="cost")).to_contain_text("$0.6")
    expect(facts.get_by_role("row", name="seed")).to_be_visible()
    picture, table = desk.stage.locator("video").bounding_box(), facts.bounding_box()
    assert picture is not None
    assert table is not None
    assert table["y"] >= picture["y"] + picture["height"]
    snap(desk.page, "studio-facts")
    desk.accessible()
    desk.stage.locator(".vs-actions").get_by_role("button", name="Facts").click()


def test_prompt_generate_and_the_playing_clip_are_on_one_screen(desk: Desk) -> None:
    page, film = desk.page, desk.stage.locator("video")
    for width, height in ((1000, 700), (1400, 700), (1900, 700), (600, 900), (400, 900)):
        page.set_viewport_size({"width": width, "height": height})
        desk.studio.evaluate("each => each.scrollIntoView({block: 'start'})")
        expect(film).to_be_visible()
        assert film.evaluate("async video => { await video.play(); return !video.paused; }")
        for part in (desk.prompt, desk.generate, film):
            box = part.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height, (width, box)
        snap(page, f"studio-playing-{width}")
    page.set_viewport_size({"width": 1400, "height": 1400})


def test_a_take_is_used_again_varied_and_gives_its_frame(desk: Desk) -> None:
    actions = desk.stage.locator(".vs-actions")
    desk.prompt.fill("something else")
    actions.get_by_role("button", name="Re-use").click()
    expect(desk.prompt).to_have_value("a paper boat")
    seed = desk.studio.locator("[data-field=seed] input")
    kept = seed.input_value()
    assert kept
    actions.get_by_role("button", name="Vary").click()
    expect(desk.prompt).to_be_focused()
    expect(seed).to_have_value("")

    actions.get_by_role("button", name="Use this frame").click()
    desk.page.locator(".vw-popover").get_by_text("As start image").click()
    chip = desk.studio.locator("[data-slot='image:0'] > button")
    expect(chip.locator("img")).to_be_visible()
    job = desk.stage.get_attribute("data-job")
    rows = "[row['value'] for row in ledger.rows(\"SELECT value FROM settings WHERE name LIKE 'frame %'\")]"
    assert [value.split()[0] for value in desk.ask(rows, LEDGER)] == [job]
    chip.click()
    desk.page.locator(".vc-image-panel").get_by_role("button", name="Remove").click()
    desk.studio.locator(".vc-model").select_option("veo-3.1")
    for word, field in (("As last frame", "last_frame"), ("As reference", "reference_images")):
        actions.get_by_role("button", name="Use this frame").click()
        desk.page.locator(".vw-popover").get_by_text(word).click()
        chip = desk.studio.locator(f"[data-slot='{field}:0'] > button")
        expect(chip.locator("img")).to_be_visible()
        chip.click()
        desk.page.locator(".vc-image-panel").get_by_role("button", name="Remove").click()
        expect(chip.locator("img")).to_have_count(0)
    desk.studio.locator(".vc-model").select_option("veo-3.1-fast")

    count = desk.takes.count()
    actions.get_by_role("button", name="New seed").click()
    expect(desk.takes).to_have_count(count + 1)
    expect(desk.stage).not_to_have_attribute("data-job", job or "")
    expect(desk.takes.first).to_have_attribute("data-state", "ready", timeout=60_000)


def test_a_second_view_shows_the_same_and_sends_nothing_twice(desk: Desk) -> None:
    second = desk.page.locator(".vs-studio").nth(1)
    desk.prompt.fill("a bell at noon")
    expect(second.locator("textarea").first).to_have_value("a bell at noon")
    desk.make("a bell at noon")
    expect(second.locator(".vs-take")).to_have_count(desk.takes.count())
    desk.page.evaluate(HIDDEN, True)
    desk.prompt.fill("a bell at night")
    desk.prompt.press("Control+Enter")
    desk.page.wait_for_function("() => document.title.startsWith('(1) ')")
    desk.page.evaluate(HIDDEN, False)
    assert not desk.page.title().startswith("(")


def test_a_double_enter_and_two_views_are_one_job_each(desk: Desk) -> None:
    second = desk.page.locator(".vs-studio").nth(1)
    count = desk.takes.count()
    desk.prompt.fill("one bell, struck twice")
    for _ in range(2):
        desk.prompt.press("Control+Enter")
    expect(desk.take("one bell, struck twice")).to_have_attribute(
        "data-state", "ready", timeout=60_000
    )
    desk.prompt.fill("one bell, struck by two")
    expect(second.locator("textarea").first).to_have_value("one bell, struck by two")
    desk.heard()
    desk.page.evaluate(
        "() => document.querySelectorAll('.vs-generate').forEach(button => button.click())"
    )
    expect(desk.take("one bell, struck by two")).to_have_attribute(
        "data-state", "ready", timeout=60_000
    )
    expect(desk.takes).to_have_count(count + 2)
    expect(second.locator(".vs-take")).to_have_count(count + 2)


def test_takes_are_ticked_compared_and_hidden(desk: Desk) -> None:
    for take in desk.takes.all()[:2]:
        take.hover()
        take.locator(".vs-tick").check()
    bar = desk.studio.get_by_role("toolbar", name="Ticked takes")
    expect(bar).to_contain_text("2 ticked")
    snap(desk.page, "studio-ticked")
    bar.get_by_role("button", name="Compare").click()
    expect(desk.studio.locator(".vs-below-grid .vg-cell")).to_have_count(2, timeout=20_000)
    count = desk.takes.count()
    first = desk.takes.first
    first.hover()
    first.locator(".vs-tick").check()
    bar.get_by_role("button", name="Hide").click()
    expect(desk.takes).to_have_count(count - 1)
    snap(desk.page, "studio-hidden-toast")
    bar.get_by_role("button", name="Undo").click()
    expect(desk.takes).to_have_count(count)


def test_the_stage_compares_leads_to_its_sweep_and_keeps_star_and_note(desk: Desk) -> None:
    page, stage = desk.page, desk.stage
    bar = desk.studio.get_by_role("toolbar", name="Ticked takes")
    compare = bar.get_by_role("button", name="Compare")
    ready = desk.studio.locator(".vs-take[data-state=ready]")
    for number in (1, 2):
        take = ready.nth(number - 1)
        take.locator(".vs-open").click()
        expect(stage).to_have_attribute("data-job", take.get_attribute("data-job") or "?")
        stage.get_by_role("button", name="Compare", exact=True).click()
        expect(bar).to_contain_text(f"{number} ticked")
        expect(compare).to_be_enabled(enabled=number == 2)
    compare.click()
    grid = desk.studio.locator(".vs-below-grid .vg")
    expect(grid.locator(".vg-cell")).to_have_count(2, timeout=20_000)
    grid.get_by_role("radio", name="Wipe").click()
    expect(grid.locator(".vg-pane video")).to_have_count(2)
    page.wait_for_function(PANES, arg=2)
    snap(page, "studio-wipe")
    page.keyboard.press("Escape")
    expect(grid.get_by_role("radio", name="Grid")).to_be_checked()

    seeds = "seed=[1, 2], duration=4, resolution='720p', name='bells'"
    desk.run(f"veo.sweep('a bell tower', model='veo-3-fast', {seeds}).run()")
    tile = desk.studio.locator(".vs-sweep[data-sweep=bells]")
    expect(tile).to_contain_text("2 clips", timeout=60_000)
    count = desk.takes.count()
    tile.locator(".vs-open").click(position={"x": 40, "y": 20})
    desk.studio.locator(".vs-of").first.locator(".vs-open").click()
    stage.get_by_role("button", name="bells").click()
    expect(desk.takes).to_have_count(2)
    expect(tile).to_have_count(0)
    desk.studio.locator(".vs-tools .vw-chip").click()
    expect(desk.takes).to_have_count(count)

    job = stage.get_attribute("data-job")
    stage.get_by_role("button", name="Star", exact=True).click()
    stage.get_by_role("button", name="Add a note").click()
    note = page.get_by_label("Note", exact=True)
    note.press_sequentially("the second bell")
    page.locator(".vw-popover").get_by_role("button", name="Keep", exact=True).click()
    expect(stage.locator(".vs-noted")).to_have_text("the second bell")
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    page.wait_for_function(READY, timeout=OPEN_MS)
    expect(stage).to_have_attribute("data-job", job or "?", timeout=60_000)
    expect(stage.locator(".vs-noted")).to_have_text("the second bell")
    taken = stage.get_by_role("button", name="Take the star away")
    expect(taken).to_have_attribute("aria-pressed", "true")
    desk.studio.get_by_role("button", name="Starred only").click()
    expect(desk.takes.filter(has_text="a bell tower")).to_have_count(1)
