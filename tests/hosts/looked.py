"""What a person does in any host: one row of the table each."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as TooLongError
from playwright.sync_api import expect

from tests.e2e.grid_page import NUMBERS, RUNNING
from tests.e2e.lab import ARTIFACTS
from veo_widgets.home.media_registry import ROUTE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page, Response

    from tests.hosts.seen import Seen

DEEP = """() => {
  const inside = (root, selector) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap(one =>
      one.shadowRoot ? inside(one.shadowRoot, selector) : []),
  ];
  globalThis.__all = selector => inside(document, selector);
}"""
"""What some hosts draw lies in shadow roots, where a document does not look."""
PLAYED = """() => {
  const [video] = __all('.vw-player video');
  return video && video.currentTime > 0.3 && video.getVideoPlaybackQuality().totalVideoFrames > 5;
}"""
MOVING = RUNNING.replace("document.querySelectorAll", "__all")
SPREAD = """async () => {
  const videos = [...__all('.vg-pane video')];
  const spreads = [];
  for (let sample = 0; sample < 20; sample += 1) {
    await new Promise(go => setTimeout(go, 50));
    const clocks = videos.map(one => one.currentTime);
    const near = Math.max(...clocks) - Math.min(...clocks);
    if (videos.every(one => !one.paused) && near < 2) spreads.push(near);
  }
  return spreads.sort((a, b) => a - b)[spreads.length >> 1] * 1000;
}"""
ONE_FRAME = f"""() => {{
  const videos = [...__all('.vg-pane video')];
  if (videos.some(one => !one.paused || one.seeking || one.readyState < 2)) return false;
  const numbers = ({NUMBERS.replace("document.querySelectorAll", "__all")})();
  return numbers.length === 2 && numbers[0] === numbers[1];
}}"""
SOURCE = "() => __all('.vw-player video')[0].currentSrc"
PAIR_MOVES = """async () => {
  const clocks = () => [...__all(".vj-pane video[data-shown='true']")].map(one => one.currentTime);
  const before = clocks();
  await new Promise(go => setTimeout(go, 300));
  const after = clocks();
  return before.length === 2 && after.length === 2
    && after.every((clock, place) => Math.abs(clock - before[place]) > 0.1);
}"""
SOUND = """() => {
  const video = __all('.vw-player video')[0];
  return !video.muted && !video.paused && video.webkitAudioDecodedByteCount > 0;
}"""
HUSH = "() => __all('video').forEach(video => video.pause())"
DRAWN_MS = READY_MS = 120_000
STEP_MS = 60_000
BEGUN_MS = 10_000


def jobs_of(folder: Path) -> int:
    """Count the jobs of a home."""
    with closing(sqlite3.connect(folder / "veo_runs/ledger.sqlite", timeout=10)) as ledger:
        return int(ledger.execute("SELECT count(*) FROM jobs").fetchone()[0])


class Looked:
    """One page of a host, and what is tried in it.

    Args:
        page: Which is to have the notebook's five things on it.
        folder: Of the home.
        seen: Where it is written down.
    """

    def __init__(self, page: Page, folder: Path, seen: Seen) -> None:
        self.page, self.folder, self.seen = page, folder, seen
        self.answers: list[tuple[str, int]] = []
        page.on("response", self._heard)

    def _heard(self, response: Response) -> None:
        if f"/{ROUTE}/" in response.url:
            self.answers.append((response.url, response.status))

    def all(self, again: Callable[[], None]) -> Seen:
        """Try every row; ``again`` reloads the page and waits for the host."""
        for row in ("studio", "cell", "job", "plays", "grid", "judge"):
            self._try(row, getattr(self, row))
            self.page.evaluate(HUSH)
        self.picture()
        self._try("reload", lambda: self.reload(again))
        return self.seen

    def _try(self, row: str, act: Callable[[], str]) -> None:
        def deep() -> str:
            self.page.evaluate(DEEP)
            return act()

        self.seen.attempt(row, deep)

    def picture(self) -> None:
        """Keep a picture of the whole page."""
        path = ARTIFACTS / "hosts" / f"{self.seen.key}.png"
        self.page.screenshot(path=path)

    def _there(self, selector: str) -> Locator:
        thing = self.page.locator(selector).first
        expect(thing).to_be_visible(timeout=DRAWN_MS)
        thing.scroll_into_view_if_needed()
        return thing

    def studio(self) -> str:
        studio = self._there(".vs-studio")
        folded = studio.locator(".vs-summary[aria-expanded=false]")
        if folded.count() and folded.first.is_visible():
            folded.first.click()
        expect(studio.locator(".vc-model")).to_be_visible()
        expect(studio.locator(".vs-generate")).to_be_visible()
        return "drawn, with its form"

    def cell(self) -> str:
        badge = self._there(".vw-badge")
        expect(badge).to_have_attribute("data-state", "ready", timeout=READY_MS)
        expect(self.page.locator(".vw-player video").nth(1)).to_be_visible(timeout=DRAWN_MS)
        expect(self.page.locator(".veo-still:visible")).to_have_count(0)
        return "badge to Ready, then the clip"

    def job(self) -> str:
        studio, before = self._there(".vs-studio"), jobs_of(self.folder)
        studio.locator(".vc-model").select_option("veo-3-fast")
        studio.locator("[data-field=prompt] textarea").fill("a heron by a lake")
        for name in ("720p", "4 s"):
            radio = studio.get_by_role("radio", name=name, exact=True)
            if radio.count():
                radio.click()
        takes = studio.locator(".vs-take").count()
        studio.locator(".vs-generate").first.click()
        expect(studio.locator(".vs-take")).to_have_count(takes + 1, timeout=STEP_MS)
        first = studio.locator(".vs-take").first
        expect(first).to_have_attribute("data-state", "ready", timeout=READY_MS)
        made = jobs_of(self.folder) - before
        assert made == 1, f"{made} jobs of one press"
        return "one press, one job, Ready"

    def plays(self) -> str:
        """Play the first player's clip, and see by which way it came, and its sound."""
        self._there(".vw-player video")
        player = self.page.locator(".vw-player").first
        if player.locator("video").evaluate("video => video.paused"):
            player.get_by_role("button", name="Play").click()
        self.page.wait_for_function(PLAYED, timeout=STEP_MS)
        self._try("way", self._way)
        self._try("sound", self._sound)
        return "its clock and frames go on"

    def _way(self) -> str:
        source = str(self.page.evaluate(SOURCE))
        if source.startswith("blob:"):
            return "through the kernel"
        statuses = {status for url, status in self.answers if url == source}
        assert 206 in statuses, f"no 206 from the server: {sorted(statuses)}"
        return "from the server, with Range"

    def _sound(self) -> str:
        self.page.wait_for_function(SOUND, timeout=STEP_MS)
        return "the clip's own"

    def grid(self) -> str:
        self._there(".vg-pane video")
        first = self.page.locator(".vg [data-cell='0']").first
        first.focus()
        self.page.keyboard.press(" ")
        self.page.wait_for_function(MOVING, timeout=STEP_MS)
        spread = self.page.evaluate(SPREAD)
        self.page.keyboard.press(" ")
        self.page.wait_for_function(ONE_FRAME, timeout=STEP_MS)
        assert spread < 50, f"{spread:.0f} ms apart"
        near = "under 1 ms" if spread < 1 else f"{spread:.0f} ms"
        return f"{near} apart, one frame when stopped"

    def judge(self) -> str:
        judge = self._there(".vj")
        judge.locator(".vj-start button").click()
        expect(judge.locator(".vj-pane[data-pair]")).to_have_count(2, timeout=STEP_MS)
        try:
            self.page.wait_for_function(PAIR_MOVES, timeout=BEGUN_MS)
        except TooLongError:
            play = judge.get_by_role("button", name="Play", exact=True)
            if play.count():
                play.click()
            self.page.wait_for_function(PAIR_MOVES, timeout=STEP_MS)
        expect(judge.locator(".vj-answers[data-ready=true]")).to_be_visible(timeout=STEP_MS)
        pair = judge.locator(".vj-pane").first.get_attribute("data-pair") or ""
        judge.locator(".vj-answers button").first.click()
        expect(judge.locator(f".vj-pane[data-pair='{pair}']")).to_have_count(0, timeout=STEP_MS)
        return "a pair played and voted on"

    def reload(self, again: Callable[[], None]) -> str:
        takes = self.page.locator(".vs-take").count()
        again()
        self.page.evaluate(DEEP)
        self._there(".vs-studio")
        ready = self.page.locator(".vs-take[data-state=ready]")
        expect(ready.first).to_be_visible(timeout=DRAWN_MS)
        assert ready.count() >= takes, f"{ready.count()} of {takes} takes"
        self._there(".vw-player video")
        for selector in (".vw-badge[data-state=ready]", ".vg-pane video", ".vj"):
            self._there(selector)
        player = self.page.locator(".vw-player").first
        if player.locator("video").evaluate("video => video.paused"):
            player.get_by_role("button", name="Play").click()
        self.page.wait_for_function(PLAYED, timeout=STEP_MS)
        return "studio, badge, players, grid and judge"
