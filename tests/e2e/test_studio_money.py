"""Real money in JupyterLab: unmistakable, asked for in place, and paid once for a wish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import PAID, QUICK, STUDIO
from tests.e2e.lab import snap

if TYPE_CHECKING:
    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
CELLS: Final = (PAID, STUDIO)
ANSWERS: Final = """async button => {
  button.click();
  await new Promise(requestAnimationFrame);
  return button.disabled;
}"""


def limits(desk: Desk, *, budget: str, above: str) -> None:
    desk.menu("Limits and notices")
    desk.page.get_by_label("Budget of this home").fill(budget)
    desk.page.get_by_label("Ask before a press above").fill(above)
    desk.page.locator(".vw-popover").get_by_role("button", name="Keep", exact=True).click()
    desk.run("1")  # which the kernel answers after it


def test_much_is_asked_for_in_place_and_haste_pays_nothing(desk: Desk) -> None:
    header = desk.studio.locator(".vs-header")
    expect(header).to_contain_text("real money")
    expect(header).to_contain_text("left")
    expect(header).to_contain_text("$0.00 today")
    desk.run(QUICK)
    limits(desk, budget="", above="0.1")
    desk.prompt.fill("a bridge in the fog")
    ask = desk.studio.get_by_role("alertdialog")

    desk.generate.focus()
    desk.page.keyboard.press("Enter")
    expect(ask).to_contain_text("Pay $0.4")
    desk.page.keyboard.press("Enter")
    expect(ask).to_be_focused()
    snap(desk.page, "studio-pay")
    desk.accessible()
    desk.page.keyboard.press("Escape")
    expect(desk.generate).to_be_focused()
    box = desk.generate.bounding_box()
    assert box is not None
    for across in (0.1, 0.5, 0.95):
        desk.page.mouse.click(box["x"] + across * box["width"], box["y"] + 10, click_count=3)
        if ask.is_visible():
            ask.press("Escape")
        expect(desk.generate).to_be_visible()
    expect(desk.takes).to_have_count(0)

    desk.generate.click()
    ask.get_by_role("button", name="Pay", exact=True).click()
    expect(desk.takes).to_have_count(1)
    expect(desk.takes).to_have_attribute("data-state", "ready", timeout=60_000)
    expect(header).not_to_contain_text("$0.00 today")
    limits(desk, budget="", above="5")


def test_nothing_moves_from_the_press_to_the_clip(desk: Desk) -> None:
    desk.prompt.fill("a mill in the evening")
    with desk.still():
        assert desk.generate.evaluate(ANSWERS)
        take = desk.take("a mill in the evening")
        expect(take).to_have_attribute("data-state", "ready", timeout=60_000)
        job = take.get_attribute("data-job")
        expect(desk.studio.locator(f".vs-stage[data-job='{job}'] video")).to_be_visible()


def test_white_space_pays_nothing_again(desk: Desk) -> None:
    desk.studio.locator("[data-field=seed] input").fill("3")
    desk.make("a harbour in winter")
    count = desk.takes.count()
    today = desk.studio.locator(".vs-today").inner_text()
    desk.prompt.press("End")
    for key in ("Shift+Enter", "Space", "Enter"):
        desk.prompt.press(key)
    desk.generate.click()
    expect(desk.studio.locator(".vs-below")).to_contain_text("free of charge")
    expect(desk.takes).to_have_count(count)
    assert desk.studio.locator(".vs-today").inner_text() == today
    desk.run(QUICK)


def test_each_failure_has_the_one_action_that_is_right(desk: Desk) -> None:
    blocked = desk.make("a forbidden garden", state="blocked")
    expect(blocked.locator(".vs-right")).to_have_text("Edit prompt")
    expect(desk.stage.locator(".vs-why")).to_contain_text("Blocked")
    desk.prompt.fill("something else")
    blocked.locator(".vs-right").click()
    expect(desk.prompt).to_have_value("a forbidden garden")
    expect(desk.prompt).to_be_focused()

    failed = desk.make("an unlucky sailor", state="failed")
    expect(failed.locator(".vs-right")).to_contain_text("Retry · $0.4")
    expect(desk.stage.locator(".vs-why")).to_contain_text("failed")
    snap(desk.page, "studio-failures")
    desk.accessible()

    endless = desk.make("an endless road", state="processing")
    expect(endless.locator(".vs-progress")).to_contain_text(
        re.compile(r"( of|, longer than) ~\d+ s")
    )
    expect(endless.locator(".vs-ring")).to_be_visible()
    snap(desk.page, "studio-running")
    desk.stage.get_by_role("button", name="Stop watching").click()
    expect(endless.locator(".vs-progress")).to_contain_text("Not watched")
    again = endless.locator(".vs-right")
    expect(again).to_have_text("Watch again (free)")
    count = desk.takes.count()
    again.click()
    expect(endless.locator(".vs-progress")).to_contain_text("Running")
    expect(desk.takes).to_have_count(count)


def test_a_retry_is_one_new_take_on_the_stage_and_a_block_is_edited(desk: Desk) -> None:
    failed = desk.make("an unlucky wanderer", state="failed")
    old, why = failed.get_attribute("data-job") or "", desk.stage.locator(".vs-why")
    for words in ("failed", "Inference failed", "request "):
        expect(why).to_contain_text(words)
    sent, takes = desk.sent(), desk.takes.count()
    desk.stage.locator(".vs-right").dblclick()
    expect(desk.takes).to_have_count(takes + 1)
    expect(desk.stage).not_to_have_attribute("data-job", old)
    fresh = desk.take("an unlucky wanderer")
    expect(fresh).to_have_attribute("data-state", "failed", timeout=60_000)
    before = desk.studio.locator(f".vs-take[data-job='{old}']")
    expect(before.locator(".vs-right")).to_have_count(0)
    before.locator(".vs-open").click()
    expect(why).to_contain_text("It was sent again")
    expect(desk.stage.locator(".vs-right")).to_have_count(0)
    assert desk.sent() == sent + 1

    fresh.locator(".vs-open").focus()
    desk.page.keyboard.press("Tab")
    expect(fresh.locator(".vs-right")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.takes).to_have_count(takes + 2)
    assert desk.sent() == sent + 2

    desk.make("a forbidden orchard", state="blocked")
    expect(why).to_contain_text("Support codes")
    expect(desk.stage.get_by_role("button", name=re.compile("Retry"))).to_have_count(0)
    sent = desk.sent()
    desk.prompt.fill("something else")
    desk.stage.get_by_role("button", name="Edit prompt").click()
    expect(desk.prompt).to_be_focused()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type("an orchard")
    assert desk.sent() == sent
    desk.page.keyboard.press("Control+Enter")
    expect(desk.take("an orchard")).to_have_attribute("data-state", "ready", timeout=60_000)
    assert desk.sent() == sent + 1


def test_a_budget_holds_and_says_so(desk: Desk) -> None:
    limits(desk, budget="0.5", above="5")
    expect(desk.studio.locator(".vs-today")).to_contain_text("budget $0.50")
    desk.make("one clip too many", state="failed")
    expect(desk.stage.locator(".vs-why")).to_contain_text("the budget is $0.50")
    snap(desk.page, "studio-budget")
    limits(desk, budget="", above="5")


def test_several_are_planned_with_prices_and_the_grid_gives_settings_back(desk: Desk) -> None:
    desk.prompt.fill("a fox in the snow")
    desk.studio.locator("[data-field=seed] input").fill("1,2")
    desk.menu("Several at once", "Veo 2")
    desk.page.keyboard.press("Escape")
    desk.generate.filter(has_text="Plan 4 clips").click()
    plan = desk.studio.locator(".vs-plan")
    expect(plan.locator("td.vs-send")).to_have_count(2)
    expect(plan.locator("td.vs-refused")).to_have_count(2)
    expect(plan.locator(".vs-sum").last).to_contain_text("$0.8")
    plan.get_by_label("Budget").fill("0.5")
    expect(plan).to_contain_text("$0.50")
    snap(desk.page, "studio-plan")
    desk.accessible()
    plan.get_by_label("Budget").fill("")
    plan.locator(".vw-primary").click()
    grid = desk.studio.locator(".vs-below-grid .vg")
    expect(grid.locator(".vg-cell[data-state=ready]")).to_have_count(2, timeout=60_000)
    sweep = desk.studio.locator(".vs-sweep")
    expect(sweep).to_contain_text("2 clips")

    desk.run("app.value = {**app.value, 'prompt': 'something else'}")
    expect(desk.prompt).to_have_value("something else")
    grid.locator("[data-cell]").first.hover()
    grid.get_by_role("button", name=re.compile("^Actions of")).first.click()
    grid.get_by_role("menuitem", name="Use these settings").click()
    expect(desk.prompt).to_have_value("a fox in the snow")
    expect(desk.prompt).to_be_focused()
    expect(desk.notice).to_contain_text("settings of a cell")
