"""Write ``docs/pictures/session.webp``: a session in JupyterLab, as it was recorded.

Run it as ``make pictures``. A prompt is typed and generated, a sweep is planned, filled and played, a
pair is judged, the verdict comes. Waiting is shown faster than it was and what stands still is cut
out; twenty of the votes that the verdict counts are cast by a cell of its notebook.
"""

from __future__ import annotations

import base64
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np
from playwright.sync_api import expect, sync_playwright

from tests.e2e.lab import READY, ROOT, book, chromium, lab
from tools.shots import QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from playwright.sync_api import CDPSession, FloatRect, Locator, Page

TARGET: Final = ROOT / "docs/pictures/session.webp"
WINDOW: Final = (960, 660)
WIDTH: Final = 900
RATE: Final = 8
MOST_BYTES: Final = 1_500_000
QUALITIES: Final = (80, 70, 60, 50, 40, 30)
LONGEST_STILL_S: Final = 1.2
WAIT_S: Final = 2.5
PATIENCE_MS: Final = 240_000
SERVER: Final = '{"draft": true, "latency": 3}'
SWEEP: Final = """import veo_widgets as veo
snow = veo.sweep("a {animal} walks through the snow at dawn", name="snow",
    animal=["fox", "deer"], model=["veo-3.1-fast", "veo-3-fast"], seed=[1, 2],
    duration=4, resolution="720p", generate_audio=True)"""
VOTES: Final = """judge = veo.judge(snow, by="model")
for answer in ["left", "right", "tie", "left", "right"] * 4:
    judge.vote(answer)
judge.close()"""
CELLS: Final = (
    SWEEP,
    'veo.studio("veo-3.1-fast", value={"duration": 4, "resolution": "720p", "seed": 7})',
    "veo.ComparisonGrid(snow)",
    VOTES,
    'veo.judge(snow, by="model")',
)
PROMPT: Final = "a red panda rides a skateboard through a city at dusk"
RUN: Final = """async number => {
  const { content, context } = jupyterapp.shell.currentWidget;
  content.activeCellIndex = number;
  await jupyterapp.commands.execute('notebook:run-cell');
}"""
SHOW: Final = "cell => cell.scrollIntoView({block: 'start'})"

Frame = tuple[float, bytes]


class Recorder:
    """Keeps what a page shows, with the speed at which it is shown again."""

    def __init__(self, page: Page) -> None:
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._cdp.on("Page.screencastFrame", self._keep)
        self.scenes: list[tuple[list[Frame], list[tuple[float, bool]]]] = []

    def _keep(self, event: dict[str, Any]) -> None:
        self._cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})
        frame = event["metadata"]["timestamp"], base64.b64decode(event["data"])
        self.scenes[-1][0].append(frame)

    def begin(self) -> None:
        """Begin a scene."""
        self.scenes.append(([], []))
        self._cdp.send("Page.startScreencast", {"format": "png"})

    def hurry(self, *, on: bool) -> None:
        """Show what comes from here on as fast as a wait may last, or as it is."""
        frames, turns = self.scenes[-1]
        if frames:
            turns.append((frames[-1][0], on))

    def end(self) -> None:
        """End the scene."""
        self._cdp.send("Page.stopScreencast")


def sampled(frames: Sequence[Frame], turns: Sequence[tuple[float, bool]]) -> list[bytes]:
    """Return a scene's frames at the rate of the picture.

    Args:
        frames: When each was shown, in seconds, and its bytes.
        turns: From when on a wait is hurried, or no more.
    """
    ends = [*(at for at, _ in turns[1:]), frames[-1][0]]
    waits = [(at, end) for (at, on), end in zip(turns, ends, strict=True) if on] if turns else []
    taken, due, clock = [], 0.0, 0.0
    for (start, data), (end, _) in pairwise(frames):
        wait = next((wait for wait in waits if wait[0] <= start < wait[1]), None)
        speed = max(1.0, (wait[1] - wait[0]) / WAIT_S) if wait else 1.0
        clock += min((end - start) / speed, LONGEST_STILL_S)
        while due < clock:
            taken.append(data)
            due += 1 / RATE
    return [*taken, frames[-1][1]]


