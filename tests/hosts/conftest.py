"""One browser for all hosts, and a folder with clips for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.clips import coded_clip
from tests.e2e.lab import book, chromium
from tests.hosts.looked import STEP_MS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CELLS = (
    "import veo_widgets as veo\nveo.Clip.open('clip0.mp4')",
    "veo.studio()",
    "veo.submit('veo-3-fast', prompt='a fox in the snow', duration=4, seed=1)",
    "veo.compare(['clip0.mp4', 'clip1.mp4'])",
    "veo.judge(['clip0.mp4', 'clip1.mp4', 'clip2.mp4'], by='clip', rater='ana')",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=STEP_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--autoplay-policy=no-user-gesture-required"],
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1000, "height": 2800})
    opened.set_default_timeout(STEP_MS)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three clips and a notebook that shows all that a person touches."""
    for number, hue in enumerate((40, 120, 200)):
        coded_clip(tmp_path / f"clip{number}.mp4", frames=72, hue=hue, sound=True)
    book(tmp_path / "hosts.ipynb", *CELLS)
    return tmp_path
