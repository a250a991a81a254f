"""Reports opened from their files: a person steps, compares, votes, and asks the network nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.grid_page import shows
from tests.e2e.lab import snap
from tests.raters import opened, voted
from tests.reported import MODELS, planted
from veo_widgets.judging.functions import merge_votes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np

    from veo_widgets.experiment import Sweep

pytestmark = pytest.mark.e2e
HEARD = """cell => {
  const voice = document.querySelector('.vg-voice');
  return Number(voice.dataset.index) === cell && !voice.muted && !voice.paused
    && voice.currentTime > 0.1;
}"""
LEVELS = """() => JSON.parse(document.getElementById('grid-data').textContent)
  .cells.map(cell => cell.clip.loudness)"""
FRAMES = """() => [...document.querySelectorAll('.vg-pane video')].map(
  video => Math.floor(video.currentTime * 24 + 0.01))"""


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sweep]:
    folder = tmp_path_factory.mktemp("report")
    with opened(folder / "home") as client:
        sweep = planted(client, folder)
        voted(sweep, 24, blind=True, rater="ben")
        yield sweep


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Return what the page asks for that is not in it."""
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.on("console", lambda message: urls.append(message.text))
    return urls


def outside(urls: list[str], folder: Path) -> list[str]:
    mine = (f"file://{folder}", "blob:", "data:")
    return [url for url in urls if not url.startswith(mine)]


def differs(picture: np.ndarray) -> bool:
    """Tell whether colours are shown apart where two clips have others, and nothing where they agree."""
    height, width = picture.shape[:2]
    return bool(picture[height // 3].max() > 100 and picture[height // 2, width // 2].max() < 60)


@pytest.mark.parametrize("form", ["newts.html", "newts/"])
def test_a_report_steps_wipes_and_asks_nobody(
    page: Page, sweep: Sweep, tmp_path: Path, asked: list[str], form: str
) -> None:
    path = sweep.report(f"{tmp_path}/{form}").path
    page.goto(f"file://{path / 'index.html' if form.endswith('/') else path}")
    expect(page.locator("#verdict .lead")).to_have_text(sweep.verdict().sentence)
    page.locator("#clips").scroll_into_view_if_needed()
    videos = page.locator(".vg-pane[data-live=yes] video")
    expect(videos).to_have_count(4)
    page.locator("[data-cell='0']").click()
    for _ in range(3):
        page.keyboard.press(".")
    page.wait_for_function(f"() => ({FRAMES})().every(frame => frame === 3)")
    page.keyboard.press("w")
    expect(page.locator(".vg-both[data-mode=wipe] video")).to_have_count(2)
    expect(page.locator(".vg-jumps")).to_be_visible()
    page.locator("[data-cell='1']").focus()
    page.keyboard.press("d")
    both = page.locator(".vg-both[data-mode=difference]")
    shows(both, differs)
    page.keyboard.press("Escape")
    page.locator("[data-cell='1']").focus()
    page.keyboard.press("a")
    page.keyboard.press(" ")
    levels = page.evaluate(LEVELS)
    voice = page.locator(".vg-voice")
    for cell, level in enumerate(levels):
        page.locator(f"[data-cell='{cell}']").focus()
        page.wait_for_function(HEARD, arg=cell)
        volume = voice.evaluate("voice => voice.volume")
        assert volume == pytest.approx(10 ** ((min(levels) - level) / 20), abs=0.01)
    page.keyboard.press(" ")
    page.keyboard.press("m")
    expect(voice).to_have_js_property("muted", value=True)
    # Beside the page JSON is a page of its own.
    for name in ("clips.csv", "report.json")[: 1 if form.endswith("/") else 2]:
        with page.expect_download() as saved:
            page.get_by_role("link", name=name).click()
        assert MODELS[0] in saved.value.path().read_text("utf-8")
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("() => document.documentElement.scrollWidth") == 400
    page.emulate_media(media="print")
    expect(page.locator("#grid")).to_be_hidden()
    expect(page.locator(".posters img").first).to_be_visible()
    snap(page, f"report-print-{form.strip('/')}")

    assert not outside(asked, tmp_path)


def test_a_folder_says_what_serving_adds_until_it_is_served(
    page: Page, sweep: Sweep, tmp_path: Path
) -> None:
    folder = sweep.report(f"{tmp_path}/newts/").path
    note = page.locator(".beside")
    page.goto(f"file://{folder / 'index.html'}")
    expect(note).to_contain_text("report --serve")
    expect(note).to_be_visible()

    address = "http://127.0.0.1:1/"
    page.route(
        f"{address}**",
        lambda route: route.fulfill(
            path=folder / (route.request.url.removeprefix(address) or "index.html")
        ),
    )
    page.goto(address)
    expect(page.locator("#verdict .lead")).to_be_visible()
    expect(note).to_be_hidden()


def test_a_blind_report_is_voted_on_by_key_merged_and_revealed(
    page: Page, sweep: Sweep, tmp_path: Path, asked: list[str]
) -> None:
    report = sweep.report(tmp_path / "which.html", blind=True, questions=["Sharper?"])
    page.goto(f"file://{report.path}")
    page.get_by_label("Your name").fill("Ana")
    page.keyboard.press("Enter")
    count = int(page.locator(".rb-bar progress").get_attribute("max") or 0)
    for number in range(count):
        expect(page.locator(f".vj-pane[data-pair='{number}']")).to_have_count(2)
        expect(page.locator(".vj-answers[data-ready=true]")).to_be_visible(timeout=20_000)
        if number == 1:
            page.reload()
            page.keyboard.press("Tab")
            page.get_by_role("button", name="Go on").click()
            expect(page.locator(".vj-answers[data-ready=true]")).to_be_visible(timeout=20_000)
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("That was the last pair")).to_be_visible()
    text = page.content()
    assert not [model for model in MODELS if model in text]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save votes", exact=True).click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert file.name.endswith("-Ana.json")
    assert not [model for model in MODELS if model in file.read_text("utf-8")]
    assert {vote["answer"] for vote in json.loads(file.read_text("utf-8"))["votes"]} == {"left"}
    assert merge_votes(file, client=sweep.client) == count
    page.goto(f"file://{report.reveal().path}")
    expect(page.locator("#method")).to_contain_text("Ana, ben")

    assert not outside(asked, tmp_path)
