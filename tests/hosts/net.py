"""What a page asks of the net, answered with the files of the host's own environment."""

from __future__ import annotations

import mimetypes
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Route

PUBLISHED: Final = re.compile(r"/((?:@[\w.-]+/)?[\w.-]+)@[^/]+/([^?]+)")
"""A file of a package, as content networks name it."""


def file_of(url: str, folder: Path) -> Path:
    """Return the file of an environment that an address asks for."""
    if "/anywidget@" in url:
        return folder / "share/jupyter/nbextensions/anywidget/index.js"
    if url.endswith("/require.min.js"):
        return folder / "node_modules/requirejs/require.js"
    name, path = found.groups() if (found := PUBLISHED.search(url)) else ("", "")
    return folder / "node_modules" / name / path


def from_here(folder: Path) -> Callable[[Route], None]:
    """Return what answers a page from an environment, and refuses what that has not."""

    def answer(route: Route) -> None:
        path = file_of(route.request.url, folder)
        if path.is_file():
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            open_to_all = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(body=path.read_bytes(), content_type=kind, headers=open_to_all)
        else:
            route.abort()

    return answer
