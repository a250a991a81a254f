"""Whose money it was is said wherever a cell in JupyterLab tells a sum."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.lab import snap, theme

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
QUICK: Final = "duration=4, resolution='720p'"
CELLS: Final = (
    """import os
os.environ["VEO_WIDGETS_LOCAL"] = '{"draft": true}'
import veo_widgets as veo
paid = veo.Client(os.environ["PAID_KEY"], os.environ["PAID_URL"])""",
    f"zoo = veo.sweep('{{animal}}', name='zoo', model='veo-3-fast', animal=['fox', 'deer'], {QUICK})\nzoo.plan()",
    "zoo.run()\nzoo.wait(120)",
    "clips = list(veo.jobs())\nveo.compare(clips)",
    f"dear = paid.submit('veo-3-fast', prompt='a fox', {QUICK})\ndear.wait()\nveo.compare([*clips, dear])",
    "veo.compare([dear])",
    *("veo.sweeps()", "veo.jobs()", "veo.spend()", "zoo.progress()"),
)
PLAN, WAITED, OWN, MIXED, DEAR, SWEEPS, JOBS, SPEND, PROGRESS = range(1, 10)
PLAY: Final = "play money"


def output(desk: Desk, cell: int) -> Locator:
    return desk.page.locator(".jp-Cell").nth(cell).locator(".jp-OutputArea").first


def test_a_comparison_says_whose_money_its_sum_is(desk: Desk) -> None:
    for cell, cost, play in (
        (PLAN, 0.8, True),
        (OWN, 0.8, True),
        (MIXED, 0.4, False),
        (DEAR, 0.4, False),
    ):
        head = output(desk, cell).locator("[data-part=summary]")
        expect(head).to_contain_text(f"${cost:.2f} spent")
        expect(head.get_by_text(PLAY)).to_have_count(int(play))
        output(desk, cell).scroll_into_view_if_needed()
        snap(desk.page, f"whose-money-{cell}")


def test_every_sum_in_a_cell_says_whose_money_it_is(desk: Desk) -> None:
    for name in ("Dark", "Light"):
        theme(desk.page, f"JupyterLab {name}")
        for cell in (WAITED, SWEEPS, JOBS, SPEND, PROGRESS):
            told = output(desk, cell)
            expect(told).to_contain_text(re.compile(r"\$0\.80"))
            expect(told).to_contain_text(re.compile(PLAY, re.IGNORECASE))
            told.scroll_into_view_if_needed()
            snap(desk.page, f"whose-money-{cell}-{name.lower()}")
