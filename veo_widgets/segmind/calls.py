"""Calls to one endpoint: who gets the key, what an answer means, what is unknown."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit
from urllib.request import getproxies

import httpx

from veo_widgets import errors
from veo_widgets.core.decisions import post_answer
from veo_widgets.segmind import protocol, reading
from veo_widgets.segmind.answers import has_error_body, refusal
from veo_widgets.segmind.transport import (
    NEVER_SENT,
    AiohttpTransport,
    Answer,
    ConnectionBroken,
    HttpxTransport,
    NotSent,
    Routed,
    Transport,
    fast,
    files_transport,
    reason,
    single_connections,
)
from veo_widgets.service import origin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.service import Endpoint, Status

CONNECTIONS: Final = 64
FILES: Final = 4
READ_S: Final = 30.0
CONNECT_S: Final = 10.0
AGENT: Final = "veo-widgets"


class Calls:
    """One endpoint's connections.

    The key goes to the endpoint's own origins only.

    Args:
        endpoint: Where, and with which key.
        transport: Another transport, for tests.
        connections: Requests at once, synchronous runs not counted; the others wait.
        clock: Seconds since the epoch.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        connections: int = CONNECTIONS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.endpoint = endpoint
        self._clock = clock
        self._given = transport
        self._connections = connections
        self._room = asyncio.Semaphore(connections)
        self._timeout = timeout = httpx.Timeout(READ_S, connect=CONNECT_S, pool=None)
        agent = {"user-agent": AGENT}
        self._http = httpx.AsyncClient(
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=None),
            timeout=timeout,
            transport=transport,
            headers=agent,
        )
        self._files = httpx.AsyncClient(
            limits=httpx.Limits(max_connections=FILES, max_keepalive_connections=FILES),
            timeout=timeout,
            transport=transport or files_transport(FILES),
            headers=agent,
            follow_redirects=True,
        )
        self._transport: Transport | None = None

    async def aclose(self) -> None:
        """Close all connections."""
        if self._transport is not None:
            await self._transport.aclose()
        await self._http.aclose()
        await self._files.aclose()

    def url(self, route: str, **names: str) -> str:
        """Return a route's address, names quoted."""
        safe = {key: quote(value, safe="") for key, value in names.items()}
        return self.endpoint.api + route.format(**safe)

    def headers(self, url: str) -> dict[str, str]:
        """Return the key, for the endpoint's own origins only."""
        own = origin(url) in self.endpoint.origins
        return {protocol.KEY_HEADER: self.endpoint.key} if own else {}

    def refuse(self, method: str, answer: Answer) -> None:
        """Raise what a refusal means; of a POST, whether it may have been taken."""
        text = answer.text
        if self.endpoint.key:
            text = text.replace(self.endpoint.key, "(the key)")
        error = refusal(answer.status, answer.headers, text, self._clock())
        spoke = has_error_body(text)
        if method == "POST":
            if post_answer(answer.status, spoke=spoke) == "unknown":
                raise errors.SubmissionUnknown(f"the gateway answered {answer.status}: {error}")
            if isinstance(error, errors.RequestExpired):
                raise errors.InvalidRequest(str(error))
        elif answer.status in {401, 403, 404} and not spoke:
            raise errors.EndpointUnreachable(
                f"something before the service answered {answer.status}: {error}", sent=True
            )
        raise error

    def _open(self) -> Transport:
        """Return what makes the calls, once a loop runs."""
        if self._given is None and fast():
            return AiohttpTransport(self._connections, READ_S, CONNECT_S)
        given = self._given or (Routed(self._http) if getproxies() else None)
        connect = single_connections() if given is None else lambda: given
        return HttpxTransport(connect, self._timeout)

    async def _answer(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Make one call, whatever it is answered."""
        if self._transport is None:
            self._transport = self._open()
        headers = self.headers(url) | {"user-agent": AGENT}
        data = None
        if body is not None:
            headers["content-type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
        try:
            async with self._room:
                return await self._transport.call(method, url, headers, data)
        except NotSent as error:
            raise self._not_sent(url, str(error)) from None
        except ConnectionBroken as error:
            if method == "POST":
                raise self._unknown(url, str(error)) from None
            raise errors.EndpointUnreachable(
                f"the connection to {origin(url)} broke: {error}", sent=True
            ) from None

    async def stream(self, request: httpx.Request) -> httpx.Response:
        """Send a synchronous run and return its answer, still streaming."""
        try:
            return await self._http.send(request, stream=True)
        except NEVER_SENT as error:
            why = str(error) or type(error).__name__
            raise self._not_sent(str(request.url), why) from None
        except httpx.HTTPError as error:
            raise self._unknown(str(request.url), reason(error)) from None

    @staticmethod
    def _not_sent(url: str, why: str) -> errors.EndpointUnreachable:
        return errors.EndpointUnreachable(f"no connection to {origin(url)}: {why}")

    @staticmethod
    def _unknown(url: str, why: str) -> errors.SubmissionUnknown:
        return errors.SubmissionUnknown(
            f"the connection to {origin(url)} broke while sending: {why}"
        )

    async def call(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Make one call that must be answered well."""
        answer = await self._answer(method, url, body)
        good = 200 <= answer.status < 300 if method == "POST" else answer.status == 200
        if not good:
            self.refuse(method, answer)
        return answer

    async def get_status(self, url: str) -> Status:
        """Return a status or result; FAILED is one under any code, not an error."""
        answer = await self._answer("GET", url)
        try:
            body = answer.json()
        except ValueError:
            body = None
        if isinstance(body, dict) and isinstance(body.get("status"), str):
            return reading.status(body)
        if answer.status != 200:
            self.refuse("GET", answer)
        raise errors.ServerError("the service answered 200 without a status", answer.status)

    @staticmethod
    def _json(answer: Answer, url: str) -> object:
        try:
            return answer.json()
        except ValueError:
            raise errors.ServerError(
                f"{_path(url)} was answered with something that is no JSON", answer.status
            ) from None

    async def get_object(
        self, method: str, url: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Make a call that is answered with a JSON object."""
        answer = await self.call(method, url, body)
        content = self._json(answer, url)
        if not isinstance(content, dict):
            raise errors.ServerError(f"{_path(url)} was answered without an object", answer.status)
        return content

    async def get_list(self, url: str) -> list[dict[str, Any]]:
        """Make a call that is answered with a list, bare or under ``data``."""
        answer = await self.call("GET", url)
        body = self._json(answer, url)
        rows = body.get("data") if isinstance(body, dict) else body
        if not isinstance(rows, list):
            raise errors.ServerError(f"{_path(url)} was answered without a list", answer.status)
        return [row for row in rows if isinstance(row, dict)]


def _path(url: str) -> str:
    return urlsplit(url).path
