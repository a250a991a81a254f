"""A clip in a cell of its own in JupyterLab: how it arrives, is looped and sought, and its controls at every width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import PAID
from tests.e2e.lab import snap, theme
from tests.e2e.test_outputs import OVERFLOWING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
QUICK: Final = "duration=4, resolution='720p', seed=3, generate_audio=True"
CELLS: Final = (
    PAID,
    f"job = veo.submit('veo-3-fast', prompt='a red kite', {QUICK})\njob",
    "veo.VideoPlayer(job.wait())",
    "'last'",
)
FROM_THUMB: Final = """stretch => {
  const seek = stretch.parentElement.querySelector('input');
  const {left, width} = seek.getBoundingClientRect();
  const thumb = left + 6 + seek.value / seek.max * (width - 12);
  return stretch.getBoundingClientRect().left - thumb;
}"""
ROUNDS: Final = """video => new Promise(done => {
  const times = [];
  let rounds = 0;
  const look = () => {
    const at = video.currentTime;
    if (at < times.at(-1)) rounds += 1;
    times.push(at);
    if (rounds === 2) done([Math.min(...times), Math.max(...times)]);
    else video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
})"""


@pytest.fixture
def player(desk: Desk) -> Locator:
    found = desk.page.locator(".vw-player").first
    expect(found.locator("video")).to_be_visible(timeout=60_000)
    return found


def press(player: Locator, *keys: str) -> None:
    player.focus()
    for key in keys:
        player.page.keyboard.press(key)


def at_frame(player: Locator, frame: int) -> None:
    expect(player.locator(".vw-time")).to_have_attribute("data-frame", str(frame))


def test_a_clip_that_arrives_plays_muted(desk: Desk, player: Locator) -> None:
    film = player.locator("video")
    desk.page.wait_for_function("each => each.currentTime > 0.2", arg=film.element_handle())
    assert film.evaluate("each => each.muted && !each.paused")
    press(player, "k")


def test_a_part_is_looped_by_keys_and_by_its_menu(desk: Desk, player: Locator) -> None:
    stretch = player.locator(".vw-stretch")
    press(player, "Home", *6 * ".", "i")
    at_frame(player, 6)
    assert abs(stretch.evaluate(FROM_THUMB)) < 1
    press(player, *12 * ".", "o")
    at_frame(player, 18)
    snap(desk.page, "player-part")
    press(player, "Space")
    first, last = player.locator("video").evaluate(ROUNDS)
    assert first >= 5.5 / 24
    assert last <= 19.5 / 24
    press(player, "Space", "\\")
    expect(stretch).to_have_count(0)

    menu = player.get_by_role("button", name="Loop a part")
    for keys, item in ((["Home", *4 * "."], "From here"), (8 * ".", "To here")):
        press(player, *keys)
        menu.click()
        player.get_by_role("button", name=item).click()
        expect(player.get_by_role("button", name=f"{item} (now")).to_be_visible()
        snap(desk.page, f"player-part-{item.split()[0].lower()}")
        desk.page.keyboard.press("Escape")
        expect(menu).to_be_focused()
    press(player, "Space")
    first, last = player.locator("video").evaluate(ROUNDS)
    assert first >= 3.5 / 24
    assert last <= 13.5 / 24
    press(player, "k")
    menu.click()
    player.get_by_role("button", name="Play all of it").click()
    expect(stretch).to_have_count(0)


def test_a_narrow_player_keeps_all_in_a_menu_for_mouse_and_keyboard(
    desk: Desk, player: Locator
) -> None:
    page = desk.page
    page.set_viewport_size({"width": 1400, "height": 900})
    player.get_by_role("slider", name="Seek").hover(position={"x": 120, "y": 4})
    expect(player.locator(".vw-preview")).to_be_visible()
    snap(page, "player-preview")
    page.set_viewport_size({"width": 400, "height": 900})
    more = player.get_by_role("button", name="More controls")
    menu = player.get_by_role("dialog", name="More controls")
    more.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(menu).to_be_in_viewport(ratio=1)
    assert menu.evaluate("each => each.offsetWidth") < 240
    for name in ("Loop", "Loop a part", "Facts", "Keys", "Full screen"):
        expect(menu.get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(menu.get_by_role("combobox", name="Speed")).to_be_visible()
    snap(page, "player-menu-400")
    seen = set()
    for _ in range(8):
        seen.add(page.evaluate("() => document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("Tab")
    assert {"Loop", "Loop a part", "Facts", "Keys", "Full screen"} <= seen
    menu.get_by_role("button", name="Facts").click()
    expect(player.locator("[data-part=facts]")).to_be_visible()
    menu.get_by_role("button", name="Facts").click()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(more).to_be_focused()
    more.click()
    expect(menu).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1400, "height": 1400})


def test_a_player_alone_is_whole_at_every_width_in_both_themes(desk: Desk) -> None:
    page = desk.page
    alone = page.locator(".vw-player").nth(1)
    expect(alone.locator("video")).to_be_visible(timeout=60_000)
    for name in ("Light", "Dark"):
        theme(page, f"JupyterLab {name}")
        for width in (400, 600, 1000, 1400, 1900):
            page.set_viewport_size({"width": width, "height": 900})
            alone.evaluate("each => each.scrollIntoView({block: 'center'})")
            assert alone.evaluate(OVERFLOWING) == [], (name, width)
            snap(page, f"player-alone-{width}-{name.lower()}")
    page.set_viewport_size({"width": 1400, "height": 1400})
    alone.get_by_role("button", name="Facts").click()
    cost = alone.locator("[data-part=facts]").get_by_role("row", name="cost").locator("td")
    expect(cost.first).to_have_text("est. $0.60")
    desk.accessible(".vw-player")
