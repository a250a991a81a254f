"""A clip is done in JupyterLab: who looks elsewhere is told, who wants calm has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import HIDDEN, PAID, STUDIO
from tests.e2e.lab import snap

if TYPE_CHECKING:
    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
QUICK: Final = "value={'duration': 4, 'resolution': '720p'}"
CELLS: Final = (
    PAID,
    STUDIO.replace("studio()", f"studio('veo-3-fast', {QUICK})"),
    "heard = []\napp.on_done(lambda job: heard.append((job.id, job.state)));",
    "app",
    "veo.submit('veo-3-fast', prompt='an endless road', duration=4, resolution='720p', seed=1)",
)
STUB: Final = """() => {
  window.__notices = [];
  window.__sounds = 0;
  window.Notification = class {
    static permission = 'default';
    static async requestPermission() { return (this.permission = 'granted'); }
    constructor(title, options) { window.__notices.push([title, options.body]); }
    close() {}
  };
  const Audio = window.AudioContext;
  window.AudioContext = class extends Audio {
    constructor() { super(); window.__sounds += 1; }
  };
}"""
# What appears late is no motion.
MOVING: Final = """() => document.getAnimations()
  .filter(each => each.animationName !== 'vs-late')
  .map(each => each.effect?.target)
  .filter(each => each?.closest('[class*="vw-"], [class*="vs-"]'))
  .map(each => each.outerHTML)"""
AFTER: Final = """async (tile, milliseconds) => {
  await new Promise(done => setTimeout(done, milliseconds));
  return tile.querySelectorAll('video').length;
}"""
HOVER_MS: Final = 600
"""Past the moment at which a tile would begin to play."""


def test_who_looks_elsewhere_is_told_once(desk: Desk) -> None:
    page = desk.page
    page.evaluate(STUB)
    title = page.title()
    desk.menu("Limits and notices")
    for name in ("A sound", "The browser's notice, while this page is hidden"):
        switch = page.get_by_role("switch", name=name)
        switch.click()
        expect(switch).to_be_checked()
    snap(page, "studio-notices")
    page.keyboard.press("Escape")
    assert page.evaluate("() => window.__sounds") == 1

    desk.make("a bell at noon")
    page.wait_for_function("() => window.__sounds === 2")
    assert page.evaluate("() => window.__notices") == []
    assert page.title() == title
    page.evaluate(HIDDEN, True)
    for number, prompt in enumerate(("a bell at night", "an unlucky bell"), 1):
        desk.prompt.fill(prompt)
        desk.prompt.press("Control+Enter")
        page.wait_for_function(
            "start => document.title.startsWith(start)", arg=f"({number}) ", timeout=60_000
        )
    page.wait_for_function("() => window.__notices.length === 2")
    told = page.evaluate("() => window.__notices")
    assert told == [["Ready", "a bell at night"], ["2 clips are done", "an unlucky bell"]]
    assert page.evaluate("() => window.__sounds") == 4
    page.evaluate(HIDDEN, False)
    assert page.title() == title

    heard = desk.ask("heard")
    assert len({job for job, _ in heard}) == len(heard)
    assert [state for _, state in heard] == ["ready", "ready", "failed"]
    desk.menu("Limits and notices")
    page.get_by_role("switch", name="A sound").click()
    page.keyboard.press("Escape")
    desk.make("a bell that is not heard")
    assert page.evaluate("() => window.__sounds") == 4


def test_where_motion_is_to_be_reduced_nothing_moves_by_itself(desk: Desk) -> None:
    page, film = desk.page, desk.stage.locator("video")
    expect(page.locator(".vw-badge[data-state=processing]")).to_be_attached(timeout=60_000)
    page.wait_for_function(f"() => ({MOVING})().length > 0")
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == []
    desk.make("an endless path", state="processing")
    assert page.evaluate(MOVING) == []
    calm = desk.make("a calm pond")
    job = calm.get_attribute("data-job")
    expect(desk.studio.locator(f".vs-stage[data-job='{job}'] video")).to_be_visible()
    assert film.evaluate("each => each.paused")
    assert page.evaluate(MOVING) == []
    calm.hover()
    assert calm.evaluate(AFTER, HOVER_MS) == 0
    desk.stage.get_by_role("button", name="Play", exact=True).click()
    expect(desk.stage.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert not film.evaluate("each => each.paused")
    page.emulate_media(reduced_motion="no-preference")
    desk.prompt.hover()
    calm.hover()
    expect(calm.locator("video")).to_be_visible()
