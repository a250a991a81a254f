"""One call and its whole answer: over httpx, or over aiohttp where it is installed.

Thousands of polls are small calls, and one over httpx costs four times the processor
time of one over aiohttp, also without httpx's client and pool. So
``veo_widgets[scale]`` brings aiohttp, which this speaks to itself: what matters here is
to tell a call that was never sent from one whose fate is unknown, for the second may
have been paid.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import importlib.util
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import httpx

from veo_widgets.segmind.network import NotSent, Routed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping

    from veo_widgets.segmind.network import Network

KEEP_ALIVE_S: Final = 30.0
NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.InvalidURL,
)
TOTAL_S: Final = 60.0
LONG_TEXT: Final = 100_000
"""Characters past which an answer is read away from the loop."""
SLOWEST: Final = 8_000
"""Bytes a second below which a connection counts as broken."""


T = TypeVar("T")


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
        return parsed(self.text)


async def away(size: int, read: Callable[..., T], *values: object) -> T:
    """Call what reads so many characters, away from the loop where they are many."""
    return await asyncio.to_thread(read, *values) if size > LONG_TEXT else read(*values)


def decoded(data: bytes, encoding: str | None) -> str:
    """Return a body as text, whatever its answer says of how it is written."""
    try:
        return data.decode(encoding or "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def parsed(text: str) -> Any:  # noqa: ANN401
    """Return JSON.

    Raises:
        ValueError: It is none, or so deep that nobody can read it.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


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
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise ConnectionBroken(reason(error)) from None
        finally:
            self._idle.append(connection)
        data = response.content
        text = await away(len(data), decoded, data, response.encoding)
        return Answer(response.status_code, response.headers, text)

    async def aclose(self) -> None:
        """Close the connections."""
        for connection in self._all:
            await connection.aclose()


class AiohttpTransport:
    """Over aiohttp.

    Args:
        connections: Connections at most.
        read_s: Seconds that an answer may take.
        connect_s: Seconds that a connection may take.
        network: Whom https trusts.
    """

    def __init__(self, connections: int, read_s: float, connect_s: float, network: Network) -> None:
        import aiohttp

        self._network = network
        connector = aiohttp.TCPConnector(limit=connections, keepalive_timeout=KEEP_ALIVE_S)
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

        trust = self._network.trust if url.startswith("https:") else True
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                headers=headers,
                data=body,
                allow_redirects=False,
                ssl=trust,
            ) as response:
                data = await response.read()
                text = await away(len(data), decoded, data, response.get_encoding())
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status, headers, text)
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.InvalidURL,
        ) as error:
            raise NotSent(str(error) or type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ConnectionBroken(reason(error)) from None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._session.close()
        await asyncio.sleep(0)


def prepare(network: Network, urls: Iterable[str]) -> None:
    """Import what calls need and read the certificates: neither belongs on a loop.

    Args:
        network: Whom https trusts.
        urls: What will be called.
    """
    for name in ("httpcore", "anyio._backends._asyncio", *(["aiohttp"] if fast() else [])):
        importlib.import_module(name)
    if any(url.startswith("https:") for url in urls):
        with contextlib.suppress(NotSent):
            _ = network.trust


def fast() -> bool:
    """Tell whether calls can go over aiohttp."""
    return all(map(importlib.util.find_spec, ("aiohttp", "yarl")))


def single_connections(network: Network) -> Callable[[], httpx.AsyncBaseTransport]:
    """Return what makes a transport of one connection; all share what they trust."""
    limits = httpx.Limits(
        max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEEP_ALIVE_S
    )
    return lambda: Routed(network, limits)


def patience_s(size: int) -> float:
    """Return the seconds that so many bytes may take, in either direction."""
    return TOTAL_S + size / SLOWEST


async def measured(
    chunks: AsyncIterator[bytes], clock: Callable[[], float] = time.monotonic
) -> AsyncIterator[bytes]:
    """Pass bytes on until they come too slowly.

    Raises:
        ConnectionBroken: They trickle.
    """
    start, size = clock(), 0
    async for chunk in chunks:
        size += len(chunk)
        if clock() - start > patience_s(size):
            raise ConnectionBroken(f"only {size} bytes came in {clock() - start:.0f} s")
        yield chunk
