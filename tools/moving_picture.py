"""Write ``docs/pictures/session.webp``: a session in JupyterLab, as it was recorded.

Run it as ``make pictures``. A prompt is typed and generated, a sweep is planned, filled and played, a
pair is judged, the verdict comes. Waiting is shown faster than it was; nothing else is arranged.
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import cv2
import nbformat
import numpy as np
from playwright.sync_api import expect, sync_playwright

from tests.e2e.lab import ROOT, chromium, lab, open_notebook
from tools.shots import QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from playwright.sync_api import CDPSession, Locator, Page

TARGET: Final = ROOT / "docs/pictures/session.webp"
WINDOW: Final = (960, 660)
WIDTH: Final = 900
RATE: Final = 8
MOST_BYTES: Final = 1_500_000
QUALITIES: Final = (80, 70, 60, 50, 40, 30)
LONGEST_STILL_S: Final = 1.2
PATIENCE_MS: Final = 240_000
SERVER: Final = '{"draft": true, "latency": 3}'
CELLS: Final = (
    "import veo_widgets as veo\n"
    "snow = veo.sweep('a {animal} walks through the snow at dawn', name='snow',\n"
    "    animal=['fox', 'deer'], model=['veo-3.1-fast', 'veo-3-fast'], seed=[1, 2],\n"
    "    duration=4, resolution='720p', generate_audio=True)",
    "veo.studio('veo-3.1-fast', value={'duration': 4, 'resolution': '720p', 'seed': 7})",
    "snow.plan()",
    "judge = veo.judge(snow, by='model')\n"
    "for answer in ['left', 'right', 'tie', 'left', 'right'] * 4:\n"
    "    judge.vote(answer)\n"
    "judge.close()",
    "veo.judge(snow, by='model')",
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
        self.frames: list[list[Frame]] = []
        self.speeds: list[list[tuple[float, float]]] = []

    def _keep(self, event: dict[str, Any]) -> None:
        self._cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})
        self.frames[-1].append((event["metadata"]["timestamp"], base64.b64decode(event["data"])))

    def begin(self) -> None:
        """Begin a scene."""
        self.frames.append([])
        self.speeds.append([])
        self._cdp.send("Page.startScreencast", {"format": "png"})

    def at(self, speed: float) -> None:
        """Show what comes from here on faster than it is."""
        if self.frames[-1]:
            self.speeds[-1].append((self.frames[-1][-1][0], speed))

    def end(self) -> None:
        """End the scene."""
        self._cdp.send("Page.stopScreencast")


def sampled(frames: Sequence[Frame], speeds: Sequence[tuple[float, float]]) -> list[bytes]:
    """Return a scene's frames at the rate of the picture.

    Args:
        frames: When each was shown, in seconds, and its bytes.
        speeds: From when on how fast it is shown; 1 until the first.
    """
    taken, due, clock = [], 0.0, 0.0
    for (start, data), (end, _) in zip(frames, frames[1:], strict=False):
        speed = next((speed for at, speed in reversed(speeds) if at <= start), 1.0)
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
    expect(words).to_be_visible(timeout=60_000)
    words.fill("")
    cell.evaluate(SHOW)
    recorder.begin()
    words.press_sequentially(PROMPT, delay=25)
    recorder.at(1.0)
    cell.locator(".vs-generate").click()
    recorder.at(3.0)
    expect(cell.locator(".vs-stage video")).to_be_visible(timeout=240_000)
    recorder.at(1.0)
    _until(cell.locator(".vs-stage"), 60)
    recorder.end()


def _sweep(page: Page, recorder: Recorder) -> None:
    cell = _run(page, 2)
    expect(cell.locator(".vg-launch")).to_be_visible(timeout=60_000)
    cell.evaluate(SHOW)
    recorder.begin()
    cell.locator(".vg-launch").hover()
    page.mouse.move(0, 0)
    cell.locator(".vg-launch").click()
    recorder.at(6.0)
    expect(cell.locator(".vg-pane video").nth(7)).to_be_visible(timeout=400_000)
    recorder.at(1.0)
    cell.locator("[data-cell='0']").focus()
    page.keyboard.press("Space")
    _until(cell, 70)
    recorder.end()
    page.keyboard.press("Space")


def _judge(page: Page, recorder: Recorder) -> None:
    page.evaluate(RUN, 3)
    cell = _run(page, 4)
    cell.locator(".vj-start button").click()
    expect(cell.locator(".vj-pane[data-pair]")).to_have_count(2, timeout=60_000)
    cell.evaluate(SHOW)
    recorder.begin()
    for key in ("ArrowLeft", "ArrowRight"):
        expect(cell.locator(".vj-answers[data-ready=true]")).to_be_visible(timeout=60_000)
        before = cell.locator(".vj-pane").first.get_attribute("data-pair")
        page.keyboard.press(key)
        expect(cell.locator(".vj-pane").first).not_to_have_attribute("data-pair", before or "")
    cell.get_by_role("button", name="Reveal", exact=True).click()
    cell.get_by_role("button", name="Reveal and end").click()
    recorder.at(2.0)
    expect(cell.locator(".vj-verdict svg")).to_be_visible(timeout=60_000)
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
        timeout=60_000,
    )


def main() -> None:
    """Record the session and write it."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        cells = [nbformat.v4.new_code_cell(text) for text in CELLS]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "s.ipynb")
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WINDOW[0], "height": WINDOW[1]})
        page.set_default_navigation_timeout(PATIENCE_MS)
        with lab(folder, VEO_WIDGETS_LOCAL=SERVER) as url:
            open_notebook(page, url, "s.ipynb")
            page.evaluate("() => jupyterapp.shell.collapseLeft()")
            page.add_style_tag(content=QUIET)
            page.evaluate(RUN, 0)
            recorder = Recorder(page)
            for scene in (_prompt, _sweep, _judge):
                scene(page, recorder)
            box = page.locator(".jp-NotebookPanel-notebook").bounding_box()
        browser.close()
    assert box is not None
    left, top = round(box["x"]), round(box["y"])
    right, bottom = left + round(box["width"]), top + round(box["height"])
    pictures = []
    for frames, speeds in zip(recorder.frames, recorder.speeds, strict=True):
        for data in sampled(frames, speeds):
            whole = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
            assert whole is not None
            part = whole[top:bottom, left:right]
            height = round(part.shape[0] * WIDTH / part.shape[1])
            pictures.append(cv2.resize(part, (WIDTH, height), interpolation=cv2.INTER_AREA))
    TARGET.write_bytes(packed(pictures))
    print(TARGET, TARGET.stat().st_size)


if __name__ == "__main__":
    main()
