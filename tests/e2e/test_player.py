"""A clip in a cell of its own in JupyterLab: how it arrives, what its seek bar shows, and its controls where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import PAID
from tests.e2e.lab import snap

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
QUICK: Final = "duration=4, resolution='720p', seed=3, generate_audio=True"
CELLS: Final = (
    PAID,
    f"job = veo.submit('veo-3-fast', prompt='a red kite', {QUICK})\njob",
    "'last'",
)


@pytest.fixture
def player(desk: Desk) -> Locator:
    found = desk.page.locator(".vw-player").first
    expect(found.locator("video")).to_be_visible(timeout=60_000)
    return found


def test_a_clip_that_arrives_plays_muted(desk: Desk, player: Locator) -> None:
    film = player.locator("video")
    desk.page.wait_for_function("each => each.currentTime > 0.2", arg=film.element_handle())
    assert film.evaluate("each => each.muted && !each.paused")


def test_the_seek_bar_shows_its_frame_and_narrow_players_keep_all_in_a_menu(
    desk: Desk, player: Locator
) -> None:
    page = desk.page
    player.get_by_role("slider", name="Seek").hover(position={"x": 120, "y": 4})
    expect(player.locator(".vw-preview")).to_be_visible()
    snap(page, "player-preview")
    page.set_viewport_size({"width": 400, "height": 900})
    player.get_by_role("button", name="More controls").click()
    snap(page, "player-menu-400")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1400, "height": 1400})
