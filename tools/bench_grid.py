"""The comparison grid beside plain video widgets, in JupyterLab in one run.

Sixteen clips of 8 seconds and 4 MB. Bytes are those of the kernel's websocket; times
are read in the page; frame numbers are read from pixels. Every wait has an end: what a
scenario found until then is printed, with why it ended, and the exit code is 1.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, Error, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.e2e.grid_page import NUMBERS
from tests.e2e.lab import chromium, lab, open_notebook, ran, run_all
from tools import grid_scripts as scripts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLIPS = scripts.CLIPS
FRAME_MS = 1000 / 24
BUSY = 6
STEP_MS = 60_000
SETTLING_S = 12
BACK_S = 120
LONGEST_S = 1500


class Wire:
    """Counts what the kernel's websocket brings."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        self.frames: list[bytes | str] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._got))

    def _got(self, frame: bytes | str) -> None:
        self.bytes += len(frame)
        self.frames.append(frame)

    def take(self) -> int:
        """Return the bytes since the last time."""
        found, self.bytes, self.frames = self.bytes, 0, []
        return found


def opening(page: Page, url: str, name: str, wire: Wire) -> tuple[float, int, int]:
    """Return seconds to the first frame in every pane, bytes, and bytes of a reload."""
    open_notebook(page, url, name)
    wire.take()
    start = time.perf_counter()
    run_all(page)
    page.wait_for_function(scripts.READY, arg=CLIPS, timeout=120_000, polling=20)
    seconds = time.perf_counter() - start
    ran(page)
    page.wait_for_timeout(500)
    first = wire.take()
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    page.wait_for_function(scripts.READY, arg=CLIPS, timeout=120_000)
    page.wait_for_timeout(500)
    return seconds, first, wire.take()


def key(page: Page, name: str) -> None:
    page.evaluate(scripts.KEY, name)


def spreads(page: Page, seconds: float) -> tuple[list[float], list[list[float]]]:
    """Watch for a while; return the spreads in ms of the clocks that run, all and by loop."""
    page.evaluate(scripts.WATCH)
    page.wait_for_timeout(seconds * 1000)
    rows = page.evaluate(scripts.WATCHED)
    begun = rows[0][0]
    all_ms: list[float] = []
    loops: list[list[float]] = [[]]
    last = -1.0
    for at, *clocks in rows:
        if len(clocks) < 2:
            continue
        middle = statistics.median(clocks)
        if middle < last - 2:
            loops.append([])
        last = middle
        spread = 1000 * (max(clocks) - min(clocks))
        turning = spread > 3000
        if at - begun > 1000 and not turning:
            all_ms.append(spread)
            loops[-1].append(spread)
    return all_ms, loops


def within(all_ms: list[float]) -> float:
    return sum(one <= FRAME_MS for one in all_ms) / max(1, len(all_ms))


@contextmanager
def busy(count: int) -> Iterator[None]:
    """Let so many processes do nothing as fast as they can."""
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for one in spinning:
            one.kill()
            one.wait()


def same(page: Page) -> bool:
    for _ in range(2):  # a pane may take another copy of its clip as the group stands
        page.wait_for_function(scripts.STANDING)
        page.wait_for_timeout(150)
    page.wait_for_function(scripts.STANDING)
    numbers = page.evaluate(NUMBERS)
    return len(numbers) == CLIPS and len(set(numbers)) == 1


def drive(page: Page) -> None:
    """Measure playing, standing and seeking."""
    key(page, " ")
    quiet, loops = spreads(page, 26)
    print(
        f"16 panes, quiet: {within(quiet):.1%} of samples within a frame (aim 99 %), "
        f"median {statistics.median(quiet):.1f} ms, most {max(quiet):.0f} ms"
    )
    later = [statistics.median(one) for one in loops[1:] if one]
    print(f"group loop, medians after the first: {[round(one, 1) for one in later]} ms (aim 17)")
    for healed, apart in [page.evaluate(scripts.STALL) for _ in range(3)]:
        print(f"a pane {apart:.0f} ms behind: in step after {healed:.0f} ms (aim 1000)")
    saves = [page.evaluate(scripts.SAVE) for _ in range(5)]
    print(f"saving the notebook while all play: {statistics.median(saves):.0f} ms (aim 300)")
    with busy(2):
        beside, _ = spreads(page, 14)
    print(
        f"beside two busy cores: {within(beside):.1%} within a frame (aim 95 %), "
        f"median {statistics.median(beside):.1f} ms"
    )
    back_to_proxies(page)
    equal = []
    for _ in range(12):
        key(page, " ")
        equal.append(same(page))
        key(page, ".")
        equal.append(same(page))
        key(page, " ")
        page.wait_for_timeout(437)
    key(page, " ")
    equal.append(same(page))
    seeks = []
    for number in [3, 7, 1, 9, 4, 8, 2, 6, 5, 3, 7, 1, 9, 4, 8, 2]:
        seeks.append(page.evaluate(scripts.SEEK, str(number)))
        equal.append(same(page))
    print(f"paused, stepped, sought: one frame number in all panes in {sum(equal)} of {len(equal)}")
    median, bare = statistics.median(seeks), page.evaluate(scripts.BARE_SEEK)
    print(
        f"group seek of 16: median {median:.0f} ms (aim 130); sixteen bare video elements on "
        f"the same proxies {bare:.0f} ms, ratio {median / bare:.2f}"
    )


