"""Talk to a local server over a socket: submit, and poll to the end."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

from tests.conftest import KEY, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUICK = {"prompt": "a lake", "duration": 4, "resolution": "720p", "seed": 5}


@contextmanager
def talking(folder: Path, key: str = KEY, **settings: Any) -> Iterator[httpx.Client]:
    """Serve, and return a client of the server."""
    with (
        serving(folder, **settings) as running,
        httpx.Client(base_url=running.endpoint.api, headers={"x-api-key": key}, timeout=60) as http,
    ):
        yield http


def ended(http: httpx.Client, request_id: str) -> httpx.Response:
    """Poll until a request ends; at most half a minute."""
    for _ in range(300):
        answer = http.get(f"/v2/requests/{request_id}/status")
        if answer.json().get("status") in {"COMPLETED", "FAILED"}:
            return answer
        time.sleep(0.1)  # bounded: the protocol has polling only
    raise AssertionError("the request did not end")


def submit(http: httpx.Client, model: str = "veo-3-fast", **change: Any) -> httpx.Response:
    return http.post(f"/v2/{model}", json={**QUICK, **change})
