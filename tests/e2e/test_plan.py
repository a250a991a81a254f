"""A plan in a cell of its own in JupyterLab: launched, retried and read where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import PAID
from tests.e2e.lab import snap
from tests.e2e.test_outputs import DINGBATS

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
QUICK: Final = "duration=4, resolution='720p', seed=3"
ANIMALS: Final = "['a fox', 'a deer', 'an unlucky hare', 'a forbidden toad']"
CELLS: Final = (
    PAID,
    f"zoo = veo.sweep('{{animal}}', name='zoo', model='veo-3-fast', animal={ANIMALS}, {QUICK})\nzoo.plan()",
    "'the last'",
)


@pytest.fixture
def grid(desk: Desk) -> Locator:
    return desk.page.locator(".vg").first


def test_a_plan_alone_says_its_price_and_is_launched_once(desk: Desk, grid: Locator) -> None:
    launch = grid.locator(".vg-launch")
    expect(launch).to_contain_text(re.compile(r"^Generate 4 clips · \$1\.60"))
    assert desk.sent() == 0
    snap(desk.page, "plan-alone")
    launch.dblclick()
    for state, count in (("ready", 2), ("failed", 1), ("blocked", 1)):
        cells = grid.locator(f".vg-cell[data-state={state}]")
        expect(cells).to_have_count(count, timeout=60_000)
    expect(launch).to_have_count(0)
    assert desk.sent() == 4


def test_retry_sends_what_failed_and_never_what_was_blocked(desk: Desk, grid: Locator) -> None:
    sent = desk.sent()
    failed = grid.locator(".vg-cell[data-state=failed]")
    again = grid.locator(".vg-again")
    expect(again).to_have_text("Retry 1 failed · up to $0.40")
    again.dblclick()
    expect(failed).to_have_count(0)
    expect(failed).to_have_count(1, timeout=60_000)
    assert desk.sent() == sent + 1
    failed.get_by_role("button", name=re.compile("^Retry")).click()
    expect(failed).to_have_count(0)
    expect(failed).to_have_count(1, timeout=60_000)
    assert desk.sent() == sent + 2
    blocked = grid.locator(".vg-cell[data-state=blocked]")
    expect(blocked.get_by_role("button", name=re.compile("^Retry"))).to_have_count(0)


def test_what_is_taken_from_a_cell_is_seen_at_once(desk: Desk, grid: Locator) -> None:
    for action in ("Use these settings", "Use this frame as start image"):
        cell = grid.locator(".vg-cell[data-state=ready]").first
        cell.hover()
        cell.get_by_role("button", name=re.compile("^Actions of")).click()
        grid.get_by_role("menuitem", name=action).click()
        text = grid.locator(".vg-text")
        expect(text).to_contain_text("veo.Controls(")
        expect(text).to_be_in_viewport()
        snap(desk.page, f"plan-{action.lower().replace(' ', '-')}")
        text.get_by_role("button", name="Close").click()
    expect(grid.locator(".vg-text")).to_have_count(0)


def test_nothing_is_drawn_by_a_font_and_no_empty_row_stays(desk: Desk, grid: Locator) -> None:
    assert not DINGBATS.search(grid.inner_text())
    rows = grid.locator(".vg-top, .vg-arrange")
    first, last = rows.first.bounding_box(), rows.last.bounding_box()
    assert first is not None
    assert last is not None
    assert last["y"] - first["y"] - first["height"] < 12
