"""Submit, status, result, synchronous run, upload, credits, history, models."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote, urlsplit

import httpx

from veo_widgets import errors, protocol
from veo_widgets.api.answers import refusal
from veo_widgets.api.line import (
    NEVER_SENT,
    AiohttpLine,
    Answer,
    Broken,
    HttpxLine,
    Line,
    Unsent,
    fast,
    files_transport,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from veo_widgets.protocol import Endpoint, Generation, StatusBody

CONNECTIONS: Final = 32
FAST_CONNECTIONS: Final = 64
FILES: Final = 4
READ_S: Final = 30.0
CONNECT_S: Final = 10.0
RUN_READ_S: Final = 960.0
AGENT: Final = "veo-widgets"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A request that the service took.

    Attributes:
        request_id: The service's id.
        foreign: A poll URL of another origin in the answer, which is ignored.
    """

    request_id: str
    foreign: str | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """The answer of a synchronous run (protocol E5).

    Attributes:
        request_id: The service's id, where it told one.
        cost: US dollars, where told.
        body: The JSON answer, or ``None`` when ``chunks`` is the clip itself.
        chunks: The clip's bytes.
    """

    request_id: str | None
    cost: float | None
    body: StatusBody | None
    chunks: AsyncIterator[bytes] | None = field(default=None, repr=False)


