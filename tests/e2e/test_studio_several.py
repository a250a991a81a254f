"""Several clips from one press in JupyterLab: so many of each, values and wordings side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import PAID, STUDIO
from tests.e2e.lab import snap

if TYPE_CHECKING:
    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
QUICK: Final = "value={'duration': 4, 'resolution': '720p'}"
CELLS: Final = (PAID, STUDIO.replace("studio()", f"studio('veo-3-fast', {QUICK})"))


def cost(desk: Desk) -> float:
    """Return the lowest price that stands on the button."""
    desk.heard()
    found = re.search(r"\$(\d+\.\d+)", desk.studio.locator(".vs-price").inner_text())
    assert found
    return float(found[1])


def test_so_many_of_each_are_counted_priced_and_made_by_one_press(desk: Desk) -> None:
    desk.prompt.fill("a ferry at noon")
    single = cost(desk)
    desk.menu("Several at once")
    desk.page.locator(".vw-popover").get_by_role("radio", name="×2").click()
    desk.page.keyboard.press("Escape")
    expect(desk.generate).to_contain_text("Generate 2 clips")
    assert cost(desk) == pytest.approx(2 * single)
    desk.generate.dblclick()
    expect(desk.studio.locator(".vs-take[data-state=ready]")).to_have_count(2, timeout=60_000)
    assert desk.sent() == 2
    seeds = "[row['s'] for row in ledger.rows(\"SELECT json_extract(parameters, '$.seed') s FROM jobs\")]"
    assert len(set(desk.ask(seeds))) == 2
    snap(desk.page, "studio-two-of-each")
    desk.menu("Several at once")
    desk.page.locator(".vw-popover").get_by_role("radio", name="×1").click()
    desk.page.keyboard.press("Escape")
    expect(desk.generate).to_contain_text(re.compile("^Generate"))


def test_any_control_takes_several_values_and_the_prompt_several_wordings(desk: Desk) -> None:
    page = desk.page
    desk.prompt.fill("a harbour in fog")
    desk.menu("Several at once")
    lengths = page.get_by_role("group", name="Duration")
    lengths.get_by_role("button", name="6 s").click()
    wordings = page.get_by_role("group", name="Prompt", exact=True)
    wordings.get_by_role("button", name="Another wording").click()
    expect(page.get_by_label("Prompt, wording 2")).to_be_focused()
    page.keyboard.type("a harbour in snow")
    snap(page, "studio-several")
    desk.accessible(".vw-popover")
    page.keyboard.press("Escape")
    expect(desk.generate).to_contain_text("Plan 4 clips")
    expect(desk.studio.locator("[data-field=duration] .vc-several")).to_contain_text("4 s")
    expect(desk.studio.locator("[data-field=duration] .vc-several")).to_contain_text("6 s")

    sent = desk.sent()
    desk.prompt.press("Control+Enter")
    plan = desk.studio.locator(".vs-plan")
    expect(plan.locator("td.vs-send")).to_have_count(4)
    assert desk.sent() == sent
    snap(page, "studio-plan-of-wordings")
    plan.locator(".vw-primary").dblclick()
    grid = desk.studio.locator(".vs-below-grid .vg")
    expect(grid.locator(".vg-cell[data-state=ready]")).to_have_count(4, timeout=90_000)
    assert desk.sent() == sent + 4
    for word in ("fog", "snow"):
        expect(grid.get_by_role("columnheader", name=word)).to_be_visible()

    several = desk.studio.locator("[data-field=duration] .vc-several")
    several.get_by_role("button").click()
    expect(several).to_have_count(0)
    expect(desk.generate).to_contain_text("Plan 2 clips")


def test_what_a_model_refuses_is_mended_by_fix_and_undone(desk: Desk) -> None:
    desk.studio.locator(".vc-model").select_option("veo-3.1-fast")
    desk.radio("1080p").click()
    desk.radio("4 s").click()
    snap(desk.page, "studio-fix")
    desk.studio.get_by_role("button", name=re.compile("^Fix: ")).first.click()
    expect(desk.studio.get_by_role("button", name=re.compile("^Fix: "))).to_have_count(0)
    expect(desk.radio("8 s")).to_be_checked()
    desk.notice.get_by_role("button", name="Undo").click()
    expect(desk.radio("4 s")).to_be_checked()
