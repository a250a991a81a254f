"""One browser for all, a page for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.lab import chromium, lab, snap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium())
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    found = browser.new_page(viewport={"width": 1400, "height": 1800})
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    yield found
    snap(found, f"end-of-{request.node.name}")
    found.close()
    assert not errors, errors


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Return one JupyterLab for the modules that need no other, and its folder."""
    folder = tmp_path_factory.mktemp("shared")
    with lab(folder, VEO_WIDGETS_LOCAL='{"draft": true}') as url:
        yield url, folder