class Api:
    """One endpoint, over one pool of connections.

    The key goes to the endpoint's own origins only. Poll URLs are built from the
    endpoint and the request id; those in an answer are never followed.

    Args:
        endpoint: Where, and with which key.
        transport: Another transport, for tests.
        connections: Requests at once: 64 over aiohttp, else 32; the others wait
            outside the pool, which is slow when it queues. Synchronous runs are not
            counted.
        clock: Seconds since the epoch.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        connections: int | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.endpoint = endpoint
        self._clock = clock
        quick = fast() and transport is None
        connections = connections or (FAST_CONNECTIONS if quick else CONNECTIONS)
        self._room = asyncio.Semaphore(connections)
        self._connections = connections
        timeout = httpx.Timeout(READ_S, connect=CONNECT_S, pool=None)
        agent = {"user-agent": AGENT}
        self._http = httpx.AsyncClient(
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=None),
            timeout=timeout, transport=transport, headers=agent,
        )  # fmt: skip
        self._files = httpx.AsyncClient(
            limits=httpx.Limits(max_connections=FILES, max_keepalive_connections=FILES),
            timeout=timeout, transport=transport or files_transport(FILES),
            headers=agent, follow_redirects=True,
        )  # fmt: skip
        self._line: Line | None = None if quick else HttpxLine(self._http)

    async def aclose(self) -> None:
        """Close all connections."""
        if self._line is not None:
            await self._line.aclose()
        await self._http.aclose()
        await self._files.aclose()

    async def submit(self, model: str, parameters: Mapping[str, Any]) -> Accepted:
        """Send a request to the queue (protocol E1). Never retried in here.

        Raises:
            SubmissionUnknown: The service may or may not have taken it.
            EndpointUnreachable: Nothing was sent.
            VeoError: The service refused it.
        """
        url = self._url(protocol.SUBMIT, model=model)
        answer = await self._call("POST", url, parameters)
        try:
            body = answer.json()
            request_id = body["request_id"]
        except (ValueError, KeyError, TypeError):
            request_id = None
        if not isinstance(request_id, str) or not request_id:
            raise errors.SubmissionUnknown(
                "the service answered 200 without a request id"
            )
        urls = (body.get("status_url"), body.get("response_url"))
        own = self.endpoint.origins
        foreign = [
            u for u in urls if isinstance(u, str) and protocol.origin(u) not in own
        ]
        return Accepted(request_id, foreign[0] if foreign else None)

    async def status(self, request_id: str) -> StatusBody:
        """Ask how a request is doing (protocol E2); FAILED is a body, not an error."""
        return await self._terminal(self._url(protocol.STATUS, request_id=request_id))

    async def result(self, request_id: str) -> StatusBody:
        """Fetch the final body (protocol E3)."""
        return await self._terminal(self._url(protocol.RESULT, request_id=request_id))

    @asynccontextmanager
    async def run(
        self, model: str, parameters: Mapping[str, Any]
    ) -> AsyncIterator[Ran]:
        """Run synchronously (protocol E5): bytes or JSON, by Content-Type.

        Raises:
            SubmissionUnknown: The connection broke, or a gateway gave up.
        """
        url = self._url(protocol.RUN, model=model)
        request = self._http.build_request(
            "POST",
            url,
            json=dict(parameters),
            headers=self._headers(url),
            timeout=httpx.Timeout(RUN_READ_S, connect=CONNECT_S, pool=None),
        )
        response = await self._stream(request)
        try:
            if response.status_code != 200:
                await response.aread()
                told = Answer(response.status_code, response.headers, response.text)
                self._refuse("POST", told)
            cost = response.headers.get(protocol.COST_HEADER)
            request_id = response.headers.get(protocol.REQUEST_HEADER)
            paid = float(cost) if cost else None
            if "json" in response.headers.get("content-type", ""):
                yield Ran(request_id, paid, await self._body_of(response))
            else:
                yield Ran(request_id, paid, None, response.aiter_bytes())
        finally:
            await response.aclose()

    @staticmethod
    async def _body_of(response: httpx.Response) -> StatusBody:
        try:
            await response.aread()
            return cast("StatusBody", response.json())
        except (httpx.HTTPError, ValueError) as error:
            raise errors.SubmissionUnknown(
                f"the answer broke off after the service took the job: {error}"
            ) from None

    async def upload(self, images: Sequence[tuple[str, bytes]]) -> list[str]:
        """Store input images and return their URLs (protocol E7).

        Args:
            images: Pairs of media type and bytes.
        """
        data = [
            f"data:{kind};base64,{base64.b64encode(b).decode()}" for kind, b in images
        ]
        url = self.endpoint.storage + protocol.UPLOAD
        try:
            body = await self._object("POST", url, {"data_urls": data})
        except errors.SubmissionUnknown as error:
            raise errors.EndpointUnreachable(f"the upload broke off: {error}") from None
        urls = body.get("file_urls") or body.get("urls") or []
        if not isinstance(urls, list) or len(urls) < len(images):
            raise errors.ServerError(
                "the upload was answered without the files' URLs", 200, definite=True
            )
        return [str(one) for one in urls]

    async def credits(self) -> float:
        """Return the balance in US dollars (protocol E6)."""
        body = await self._object("GET", self.endpoint.api + protocol.CREDITS)
        return float(body.get("credits", 0)) + float(body.get("free-credits", 0))

    async def history(self, limit: int = 100) -> list[Generation]:
        """Return the newest rows of the account's history (protocol E9)."""
        url = self.endpoint.account + protocol.HISTORY
        rows = await self._rows(f"{url}?per_page={limit}")
        return [cast("Generation", row) for row in rows]

    async def generation(self, request_id: str) -> Generation:
        """Return one row of the history, of any age (protocol E9)."""
        path = protocol.GENERATION.format(request_id=quote(request_id, safe=""))
        body = await self._object("GET", self.endpoint.account + path)
        inner = body.get("data", body)
        if not isinstance(inner, dict):
            raise errors.RequestExpired(f"the history holds no request {request_id}")
        return cast("Generation", inner)

    async def models(self) -> list[dict[str, Any]]:
        """Return the rows of the public model list (protocol E8)."""
        return await self._rows(self.endpoint.account + protocol.MODELS)

    @asynccontextmanager
    async def download(self, url: str, start: int = 0) -> AsyncIterator[httpx.Response]:
        """Stream a file from wherever it lies, without the key.

        Args:
            url: The file.
            start: First byte wanted.
        """
        headers = {"range": f"bytes={start}-"} if start else {}
        request = self._files.build_request("GET", url, headers=headers)
        response = await self._files.send(request, stream=True)
        try:
            yield response
        finally:
            await response.aclose()

    # --- inside

    def _url(self, route: str, **names: str) -> str:
        safe = {key: quote(value, safe="") for key, value in names.items()}
        return self.endpoint.api + route.format(**safe)

    def _headers(self, url: str) -> dict[str, str]:
        own = protocol.origin(url) in self.endpoint.origins
        return {protocol.KEY_HEADER: self.endpoint.key} if own else {}

    def _refuse(self, method: str, answer: Answer) -> None:
        text = answer.text
        if self.endpoint.key:
            text = text.replace(self.endpoint.key, "(the key)")
        error = refusal(answer.status, answer.headers, text, self._clock())
        broken = isinstance(error, errors.ServerError) and not error.definite
        broken = broken or answer.status == 408
        if method == "POST" and isinstance(error, errors.RequestExpired):
            raise errors.InvalidRequest(str(error))
        if broken and method == "POST":
            raise errors.SubmissionUnknown(
                f"the gateway answered {answer.status}: {error}"
            )
        raise error

    async def _answer(
        self, method: str, url: str, body: Mapping[str, Any] | None = None
    ) -> Answer:
        """Make one call, whatever it is answered."""
        if self._line is None:
            self._line = AiohttpLine(self._connections, READ_S, CONNECT_S)
        headers = self._headers(url) | {"user-agent": AGENT}
        data = None
        if body is not None:
            headers["content-type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
        try:
            async with self._room:
                return await self._line.call(method, url, headers, data)
        except Unsent as error:
            raise self._unsent(url, str(error)) from None
        except Broken as error:
            if method == "POST":
                raise self._unknown(url, str(error)) from None
            raise errors.EndpointUnreachable(
                f"the connection to {protocol.origin(url)} broke: {error}", sent=True
            ) from None

    async def _stream(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._http.send(request, stream=True)
        except NEVER_SENT as error:
            why = str(error) or type(error).__name__
            raise self._unsent(str(request.url), why) from None
        except httpx.HTTPError as error:
            why = f"{type(error).__name__} {error}".strip()
            raise self._unknown(str(request.url), why) from None

    @staticmethod
    def _unsent(url: str, why: str) -> errors.EndpointUnreachable:
        return errors.EndpointUnreachable(
            f"no connection to {protocol.origin(url)}: {why}"
        )

    @staticmethod
    def _unknown(url: str, why: str) -> errors.SubmissionUnknown:
        return errors.SubmissionUnknown(
            f"the connection to {protocol.origin(url)} broke while sending: {why}"
        )

    async def _call(
        self, method: str, url: str, body: Mapping[str, Any] | None = None
    ) -> Answer:
        """Make one call that must be answered well."""
        answer = await self._answer(method, url, body)
        good = 200 <= answer.status < 300 if method == "POST" else answer.status == 200
        if not good:
            self._refuse(method, answer)
        return answer

    async def _terminal(self, url: str) -> StatusBody:
        answer = await self._answer("GET", url)
        try:
            body = answer.json()
        except ValueError:
            body = None
        if isinstance(body, dict) and isinstance(body.get("status"), str):
            return cast("StatusBody", body)
        if answer.status != 200:
            self._refuse("GET", answer)
        raise errors.ServerError(
            "the service answered 200 without a status", answer.status
        )

    @staticmethod
    def _json(answer: Answer, url: str) -> object:
        try:
            return answer.json()
        except ValueError:
            raise errors.ServerError(
                f"{_path(url)} was answered with something that is no JSON",
                answer.status,
            ) from None

    async def _object(
        self, method: str, url: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        answer = await self._call(method, url, body)
        found = self._json(answer, url)
        if not isinstance(found, dict):
            raise errors.ServerError(
                f"{_path(url)} was answered without an object", answer.status
            )
        return found

    async def _rows(self, url: str) -> list[dict[str, Any]]:
        answer = await self._call("GET", url)
        body = self._json(answer, url)
        rows = body.get("data") if isinstance(body, dict) else body
        if not isinstance(rows, list):
            raise errors.ServerError(
                f"{_path(url)} was answered without a list", answer.status
            )
        return [row for row in rows if isinstance(row, dict)]


def _path(url: str) -> str:
    return urlsplit(url).path