def packed(pictures: Sequence[NDArray[Any]]) -> bytes:
    """Return pictures as one moving WebP, as good as it can be below the most bytes."""
    distinct, lasting = [pictures[0]], [0]
    for picture in pictures:
        if np.array_equal(picture, distinct[-1]):
            lasting[-1] += 1000 // RATE
        else:
            distinct.append(picture)
            lasting.append(1000 // RATE)
    lasting[-1] += 2000
    animation = cv2.Animation()
    animation.frames, animation.durations, animation.loop_count = distinct, lasting, 0
    data = b""
    for quality in QUALITIES:
        data = cv2.imencodeanimation(".webp", animation, [cv2.IMWRITE_WEBP_QUALITY, quality])[
            1
        ].tobytes()
        print(f"{len(distinct)} frames, {sum(lasting) / 1000:.1f} s, {quality}: {len(data)}")
        if len(data) <= MOST_BYTES:
            break
    return data


def _run(page: Page, number: int) -> Locator:
    page.evaluate(RUN, number)
    cell = page.locator(".jp-CodeCell").nth(number)
    cell.evaluate(SHOW)
    return cell


def _prompt(page: Page, recorder: Recorder) -> None:
    cell = _run(page, 1)
    words = cell.locator("[data-field=prompt] textarea")
    expect(words).to_be_visible()
    words.fill("")
    cell.evaluate(SHOW)
    recorder.begin()
    words.press_sequentially(PROMPT, delay=25)
    cell.locator(".vs-generate").click()
    recorder.hurry(on=True)
    expect(cell.locator(".vs-stage video")).to_be_visible()
    recorder.hurry(on=False)
    _until(cell.locator(".vs-stage"), 60)
    recorder.end()


def _sweep(page: Page, recorder: Recorder) -> None:
    cell = _run(page, 2)
    expect(cell.locator(".vg-launch")).to_be_visible()
    cell.evaluate(SHOW)
    recorder.begin()
    cell.locator(".vg-launch").hover()
    page.mouse.move(0, 0)
    cell.locator(".vg-launch").click()
    recorder.hurry(on=True)
    expect(cell.locator(".vg-pane video").nth(7)).to_be_visible(timeout=2 * PATIENCE_MS)
    recorder.hurry(on=False)
    play = cell.get_by_role("button", name="Play", exact=True).first
    play.click()
    page.mouse.move(0, 0)
    _until(cell, 70)
    recorder.end()
    cell.get_by_role("button", name="Pause", exact=True).first.click()


def _judge(page: Page, recorder: Recorder) -> None:
    page.evaluate(RUN, 3)
    cell = _run(page, 4)
    cell.locator(".vj-start button").click()
    expect(cell.locator(".vj-answers[data-ready=true]")).to_be_visible()
    cell.evaluate(SHOW)
    recorder.begin()
    for key in ("ArrowLeft", "ArrowRight"):
        recorder.hurry(on=True)
        expect(cell.locator(".vj-answers[data-ready=true]")).to_be_visible()
        recorder.hurry(on=False)
        _until(cell, 24)
        before = cell.locator(".vj-pane").first.get_attribute("data-pair")
        page.keyboard.press(key)
        expect(cell.locator(".vj-pane").first).not_to_have_attribute("data-pair", before or "")
    recorder.hurry(on=True)
    expect(cell.locator(".vj-answers[data-ready=true]")).to_be_visible()
    recorder.hurry(on=False)
    cell.get_by_role("button", name="Reveal", exact=True).click()
    cell.get_by_role("button", name="Reveal and end").click()
    recorder.hurry(on=True)
    expect(cell.locator(".vj-verdict svg")).to_be_visible()
    cell.locator(".vj-verdict").evaluate(SHOW)
    page.mouse.move(0, 0)
    expect(cell.locator(".vj-verdict")).to_be_in_viewport()
    recorder.end()


def _until(scope: Locator, frame: int) -> None:
    """Wait until what plays has come to a frame."""
    scope.page.wait_for_function(
        "([scope, frame]) => [...scope.querySelectorAll('video')]"
        ".some(video => video.currentTime * 24 >= frame)",
        arg=[scope.element_handle(), frame],
        timeout=PATIENCE_MS,
    )


def main() -> None:
    """Record the session and write it."""
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        book(folder / "s.ipynb", *CELLS)
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WINDOW[0], "height": WINDOW[1]})
        page.set_default_timeout(PATIENCE_MS)
        with lab(folder, VEO_WIDGETS_LOCAL=SERVER) as url:
            page.goto(f"{url}/doc/tree/s.ipynb")
            page.wait_for_function(READY, timeout=PATIENCE_MS)
            page.evaluate("() => jupyterapp.shell.collapseLeft()")
            page.add_style_tag(content=QUIET)
            page.evaluate(RUN, 0)
            recorder = Recorder(page)
            for scene in (_prompt, _sweep, _judge):
                scene(page, recorder)
            box = page.locator(".jp-NotebookPanel-notebook").bounding_box()
        browser.close()
    assert box is not None
    pictures = [cut(frames, turns, box) for frames, turns in recorder.scenes]
    TARGET.write_bytes(packed([each for scene in pictures for each in scene]))
    print(TARGET, TARGET.stat().st_size)


def cut(
    frames: Sequence[Frame], turns: Sequence[tuple[float, bool]], box: FloatRect
) -> list[NDArray[Any]]:
    """Return a scene's pictures, of one part of the window and as wide as they are shown."""
    left, top = round(box["x"]), round(box["y"])
    right, bottom = left + round(box["width"]), top + round(box["height"])
    pictures = []
    for data in sampled(frames, turns):
        whole = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert whole is not None
        part = whole[top:bottom, left:right]
        pictures.append(no_wider(part, WIDTH))
    return pictures


def no_wider(picture: NDArray[Any], most: int) -> NDArray[Any]:
    """Return a picture of at most so many pixels across, never made larger: that loses lines."""
    high, wide = picture.shape[:2]
    if wide <= most:
        return picture
    size = most, round(high * most / wide)
    smaller: NDArray[Any] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return smaller


if __name__ == "__main__":
    main()
