"""One browser for all, a page for each test; one JupyterLab for modules that need no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import KEY, serving
from tests.e2e.desk import FAULTS, Desk, opened
from tests.e2e.lab import chromium, lab, snap
from tests.prints import prints_environment

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
def site(tmp_path_factory: pytest.TempPathFactory, kinds: Path) -> Iterator[tuple[str, Path]]:
    """Serve JupyterLab, and what a notebook may use as a service that takes real money."""
    folder = tmp_path_factory.mktemp("site")
    with serving(folder / "service", faults=FAULTS) as running:
        paid = {"PAID_KEY": KEY, "PAID_URL": f"{running.endpoint.api}/v1"}
        with lab(folder, **prints_environment(kinds), **paid) as url:
            yield url, folder


@pytest.fixture(scope="module")
def desk(
    browser: Browser, site: tuple[str, Path], request: pytest.FixtureRequest
) -> Iterator[Desk]:
    """Open what a file's ``CELLS`` show; its flows walk on it one after another."""
    name = request.module.__name__.rpartition(".")[2]
    with opened(browser, site, name, request.module.CELLS) as desk:
        yield desk
