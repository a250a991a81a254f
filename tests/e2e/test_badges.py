"""Badges in JupyterLab while a service works on one clip at a time: what is known, and what is not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.conftest import KEY, serving
from tests.e2e.desk import accessible, opened
from tests.e2e.lab import snap, theme
from tests.e2e.test_outputs import BEYOND, INTERRUPT, RUN_CELL
from tests.held import Held
from veo_widgets.server.fault_rules import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
PARAMETERS: Final = {
    "prompt": {"type": "string"},
    "duration": {"type": "integer", "enum": [4], "default": 4},
    "resolution": {"type": "string", "enum": ["720p"], "default": "720p"},
    "seed": {"type": "integer"},
}
MODELS: Final[tuple[dict[str, Any], ...]] = (
    {"slug": "plain", "title": "Plain", "usual_s": 3, "price": {"flat": 0.25}},
    {"slug": "odd", "title": "Odd"},
)
CELLS: Final = (
    "import os\nos.environ.update({!r})\nimport veo_widgets as veo",
    "kites = [veo.submit('plain', prompt='a kite', seed=n) for n in range(4)]\n[kite.wait() for kite in kites];",
    "river = veo.submit('plain', prompt='a slow river', seed=1)\nriver",
    "behind = veo.submit('plain', prompt='a boat behind it', seed=1)\nbehind",
    "odd = veo.submit('odd', prompt='an endless staircase', seed=1)\nodd",
    "veo.submit('plain', prompt='a volcano', seed=1)",
    "zoo = veo.sweep('{animal}', name='zoo', model='plain', seed=1, animal=['a fox', 'a deer'])\nzoo.run()",
    "veo.sweep('{hour}', model='plain', seed=1, hour=['dawn', 'noon', 'dusk', 'night']).plan()",
    "veo.sweep('{hour}', model='odd', seed=1, hour=['dawn', 'noon']).plan()",
    "'the last'",
)
KITES, RIVER, BEHIND, ODD, VOLCANO, ZOO, PLAN, ODD_PLAN = range(1, 9)
UNREAD: Final = """badge => {
  const shown = [...badge.querySelectorAll('.vw-first > *')].filter(one => one.checkVisibility()
    && one.getBoundingClientRect().width > 1);
  const over = (one, index) => index > 0 && one.getBoundingClientRect().left
    < shown[index - 1].getBoundingClientRect().right - 1;
  const wide = one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return range.getBoundingClientRect().width;
  };
  const cut = one => one.matches('.vw-pace, .vw-place, .vw-money')
    && wide(one) > one.getBoundingClientRect().width;
  return shown.filter((one, index) => over(one, index) || cut(one)).map(one => one.outerHTML);
}"""
CUT: Final = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.outerHTML)"
LEARNT: Final = re.compile(r"~(\d+) s")


@pytest.fixture(scope="module")
def held(kinds: Path) -> Held:
    return Held(kinds, 1.0, "river", "staircase")


@pytest.fixture(scope="module")
def desk(browser: Browser, site: tuple[str, Path], held: Held) -> Iterator[Desk]:
    home = site[1] / "badges-home"
    (home / "models").mkdir(parents=True)
    for model in MODELS:
        told = {**model, "parameters": {"properties": PARAMETERS, "required": ["prompt"]}}
        (home / "models" / f"{model['slug']}.json").write_text(json.dumps(told))
    broke = Fault("406", "submit", prompt="volcano")
    with serving(
        home / "service", renderers=held.open, models=home / "models", faults=(broke,)
    ) as running:
        told = {
            "SEGMIND_API_KEY": str(KEY),
            "VEO_WIDGETS_BASE_URL": f"{running.endpoint.api}/v1",
            "VEO_WIDGETS_HOME": str(home),
        }
        first, *cells = CELLS
        with opened(browser, site, "test_badges", [first.format(told), *cells]) as desk:
            yield desk


def output(desk: Desk, cell: int) -> Locator:
    return desk.page.locator(".jp-Cell").nth(cell).locator(".jp-OutputArea").first


def badge(desk: Desk, cell: int) -> Locator:
    return output(desk, cell).locator(".vw-badge")


def test_queue_and_run_are_told_apart(desk: Desk) -> None:
    running, waiting = badge(desk, RIVER), badge(desk, BEHIND)
    expect(running).to_have_attribute("data-state", "processing")
    expect(running.locator(".vw-pace")).to_have_text(
        re.compile(r"^\d+ s(, longer than| of) ~\d+ s$")
    )
    expect(waiting).to_have_attribute("data-state", "queued")
    expect(waiting.locator(".vw-pace")).to_have_text(re.compile(r"^\d+ s, then ~\d+ s$"))
    place = waiting.locator(".vw-place")
    expect(place).to_have_text(re.compile(r"^position not reported; last heard \d+ s ago$"))
    expect(place).to_be_visible()
    snap(desk.page, "badge-queued")


def test_an_estimate_is_never_more_than_there_is_time_for(desk: Desk) -> None:
    running = badge(desk, RIVER)
    expect(running.locator(".vw-pace")).to_have_text(
        re.compile(r"^\d+ s, longer than ~\d+ s$"), timeout=20_000
    )
    expect(running.locator(".vw-turning")).to_be_visible()
    assert "%" not in running.inner_text()


def test_what_nobody_knows_of_price_and_time_is_said(desk: Desk, held: Held) -> None:
    odd = badge(desk, ODD)
    expect(odd.locator(".vw-money")).to_have_text("price unknown")
    expect(odd.locator(".vw-pace")).to_have_text(re.compile(r"^\d+ s, usual time unknown$"))
    snap(desk.page, "badge-unknown")


def test_a_plan_takes_as_long_as_one_clip_after_another(desk: Desk) -> None:
    (learnt,) = LEARNT.findall(badge(desk, BEHIND).locator(".vw-pace").inner_text())
    soon = output(desk, PLAN).locator(".vg-soon")
    expect(soon).to_have_text(re.compile(r"^about \d+ s$"))
    told = int(re.sub(r"\D", "", soon.inner_text()))
    assert 4 * int(learnt) <= told <= 4 * (int(learnt) + 1)
    expect(output(desk, ODD_PLAN).locator(".vg-soon")).to_have_text("time unknown")
    soon.scroll_into_view_if_needed()
    snap(desk.page, "plan-times")


def test_a_fault_of_a_submit_is_told_by_the_one_badge_that_it_names(desk: Desk) -> None:
    broke = badge(desk, VOLCANO)
    expect(broke).to_have_attribute("data-state", "failed")
    expect(broke).to_contain_text("credits")
    expect(broke).to_contain_text("not charged")
    broke.get_by_text("Why", exact=True).click()
    expect(broke.locator("pre")).to_contain_text("InsufficientCredits")
    snap(desk.page, "badge-submit-fault")
    desk.page.evaluate(RUN_CELL, "veo.run('plain', prompt='a volcano', seed=2)")
    told = desk.page.locator(".jp-Cell").last.locator(".jp-OutputArea").first
    error = told.locator("pre:visible").filter(has_text="credits").first
    expect(error).to_be_visible()
    assert len(error.inner_text().strip().splitlines()) == 2


def test_badges_are_whole_at_every_width_in_both_themes(desk: Desk) -> None:
    page = desk.page
    for name in ("Dark", "Light"):
        theme(page, f"JupyterLab {name}")
        for width in (400, 600, 1000, 1400, 1900):
            page.set_viewport_size({"width": width, "height": 2400})
            output(desk, KITES).evaluate("each => each.scrollIntoView({block: 'start'})")
            for cell in (KITES, RIVER, BEHIND, ODD, VOLCANO):
                assert output(desk, cell).evaluate(BEYOND) == [], (cell, width)
                assert badge(desk, cell).first.evaluate(UNREAD) == [], (cell, width)
            titles = output(desk, ZOO).locator(".vg-title")
            expect(titles).to_have_text(["a fox", "a deer"])
            assert titles.evaluate_all(CUT) == [], width
            place = badge(desk, BEHIND).locator(".vw-place")
            assert place.evaluate("each => each.offsetWidth > 100") is (width >= 1000)
            snap(page, f"badges-{width}-{name.lower()}")
    page.set_viewport_size({"width": 1400, "height": 1400})
    accessible(page, ".vw-badge")


def test_interrupted_waits_say_in_one_line_that_the_jobs_go_on(desk: Desk, held: Held) -> None:
    waiting = desk.page.locator(".jp-Cell").last.locator(".jp-OutputArea").first
    for code, sign, words in (
        ("river.wait()", "a slow river", "the job goes on"),
        ("zoo.wait()", "zoo", "the jobs go on"),
    ):
        desk.page.evaluate(RUN_CELL, code)
        expect(waiting).to_contain_text(sign)
        desk.page.evaluate(INTERRUPT)
        told = waiting.locator("pre:visible").filter(has_text="Stopped waiting")
        expect(told).to_contain_text(words)
        assert len(told.inner_text().strip().splitlines()) == 1
        assert "Traceback" not in waiting.inner_text()
        snap(desk.page, f"interrupted-{sign.split()[-1]}")
    held.let("river")
    expect(badge(desk, RIVER)).to_have_attribute("data-state", "ready", timeout=30_000)
    expect(badge(desk, BEHIND)).to_have_attribute("data-state", "ready", timeout=30_000)
    odd = badge(desk, ODD)
    expect(odd.locator(".vw-pace")).to_have_text(re.compile(r"^\d+ s · usual time unknown$"))
    held.let("staircase")
    ready = output(desk, ZOO).locator(".vg-cell[data-state=ready]")
    expect(ready).to_have_count(2, timeout=30_000)
