"""A studio of five thousand takes on a small screen in JupyterLab: prompts that grow, walls that end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import PAID, STUDIO
from tests.e2e.lab import snap
from tools.bench_studio import FILL, TAKES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
CELLS: Final = (PAID, FILL, STUDIO)
WIDE: Final = 1000
HIGH: Final = 700
MOST: Final = 60
WALK: Final = """async last => {
  const wall = document.querySelector('.vs-wall');
  const [seen, most] = [new Set(), {tiles: 0}];
  const look = () => {
    const tiles = [...wall.querySelectorAll('.vs-take')];
    most.tiles = Math.max(most.tiles, document.querySelectorAll('.vs-take').length);
    for (const {dataset} of tiles) seen.add(dataset.job);
  };
  const watch = new MutationObserver(look);
  watch.observe(wall, {subtree: true, childList: true});
  const until = performance.now() + 90000;
  look();
  while (!seen.has(last) && performance.now() < until) {
    wall.scrollTop += 300;
    await new Promise(requestAnimationFrame);
  }
  watch.disconnect();
  return [[...seen], most.tiles];
}"""
ROOM: Final = """() => {
  const area = document.querySelector('.vs-studio textarea');
  return area.parentElement.offsetHeight === area.offsetHeight;
}"""
BACK: Final = """async () => {
  const wall = document.querySelector('.vs-wall');
  let most = 0;
  while (wall.scrollTop > 0) {
    wall.scrollTop -= 6000;
    await new Promise(requestAnimationFrame);
    most = Math.max(most, wall.querySelectorAll('.vs-take').length);
  }
  return most;
}"""


@pytest.fixture
def small(desk: Desk) -> Iterator[Desk]:
    sized(desk, WIDE)
    yield desk
    one_screen(desk)


def sized(desk: Desk, width: int) -> None:
    """Have the studio at the top of a screen of this width."""
    desk.page.set_viewport_size({"width": width, "height": HIGH})
    desk.studio.evaluate("each => each.scrollIntoView({block: 'start'})")


def one_screen(desk: Desk) -> None:
    """Have prompt, button and a clip that plays within the small screen."""
    film = desk.stage.locator("video")
    expect(film).to_be_visible()
    assert film.evaluate("async video => { await video.play(); return !video.paused; }")
    for part in (desk.prompt, desk.generate, film):
        expect(part).to_be_in_viewport(ratio=1)


def test_five_thousand_takes_are_scrolled_to_the_last_and_back(small: Desk) -> None:
    page, takes = small.page, small.takes
    expect(small.studio.locator(".vs-tools h3")).to_contain_text(f"{TAKES}")
    expect(takes.first).to_be_visible()
    newest = takes.first.get_attribute("data-job") or ""
    numbers = [f"{number:012d}" for number in range(1, TAKES)]
    seen, most = page.evaluate(WALK, numbers[-1])
    assert 0 < most <= MOST
    assert seen == [newest, *numbers]
    last = small.studio.locator(f".vs-take[data-job='{numbers[-1]}']")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    snap(page, "studio-many-end")
    last.locator(".vs-open").click()
    expect(small.stage).to_have_attribute("data-job", numbers[-1])
    small.studio.evaluate("each => each.scrollIntoView({block: 'start'})")
    one_screen(small)
    snap(page, "studio-many-last")
    assert 0 < page.evaluate(BACK) <= MOST
    expect(takes.first).to_have_attribute("data-job", newest)


@pytest.mark.parametrize("width", [1000, 1400, 1900])
def test_the_prompt_grows_with_its_text_and_nothing_leaves_the_screen(
    small: Desk, width: int
) -> None:
    sized(small, width)
    heights = []
    for words in ("one line", "a line\n" * 3, "a line\n" * 60, "one line"):
        small.prompt.fill(words)
        small.prompt.press("End")
        heights.append(small.prompt.evaluate("area => area.offsetHeight"))
        small.page.wait_for_function(ROOM)
        one_screen(small)
        snap(small.page, f"studio-prompt-{width}-{len(heights)}")
    short, longer, longest, again = heights
    assert short == again < longer <= longest <= 260
