"""Calls to one endpoint: who gets the key, what an answer means, what is unknown."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

import httpx

from veo_widgets import errors
from veo_widgets._lib.secret import scrub
from veo_widgets.core.decisions import post_answer
from veo_widgets.segmind import protocol, reading
from veo_widgets.segmind.answers import has_error_body, http_date, refusal
from veo_widgets.segmind.network import Network, NotSent, Routed
from veo_widgets.segmind.transport import (
    NEVER_SENT,
    AiohttpTransport,
    Answer,
    ConnectionBroken,
    HttpxTransport,
    Transport,
    away,
    fast,
    patience_s,
    prepare,
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
PROXY_ASKS: Final = 407


class Calls:
    """One endpoint's connections.

    The key goes to the endpoint's own origins only.

    Args:
        endpoint: Where, and with which key.
        transport: Another transport, for tests.
        connections: Requests at once, synchronous runs not counted; the others wait.
        clock: Seconds since the epoch.
        network: The settings of proxies and certificates.

    Attributes:
        skew_s: Seconds by which the service's clock is ahead of ours, as far as its
            answers tell.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        connections: int = CONNECTIONS,
        clock: Callable[[], float] = time.time,
        network: Network | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._clock = clock
        self.skew_s = 0.0
        self._network = network or Network.here()
        self._given = transport
        self._connections = connections
        self._room = asyncio.Semaphore(connections)
        self._timeout = httpx.Timeout(READ_S, connect=CONNECT_S, pool=None)
        self._http = self._client(transport, httpx.Limits(max_keepalive_connections=None))
        self._files = self._client(
            transport, httpx.Limits(max_connections=FILES, max_keepalive_connections=FILES)
        )
        self._transport: Transport | None = None
        if transport is None:
            prepare(self._network, endpoint.origins)

    def _client(
        self, transport: httpx.AsyncBaseTransport | None, limits: httpx.Limits
    ) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=transport or Routed(self._network, limits),
            timeout=self._timeout,
            headers={"user-agent": AGENT},
            trust_env=False,
        )

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

    def clean(self, answer: Answer) -> Answer:
        """Return an answer without the key: nothing that is read here ever holds it."""
        key = self.endpoint.key
        headers = {name.lower(): scrub(value, key) for name, value in answer.headers.items()}
        return Answer(answer.status, headers, scrub(answer.text, key))

    def refuse(self, method: str, url: str, answer: Answer) -> None:
        """Raise what a refusal means; of a POST, whether it may have been taken."""
        text = answer.text
        if answer.status == PROXY_ASKS:
            raise self._not_sent(url, "a proxy on the way wants a name and a password")
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
        if self._given is None and fast() and self._is_direct():
            return AiohttpTransport(self._connections, READ_S, CONNECT_S, self._network)
        given = self._given
        connect = single_connections(self._network) if given is None else lambda: given
        return HttpxTransport(connect, self._timeout)

    def _is_direct(self) -> bool:
        """Tell whether no proxy is on the way; httpx knows more of them than aiohttp."""
        try:
            return all(self._network.route(url).proxy is None for url in self.endpoint.origins)
        except NotSent:
            return False

    async def _answer(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Make one call, whatever it is answered."""
        if self._transport is None:
            self._transport = self._open()
        headers = self.headers(url) | {"user-agent": AGENT}
        data = b""
        if body is not None:
            headers["content-type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
        try:
            async with self._room, asyncio.timeout(patience_s(len(data))):
                answer = await self._transport.call(method, url, headers, data or None)
        except NotSent as error:
            raise self._not_sent(url, str(error)) from None
        except (ConnectionBroken, TimeoutError) as error:
            raise self._broken(method, url, str(error) or "it took too long") from None
        self._set_clock(answer)
        return await away(len(answer.text), self.clean, answer)

    def _set_clock(self, answer: Answer) -> None:
        there = http_date(answer.headers.get("date"))
        if there is not None:
            self.skew_s = there - self._clock()

    async def stream(self, request: httpx.Request) -> httpx.Response:
        """Send a synchronous run and return its answer, still streaming."""
        url = str(request.url)
        try:
            return await self._http.send(request, stream=True)
        except (NotSent, *NEVER_SENT) as error:
            raise self._not_sent(url, str(error) or type(error).__name__) from None
        except httpx.HTTPError as error:
            raise self._broken("POST", url, reason(error)) from None

    def _not_sent(self, url: str, why: str) -> errors.EndpointUnreachable:
        why = scrub(why, self.endpoint.key)
        return errors.EndpointUnreachable(f"no connection to {origin(url)}: {why}")

    def _broken(self, method: str, url: str, why: str) -> errors.VeoError:
        why = scrub(why, self.endpoint.key)
        if method == "POST":
            return errors.SubmissionUnknown(
                f"the connection to {origin(url)} broke while sending: {why}"
            )
        return errors.EndpointUnreachable(
            f"the connection to {origin(url)} broke: {why}", sent=True
        )

    async def call(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Make one call that must be answered well."""
        answer = await self._answer(method, url, body)
        good = 200 <= answer.status < 300 if method == "POST" else answer.status == 200
        if not good:
            self.refuse(method, url, answer)
        return answer

    async def get_status(self, url: str) -> Status:
        """Return a status or result; FAILED is one under any code, not an error."""
        answer = await self._answer("GET", url)
        status = await away(len(answer.text), _status, answer)
        if status is not None:
            return status
        if answer.status != 200:
            self.refuse("GET", url, answer)
        raise errors.ServerError("the service answered 200 without a status", answer.status)

    @staticmethod
    async def _json(answer: Answer, url: str) -> object:
        try:
            return await away(len(answer.text), answer.json)
        except ValueError:
            raise errors.ServerError(
                f"{_path(url)} was answered with something that is no JSON", answer.status
            ) from None

    async def get_object(
        self, method: str, url: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Make a call that is answered with a JSON object."""
        answer = await self.call(method, url, body)
        content = await self._json(answer, url)
        if not isinstance(content, dict):
            raise errors.ServerError(f"{_path(url)} was answered without an object", answer.status)
        return content

    async def get_list(self, url: str) -> list[dict[str, Any]]:
        """Make a call that is answered with a list, bare or under ``data``."""
        answer = await self.call("GET", url)
        body = await self._json(answer, url)
        rows = body.get("data") if isinstance(body, dict) else body
        if not isinstance(rows, list):
            raise errors.ServerError(f"{_path(url)} was answered without a list", answer.status)
        return [row for row in rows if isinstance(row, dict)]


def _status(answer: Answer) -> Status | None:
    try:
        body = answer.json()
    except ValueError:
        return None
    told = isinstance(body, dict) and isinstance(body.get("status"), str)
    return reading.status(body) if told else None


def _path(url: str) -> str:
    return urlsplit(url).path
