"""The endpoints that this process can reach, by name."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from veo_widgets.errors import AuthenticationError
from veo_widgets.local import ensure, read_options, usual_s

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.home.paths import Home
    from veo_widgets.local import Running
    from veo_widgets.service import Endpoint, Service

LOCAL = "local"


class Endpoints:
    """Opens an endpoint when it is needed, and the local one again when it died.

    Args:
        home: Whose local server.
        known: Endpoints with their keys, by name.
        connect: Opens the service of an endpoint.
        environ: Where the local server's options are looked up.
    """

    def __init__(
        self,
        home: Home,
        known: Mapping[str, Endpoint],
        connect: Callable[[Endpoint], Service],
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._home, self._known, self._connect = home, dict(known), connect
        self._open: dict[str, Service] = {}
        self._running: Running | None = None
        self._starting, self._opening = asyncio.Lock(), asyncio.Lock()
        options = read_options(environ)
        self._latency = str(options.get("latency", "fast"))
        self._workers: int = options.get("workers", 1)

    @property
    def names(self) -> tuple[str, ...]:
        """The endpoints that this process can reach."""
        return (LOCAL, *self._known)

    async def service(self, name: str) -> Service:
        """Return the service of an endpoint.

        Raises:
            AuthenticationError: This process has no key for it.
            EndpointUnreachable: The local server does not start.
        """
        if name == LOCAL:
            return await self._local()
        async with self._opening:
            if name not in self._open:
                if name not in self._known:
                    raise AuthenticationError(
                        f"this job belongs to {name}, and this process has no key for it"
                    )
                self._open[name] = await self._connected(self._known[name])
            return self._open[name]

    async def _connected(self, endpoint: Endpoint) -> Service:
        # Certificates are read and libraries imported: away from the loop.
        return await asyncio.to_thread(self._connect, endpoint)

    def usual_s(self, name: str, model_s: float | None) -> float | None:
        """Return a model's usual seconds at an endpoint."""
        return usual_s(self._latency, model_s) if name == LOCAL else model_s

    def at_once(self, name: str) -> int | None:
        """Return how many requests an endpoint works on at once, where that is known."""
        return self._workers if name == LOCAL else None

    async def aclose(self) -> None:
        """Close all connections; the local server goes when nobody else needs it."""
        for service in self._open.values():
            await service.aclose()
        if self._running is not None:
            self._running.release()

    async def _local(self) -> Service:
        async with self._starting:
            if self._running is None or not self._running.alive:
                old = self._open.pop(LOCAL, None)
                if old is not None:
                    await old.aclose()
                self._running = await asyncio.to_thread(ensure, self._home)
                self._open[LOCAL] = await self._connected(self._running.endpoint)
            return self._open[LOCAL]
