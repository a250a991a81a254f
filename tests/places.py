"""Where a client's tests run: on the local server over a socket, or in memory."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import TYPE_CHECKING, Any, Final, Protocol

import httpx

from tests.conftest import KEY, serving
from tests.fake_service import FakeService
from veo_widgets import errors
from veo_widgets.client import Client
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import ExitStack
    from pathlib import Path

    from veo_widgets.local import Running

SERVERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "no credits": {"credits": 0.1},
    "blocked": {"faults": (Fault("block"),)},
    "limited": {"faults": (Fault("429", "submit", first=2, seconds=1),)},
}
FAKES: Final[Mapping[str, Callable[[], Mapping[str, Any]]]] = {
    "wrong key": lambda: {"submit": [errors.AuthenticationError("invalid key")]},
    "no credits": lambda: {"submit": [errors.InsufficientCredits("0.10 left, 0.40 needed")]},
    "blocked": lambda: {"outcome": errors.ContentBlocked("refused. Support codes: 1")},
    "no input": lambda: {"outcome": errors.InferenceFailed("no http://127.0.0.1:1/cat.png")},
    "limited": lambda: {
        "submit": (errors.RateLimited("rate_limit_exceeded", time.time() + 1) for _ in "12")
    },
    "down": lambda: {"submit": itertools.repeat(errors.EndpointUnreachable("no connection"))},
}


class Place(Protocol):
    """Somewhere a client can send to."""

    def client(self, trouble: str = "", **options: Any) -> Client:
        """Return a client of a service that is well, or has some trouble."""

    def elsewhere(self, model: str, parameters: Mapping[str, Any]) -> str:
        """Send a request past the kit, to where healthy clients send; return its id."""


class OverSocket:
    """The local server.

    Args:
        server: One that is well.
        connect: Makes clients and closes them.
        folder: For the servers that are not well.
        stack: Ends those servers.
    """

    def __init__(
        self, server: Running, connect: Callable[..., Client], folder: Path, stack: ExitStack
    ) -> None:
        self._server, self._connect = server, connect
        self._folder, self._stack = folder, stack

    def client(self, trouble: str = "", **options: Any) -> Client:
        if trouble == "down":
            options = {"base_url": "http://127.0.0.1:9/v1", **options}
        if trouble == "wrong key":
            options = {"api_key": "SG_wrong", **options}
        running = self._server
        if trouble in SERVERS:
            running = self._stack.enter_context(serving(self._folder, **SERVERS[trouble]))
        return self._connect(running, **options)

    def elsewhere(self, model: str, parameters: Mapping[str, Any]) -> str:
        url = f"{self._server.endpoint.api}/v2/{model}"
        answer = httpx.post(url, json=dict(parameters), headers={"x-api-key": KEY})
        return str(answer.json()["request_id"])


class InMemory:
    """A fake service.

    Args:
        clip: The bytes of every clip.
        home: The clients' home.
        stack: Closes the clients.
    """

    def __init__(self, clip: bytes, home: Path, stack: ExitStack) -> None:
        self._clip, self._home, self._stack = clip, home, stack
        self._service = FakeService(clip)

    def client(self, trouble: str = "", **options: Any) -> Client:
        service = FakeService(self._clip, **FAKES[trouble]()) if trouble else self._service
        client = Client(KEY, f"{service.name}/v1", self._home, connect=lambda _: service, **options)
        return self._stack.enter_context(client)

    def elsewhere(self, model: str, parameters: Mapping[str, Any]) -> str:
        return asyncio.run(self._service.submit(model, parameters)).request_id
