"""What runs in a render process, on this machine or another."""

from __future__ import annotations

import json
import time
import urllib.request
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import TYPE_CHECKING, Final

from veo_widgets.server.engine import find

if TYPE_CHECKING:
    from veo_widgets.server.engine import RenderSpec

EVERY_S: Final = 0.5
MISSED: Final = 6
DIRECT: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class ReportAddress:
    """Where a render tells how far it is.

    Attributes:
        url: The server's route, or an empty string for nowhere.
        token: Lets the server know its own workers.
    """

    url: str
    token: str

    def of(self, request_id: str) -> ReportAddress:
        """Return where the render of one request reports."""
        return replace(self, url=f"{self.url}/{request_id}") if self.url else self


SILENT: Final = ReportAddress("", "")


class ProgressReporter:
    """A worker's way to its server: progress there, whether to go on back.

    Args:
        address: Where to.
    """

    def __init__(self, address: ReportAddress) -> None:
        self._address = address
        self._next = time.monotonic() + EVERY_S
        self._missed = 0
        self._over = False

    def progress(self, share: float) -> None:
        """Tell the server now and then how much is done, 0 to 1."""
        if not self._address.url or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_S
        request = urllib.request.Request(  # noqa: S310
            self._address.url,
            json.dumps({"share": share}).encode(),
            {"x-render-token": self._address.token, "content-type": "application/json"},
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


def render(spec: RenderSpec, engine: str, address: ReportAddress) -> bytes:
    """Return the clip of a spec: plain data in, plain data out, for any executor.

    Raises:
        Cancelled: The server wants no more of it.
    """
    reporter = ProgressReporter(address)
    return find(engine).render(spec, reporter.progress, reporter.cancelled).data