def loaded(page: Page) -> None:
    """Measure what plays beside six busy processes, and the way back."""
    key(page, " ")
    with busy(BUSY):
        page.wait_for_timeout(SETTLING_S * 1000)
        all_ms, _ = spreads(page, 20)
        live, note = page.evaluate(scripts.PLAYING), page.evaluate(scripts.NOTE)
        print(
            f"beside {BUSY} busy processes: what plays is within a frame in {within(all_ms):.1%} "
            f"of samples (aim 95 %), median {statistics.median(all_ms):.1f} ms, "
            f"{live} of {CLIPS} play; it says {note!r}"
        )
        key(page, " ")
        seeks = [page.evaluate(scripts.SEEK, number) for number in "3719482653"]
        print(f"group seek: median {statistics.median(seeks):.0f} ms (aim 250)")
    key(page, " ")
    back_to_proxies(page)
    key(page, " ")


def back_to_proxies(page: Page) -> None:
    start = time.perf_counter()
    page.wait_for_function(f"() => !({scripts.NOTE})()", timeout=BACK_S * 1000)
    print(f"playing the proxies again after {time.perf_counter() - start:.0f} s of calm")


def thousand(page: Page, url: str) -> None:
    open_notebook(page, url, "thousand.ipynb")
    start = time.perf_counter()
    run_all(page)
    page.wait_for_selector(".vg-cell", timeout=STEP_MS)
    seconds = time.perf_counter() - start
    ran(page)
    cells, seen = page.locator(".vg-cell").count(), page.evaluate(scripts.IN_VIEW)
    scroll = page.evaluate(
        """async () => {
        const box = document.querySelector('.vg-scroll');
        const times = [];
        for (let n = 0; n < 60; n += 1) {
          const from = performance.now();
          box.scrollTop += 300;
          await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
          times.push(performance.now() - from);
        }
        return times; }"""
    )
    after = page.locator(".vg-cell").count()
    heap = page.evaluate("() => performance.memory.usedJSHeapSize / 1e6")
    print(
        f"1000 cells: first ones after {seconds:.1f} s, {cells} in the page, {seen} of them in view, "
        f"then {after}, a scroll step {statistics.median(scroll):.0f} ms (two frames), heap {heap:.0f} MB"
    )


def scenarios(browser: Browser, url: str) -> Iterator[Callable[[], None]]:
    """Give what is measured, one after another."""
    found: dict[str, tuple[float, int, int]] = {}
    pages: list[Page] = []

    def opened(name: str) -> None:
        """Open on a page of its own, and on another where that shows no frame in two minutes."""
        for _ in range(2):
            pages.append(browser.new_page(viewport={"width": 2000, "height": 1400}))
            with suppress(Error):
                found[name] = opening(pages[-1], url, f"{name}.ipynb", Wire(pages[-1]))
                return
            pages.pop().close()
        raise ValueError(f"{name}: two pages showed no frame")

    def told() -> None:
        (plain_s, plain, plain_again), (grid_s, grid, grid_again) = found["plain"], found["grid"]
        print(
            f"opening: {grid / 1e3:.0f} kB on the websocket (aim 300), plain video widgets "
            f"{plain / 1e6:.0f} MB; ratio {grid / plain:.4f}"
        )
        print(f"reload: {grid_again / 1e3:.0f} kB (aim 300), plain {plain_again / 1e6:.0f} MB")
        print(
            f"first frame in every pane: {grid_s:.2f} s, plain {plain_s:.2f} s; ratio "
            f"{grid_s / plain_s:.2f} (aim 0.5)"
        )

    yield lambda: opened("plain")
    yield lambda: opened("grid")
    yield told
    yield lambda: drive(pages[-1])
    yield lambda: loaded(pages[-1])
    pages[-1].close()
    yield lambda: thousand(browser.new_page(viewport={"width": 1400, "height": 1000}), url)


def measure() -> int:
    """Measure all; return how many scenarios found no end."""
    failed = 0
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        scripts.make(folder)
        with lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url:
            browser = playwright.chromium.launch(executable_path=chromium())
            for scenario in scenarios(browser, url):
                try:
                    scenario()
                except (Error, ValueError, LookupError) as error:
                    failed += 1
                    print(f"NOT MEASURED: {str(error).splitlines()[0]}")
            browser.close()
    return failed


def main() -> int:
    """Measure in a process of its own, which is ended if it does not end."""
    if sys.argv[1:] == ["here"]:
        return int(measure() > 0)
    command = [sys.executable, "-u", __file__, "here"]
    child = subprocess.Popen(command, start_new_session=True)
    try:
        return child.wait(timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        print(f"NOT MEASURED: no end within {LONGEST_S // 60} minutes; what stands above is all")
        return 2
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


if __name__ == "__main__":
    raise SystemExit(main())
