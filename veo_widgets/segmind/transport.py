"""One call and its whole answer: over httpx, or over aiohttp where it is installed.

Thousands of polls are small calls, and one over httpx costs four times the processor
time of one over aiohttp, also without httpx's client and pool. So
``veo_widgets[scale]`` brings aiohttp, which this speaks to itself: what matters here is
to tell a call that was never sent from one whose fate is unknown, for the second may
have been paid.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.request import getproxies

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEEP_ALIVE_S: Final = 30.0
NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class NotSent(Exception):
    """No connection was made, so nothing was sent."""


class ConnectionBroken(Exception):
    """The connection broke; the service may have taken the call."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read to its end.

    Attributes:
        status: The HTTP code.
        headers: By lower-case name.
        text: The body.
    """

    status: int
    headers: Mapping[str, str]
    text: str

    def json(self) -> Any:  # noqa: ANN401
        """Return the body as JSON.

        Raises:
            ValueError: It is none.
        """
        return json.loads(self.text)


class Transport(Protocol):
    """Makes calls to one endpoint."""

    async def call(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Make one call; redirects are not followed, nothing is retried.

        Raises:
            NotSent: It was certainly not sent.
            ConnectionBroken: It may have arrived.
        """

    async def aclose(self) -> None:
        """Close the connections."""


def reason(error: Exception) -> str:
    """Say what broke a connection, also when the error itself has no words."""
    return f"{type(error).__name__} {error}".strip()


class HttpxTransport:
    """Over httpx, a transport for each connection.

    A pool of httpx looks at all its connections, each several times, at every call: at
    sixty connections that costs ten times the call itself.

    Args:
        connect: Makes the transport of one connection.
        timeout: Seconds that connecting and answering may take.
    """

    def __init__(
        self, connect: Callable[[], httpx.AsyncBaseTransport], timeout: httpx.Timeout
    ) -> None:
        self._connect = connect
        self._extensions = {"timeout": timeout.as_dict()}
        self._all: list[httpx.AsyncBaseTransport] = []
        self._idle: list[httpx.AsyncBaseTransport] = []

    async def call(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Make one call."""
        if not self._idle:
            connection = self._connect()
            self._all.append(connection)
            self._idle.append(connection)
        connection = self._idle.pop()
        try:
            request = httpx.Request(
                method, url, headers=dict(headers), content=body, extensions=self._extensions
            )
            response = await connection.handle_async_request(request)
            try:
                await response.aread()
            finally:
                await response.aclose()
        except NEVER_SENT as error:
            raise NotSent(str(error) or type(error).__name__) from None
        except httpx.HTTPError as error:
            raise ConnectionBroken(reason(error)) from None
        finally:
            self._idle.append(connection)
        return Answer(response.status_code, response.headers, response.text)

    async def aclose(self) -> None:
        """Close the connections."""
        for connection in self._all:
            await connection.aclose()


class Routed(httpx.AsyncBaseTransport):
    """A client as a transport, for what it knows of proxies.

    Args:
        http: The client; it stays its owner's.
    """

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request by the client's routes."""
        return await self._http.send(request, stream=True)


class AiohttpTransport:
    """Over aiohttp.

    Args:
        connections: Connections at most.
        read_s: Seconds that an answer may take.
        connect_s: Seconds that a connection may take.
    """

    def __init__(self, connections: int, read_s: float, connect_s: float) -> None:
        import aiohttp

        connector = aiohttp.TCPConnector(
            limit=connections, keepalive_timeout=KEEP_ALIVE_S, ssl=httpx.create_ssl_context()
        )
        timeout = aiohttp.ClientTimeout(total=None, sock_read=read_s, sock_connect=connect_s)
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
        )

    async def call(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Make one call."""
        import aiohttp
        from yarl import URL

        try:
            async with self._session.request(
                method, URL(url, encoded=True), headers=headers, data=body, allow_redirects=False
            ) as response:
                text = await response.text(errors="replace")
                told = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status, told, text)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(str(error) or type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ConnectionBroken(reason(error)) from None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._session.close()
        await asyncio.sleep(0)


def fast() -> bool:
    """Tell whether calls go over aiohttp.

    Not behind a proxy, whose settings aiohttp would look up anew for every call.
    """
    there = importlib.util.find_spec("aiohttp") and importlib.util.find_spec("yarl")
    return bool(there) and not getproxies()


def single_connections() -> Callable[[], httpx.AsyncBaseTransport]:
    """Return what makes a transport of one connection; all share what they trust."""
    context = httpx.create_ssl_context()
    limits = httpx.Limits(
        max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEEP_ALIVE_S
    )
    return lambda: httpx.AsyncHTTPTransport(verify=context, limits=limits)


def files_transport(connections: int) -> httpx.AsyncBaseTransport | None:
    """Return a transport for downloads over aiohttp, or ``None`` for httpx's own."""
    if not fast() or importlib.util.find_spec("httpx_aiohttp") is None:
        return None
    import aiohttp
    from httpx_aiohttp import AiohttpTransport as HttpxOverAiohttp

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=connections, ssl=httpx.create_ssl_context())
        return aiohttp.ClientSession(connector=connector)

    transport: httpx.AsyncBaseTransport = HttpxOverAiohttp(client=session)
    return transport
