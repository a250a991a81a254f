"""Submit, status, result, synchronous run, upload, credits, history, models."""

from __future__ import annotations

import asyncio
import base64
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

import httpx

from veo_widgets import errors, protocol
from veo_widgets.api.answers import refusal
from veo_widgets.api.reader import reader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from veo_widgets.protocol import Endpoint, Generation, StatusBody

CONNECTIONS: Final = 32
READ_S: Final = 30.0
RUN_READ_S: Final = 960.0
AGENT: Final = "veo-widgets"
NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


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
        connections: Requests at once; the others wait outside the pool, which is
            slow when it queues. Synchronous runs are not counted.
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
        self._room = asyncio.Semaphore(connections)
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        timeout = httpx.Timeout(READ_S, connect=10, pool=None)
        agent = {"user-agent": AGENT}
        self._http = httpx.AsyncClient(
            limits=limits, timeout=timeout, transport=transport, headers=agent
        )
        quick = transport or reader(connections)
        self._reads = (
            httpx.AsyncClient(timeout=timeout, transport=quick, headers=agent)
            if quick is not None
            else self._http
        )
        self._files = httpx.AsyncClient(
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=4),
            timeout=timeout,
            transport=transport,
            headers=agent,
            follow_redirects=True,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()
        await self._reads.aclose()
        await self._files.aclose()

    async def submit(self, model: str, parameters: Mapping[str, Any]) -> Accepted:
        """Send a request to the queue (protocol E1). Never retried in here.

        Raises:
            SubmissionUnknown: The service may or may not have taken it.
            EndpointUnreachable: Nothing was sent.
            VeoError: The service refused it.
        """
        url = self._url(protocol.SUBMIT, model=model)
        response = await self._post(url, parameters)
        try:
            body = response.json()
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
            timeout=httpx.Timeout(RUN_READ_S, connect=10, pool=None),
        )
        response = await self._send(request, stream=True)
        try:
            if response.status_code != 200:
                await response.aread()
                self._refuse(response)
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
            body = _object(await self._post(url, {"data_urls": data}))
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
        body = _object(await self._get(self.endpoint.api + protocol.CREDITS))
        return float(body.get("credits", 0)) + float(body.get("free-credits", 0))

    async def history(self, limit: int = 100) -> list[Generation]:
        """Return the newest rows of the account's history (protocol E9)."""
        url = self.endpoint.account + protocol.HISTORY
        rows = _rows(await self._get(url, {"per_page": limit}))
        return [cast("Generation", row) for row in rows]

    async def generation(self, request_id: str) -> Generation:
        """Return one row of the history, of any age (protocol E9)."""
        path = protocol.GENERATION.format(request_id=quote(request_id, safe=""))
        body = _object(await self._get(self.endpoint.account + path))
        inner = body.get("data", body)
        if not isinstance(inner, dict):
            raise errors.RequestExpired(f"the history holds no request {request_id}")
        return cast("Generation", inner)

    async def models(self) -> list[dict[str, Any]]:
        """Return the rows of the public model list (protocol E8)."""
        return _rows(await self._get(self.endpoint.account + protocol.MODELS))

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

    def _refuse(self, response: httpx.Response) -> None:
        text = response.text
        if self.endpoint.key:
            text = text.replace(self.endpoint.key, "(the key)")
        error = refusal(response.status_code, response.headers, text, self._clock())
        broken = isinstance(error, errors.ServerError) and not error.definite
        broken = broken or response.status_code == 408
        if response.request.method == "POST" and isinstance(
            error, errors.RequestExpired
        ):
            raise errors.InvalidRequest(str(error))
        if broken and response.request.method == "POST":
            raise errors.SubmissionUnknown(
                f"the gateway answered {response.status_code}: {error}"
            )
        raise error

    async def _send(self, request: httpx.Request, *, stream: bool) -> httpx.Response:
        where = protocol.origin(str(request.url))
        client = self._reads if request.method == "GET" else self._http
        try:
            if stream:
                return await client.send(request, stream=True)
            async with self._room:
                return await client.send(request)
        except NEVER_SENT as error:
            why = str(error) or type(error).__name__
            raise errors.EndpointUnreachable(
                f"no connection to {where}: {why}"
            ) from None
        except httpx.HTTPError as error:
            why = f"{type(error).__name__} {error}".strip()
            if request.method == "POST":
                raise errors.SubmissionUnknown(
                    f"the connection to {where} broke while sending: {why}"
                ) from None
            raise errors.EndpointUnreachable(
                f"the connection to {where} broke: {why}", sent=True
            ) from None

    async def _post(self, url: str, body: Mapping[str, Any]) -> httpx.Response:
        request = self._http.build_request(
            "POST", url, json=dict(body), headers=self._headers(url)
        )
        response = await self._send(request, stream=False)
        if not response.is_success:
            self._refuse(response)
        return response

    async def _get(
        self, url: str, query: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        request = self._http.build_request(
            "GET", url, params=query, headers=self._headers(url)
        )
        response = await self._send(request, stream=False)
        if response.status_code != 200:
            self._refuse(response)
        return response

    async def _terminal(self, url: str) -> StatusBody:
        request = self._http.build_request("GET", url, headers=self._headers(url))
        response = await self._send(request, stream=False)
        try:
            body = response.json()
        except ValueError:
            body = None
        if isinstance(body, dict) and isinstance(body.get("status"), str):
            return cast("StatusBody", body)
        if response.status_code != 200:
            self._refuse(response)
        raise errors.ServerError(
            "the service answered 200 without a status", response.status_code
        )


def _json(response: httpx.Response) -> object:
    try:
        return response.json()
    except ValueError:
        raise errors.ServerError(
            f"{response.request.url.path} was answered with something that is no JSON",
            response.status_code,
        ) from None


def _object(response: httpx.Response) -> dict[str, Any]:
    body = _json(response)
    if not isinstance(body, dict):
        raise errors.ServerError(
            f"{response.request.url.path} was answered without an object",
            response.status_code,
        )
    return body


def _rows(response: httpx.Response) -> list[dict[str, Any]]:
    body = _json(response)
    rows = body.get("data") if isinstance(body, dict) else body
    if not isinstance(rows, list):
        raise errors.ServerError(
            f"{response.request.url.path} was answered without a list",
            response.status_code,
        )
    return [row for row in rows if isinstance(row, dict)]
