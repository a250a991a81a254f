"""The official client, unmodified, led to a local server.

The hosts that it has as literals are led there by its httpx transport.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
from segmind import SegmindClient

from tests.conftest import KEY, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.local import Running
    from veo_widgets.server.fault_rules import Fault

ELSEWHERE = re.compile(r"https://[a-z.-]+\.segmind\.com")
QUICK = {"prompt": "a lake", "duration": 4, "resolution": "720p"}


class Led(httpx.BaseTransport):
    """Sends what is meant for the service's other hosts to the local server."""

    def __init__(self, here: str) -> None:
        self._here, self._inner = httpx.URL(here), httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if ELSEWHERE.match(str(request.url)):
            here = self._here
            request.url = request.url.copy_with(scheme=here.scheme, host=here.host, port=here.port)
            request.headers["host"] = here.netloc.decode()
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def official(running: Running, **options: object) -> SegmindClient:
    here = running.endpoint.api
    client = SegmindClient(**{"api_key": KEY, "base_url": f"{here}/v1", **options})
    plain = client._client
    client._client = httpx.Client(
        headers=plain.headers, timeout=plain.timeout, base_url=plain.base_url, transport=Led(here)
    )
    plain.close()
    return client


@contextmanager
def served(folder: Path, *faults: Fault, **settings: object) -> Iterator[SegmindClient]:
    """Run a server of its own, with faults, and give its client."""
    with serving(folder, faults=faults, **settings) as running:
        client = official(running)
        try:
            yield client
        finally:
            client._client.close()
