"""What the tests of the grid ask its page, and see on the screen."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import cv2
import numpy as np
from playwright.sync_api import TimeoutError as Late

from tests.e2e.lab import open_notebook, ran, run_all, snap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

NUMBERS = """() => [...document.querySelectorAll('.vg-pane video')].map(video => {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const pen = canvas.getContext('2d');
  pen.drawImage(video, 0, 0);
  const block = Math.floor(canvas.width / 12);
  const line = pen.getImageData(0, canvas.height >> 1, canvas.width, 1).data;
  let number = 0;
  for (let bit = 0; bit < 12; bit += 1) {
    const on = line[4 * (bit * block + (block >> 1))] > 127;
    number = number * 2 + Number(on);
  }
  return number;
})"""
STANDING = f"""([count, frame]) => {{
  const videos = [...document.querySelectorAll('.vg-pane video')];
  if (videos.some(one => !one.paused || one.seeking || one.readyState < 2)) return false;
  const numbers = ({NUMBERS})();
  const counter = Number(document.querySelector('.vw-time').dataset.frame);
  return numbers.length === count && counter === (frame ?? counter)
    && numbers.every(one => one === counter);
}}"""
RUNNING = """() => [...document.querySelectorAll('.vg-pane video')]
  .every(one => !one.paused && one.currentTime > 0.3)"""
TURN = """async () => {
  const videos = [...document.querySelectorAll('.vg-pane video')];
  const [spreads, from] = [[], performance.now()];
  let [last, after] = [0, 0];
  while (after < 15 && performance.now() - from < 30000) {
    await new Promise(go => setTimeout(go, 50));
    const clocks = videos.map(one => one.currentTime);
    if (after || clocks[0] < last - 1) after += 1;
    last = clocks[0];
    if (videos.every(one => !one.paused)) spreads.push(Math.max(...clocks) - Math.min(...clocks));
  }
  return [after, spreads];
}"""
PANES = """count => {
  const found = [...document.querySelectorAll('.vg-pane video')];
  return found.length >= count && found.every(one => one.readyState >= 2);
}"""


@contextmanager
def panes(browser: Browser, url: str, name: str, count: int, height: int = 900) -> Iterator[Page]:
    """Run a notebook until its panes have pictures, on a page without faults of its own."""
    page = browser.new_page(viewport={"width": 1400, "height": height})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_notebook(page, url, name)
    page.evaluate("() => jupyterapp.shell.collapseLeft()")
    run_all(page)
    ran(page)
    page.wait_for_function(PANES, arg=count, timeout=60_000)
    yield page
    page.close()
    assert not errors, errors


def in_kernel(page: Page, code: str) -> None:
    page.evaluate(
        """code => { const app = window.jupyterapp;
        const kernel = app.shell.currentWidget.context.sessionContext.session.kernel;
        return kernel.requestExecute({code}).done.then(() => null); }""",
        code,
    )


def pixels(element: Locator) -> np.ndarray:
    """Return what is on the screen, as red, green and blue."""
    data = np.frombuffer(element.screenshot(), np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))[..., ::-1].astype(int)


def shows(element: Locator, rule: Callable[[np.ndarray], bool]) -> np.ndarray:
    """Look until the picture is as it should be, and return it."""
    for _ in range(100):
        picture = pixels(element)
        if rule(picture):
            return picture
    raise AssertionError(f"never as it should be: {snap(element.page, 'grid-never')}")


def same_frame(page: Page, count: int, frame: int | None = None) -> int:
    """Wait until the panes show the frame that is counted (this one), and return it as seen."""
    page.wait_for_function(STANDING, arg=[count, frame])
    return int(page.evaluate(NUMBERS)[0])


def reset(page: Page, code: str, count: int) -> None:
    """Run code until the panes stand at their first frame: a pause just pressed is told late."""
    for _ in range(10):
        in_kernel(page, code)
        with suppress(Late):
            page.wait_for_function(STANDING, arg=[count, 0], timeout=4000)
            return
    raise AssertionError(page.evaluate(NUMBERS))
