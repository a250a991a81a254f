"""What runs in a render process, on this machine or another."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import threading
import time
import urllib.request
from dataclasses import dataclass, replace
from http.client import HTTPException
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from veo_widgets.server.engine import RenderSpec

EVERY_S: Final = 0.5
MISSED: Final = 6
DIRECT: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def begin() -> None:
    """Be polite, and end as soon as the server does, however it ends."""
    with contextlib.suppress(OSError):
        os.nice(5)
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True)
        watch.start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@dataclass(frozen=True, slots=True)
class Report:
    """Where a render tells how far it is.

    Attributes:
        url: The server's route, or an empty string for nowhere.
        token: Lets the server know its own workers.
    """

    url: str
    token: str

    def of(self, request_id: str) -> Report:
        """Return where the render of one request reports."""
        return replace(self, url=f"{self.url}/{request_id}") if self.url else self


SILENT: Final = Report("", "")


class Line:
    """A worker's way to its server: progress there, whether to go on back.

    Args:
        report: Where to.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._next = time.monotonic() + EVERY_S
        self._missed = 0
        self._over = False

    def progress(self, share: float) -> None:
        """Tell the server now and then how much is done, 0 to 1."""
        if not self._report.url or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_S
        request = urllib.request.Request(  # noqa: S310
            self._report.url,
            json.dumps({"share": share}).encode(),
            {"x-render-token": self._report.token, "content-type": "application/json"},
        )
        try:
            with DIRECT.open(request, timeout=2) as answer:
                self._over = bool(json.load(answer)["cancel"])
            self._missed = 0
        except (OSError, ValueError, LookupError, TypeError, HTTPException):
            self._missed += 1
            self._next += min(self._missed, MISSED) ** 2 * EVERY_S

    def cancelled(self) -> bool:
        """Tell whether the server wants no more of this."""
        return self._over


def render(spec: RenderSpec, engine: str, report: Report) -> bytes:
    """Return the clip of a spec: plain data in, plain data out, for any executor.

    Raises:
        Cancelled: The server wants no more of it.
    """
    from veo_widgets.server.engine import find

    line = Line(report)
    return find(engine).render(spec, line.progress, line.cancelled).data
