"""Submit, status, result, synchronous run, upload, credits, history, models."""

from __future__ import annotations

import asyncio
import base64
import re
import string
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

import httpx

from veo_widgets import errors
from veo_widgets.segmind import protocol, reading
from veo_widgets.segmind.calls import CONNECT_S, Calls
from veo_widgets.segmind.network import NotSent
from veo_widgets.segmind.transport import (
    Answer,
    ConnectionBroken,
    away,
    decoded,
    measured,
    reason,
)
from veo_widgets.service import Download, RunResult, origin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from veo_widgets.service import HistoryRow, Status, Submission

RUN_READ_S: Final = 960.0
PAGE: Final = 100
RETENTION_S: Final = 3600.0
LOCAL: Final = "local"
REDIRECTS: Final = 6
ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
PRINTABLE: Final = string.punctuation


class Segmind(Calls):
    """The API of one endpoint, as a ``service.Service``.

    Poll URLs are built from the endpoint and the request id; those in an answer are
    never followed.
    """

    @property
    def name(self) -> str:
        """The endpoint's name."""
        return self.endpoint.name

    @property
    def origin(self) -> str:
        """Where uploads are known by."""
        return self.endpoint.api

    @property
    def retention_s(self) -> float:
        """Seconds that a request's record lives (protocol 4)."""
        return RETENTION_S

    async def submit(self, model: str, parameters: Mapping[str, Any]) -> Submission:
        """Send a request to the queue (protocol E1). Never retried in here.

        Raises:
            SubmissionUnknown: The service may or may not have taken it.
            EndpointUnreachable: Nothing was sent.
            VeoError: The service refused it.
        """
        url = self.url(protocol.SUBMIT, model=model)
        answer = await self.call("POST", url, parameters)
        try:
            body = answer.json()
        except ValueError:
            body = None
        submission = reading.submission(body, self.endpoint.origins)
        if submission is None:
            raise errors.SubmissionUnknown("the service answered 200 without a request id")
        return submission

    async def status(self, request_id: str) -> Status:
        """Ask how a request is doing (protocol E2); FAILED is a status, not an error."""
        return await self.get_status(self.url(protocol.STATUS, request_id=request_id))

    async def result(self, request_id: str) -> Status:
        """Fetch the final status (protocol E3)."""
        return await self.get_status(self.url(protocol.RESULT, request_id=request_id))

    @asynccontextmanager
    async def run(self, model: str, parameters: Mapping[str, Any]) -> AsyncIterator[RunResult]:
        """Run synchronously (protocol E5): bytes or JSON, by Content-Type.

        Raises:
            SubmissionUnknown: The connection broke, or a gateway gave up.
        """
        url = self.url(protocol.RUN, model=model)
        request = self._http.build_request(
            "POST",
            url,
            json=dict(parameters),
            headers=self.headers(url),
            timeout=httpx.Timeout(RUN_READ_S, connect=CONNECT_S, pool=None),
        )
        response = await self.stream(request)
        try:
            head = self.clean(Answer(response.status_code, response.headers, ""))
            if not 200 <= head.status < 300:
                self.refuse("POST", url, await self._whole(response))
            cost = reading.money(head.headers.get(protocol.COST_HEADER))
            request_id = head.headers.get(protocol.REQUEST_HEADER)
            if "json" in head.headers.get("content-type", ""):
                status = await self._status_of(response)
                yield RunResult(request_id, cost, status)
            else:
                yield RunResult(request_id, cost, None, _chunks(response))
        finally:
            await response.aclose()

    async def _whole(self, response: httpx.Response) -> Answer:
        try:
            body = b"".join([chunk async for chunk in _chunks(response)])
        except errors.EndpointUnreachable as error:
            raise errors.SubmissionUnknown(
                f"the answer broke off after the service took the job: {error}"
            ) from None
        text = await away(len(body), decoded, body, response.encoding)
        answer = Answer(response.status_code, response.headers, text)
        return await away(len(text), self.clean, answer)

    async def _status_of(self, response: httpx.Response) -> Status:
        answer = await self._whole(response)
        try:
            return await away(len(answer.text), _final, answer)
        except ValueError as error:
            raise errors.SubmissionUnknown(
                f"the service took the job, and its answer cannot be read: {error}"
            ) from None

    async def upload(self, images: Sequence[tuple[str, bytes]]) -> list[str]:
        """Store input images and return their URLs (protocol E7).

        Args:
            images: Pairs of media type and bytes.
        """
        data = [f"data:{kind};base64,{base64.b64encode(b).decode()}" for kind, b in images]
        url = self.endpoint.storage + protocol.UPLOAD
        try:
            body = await self.get_object("POST", url, {"data_urls": data})
        except errors.SubmissionUnknown as error:
            raise errors.EndpointUnreachable(f"the upload broke off: {error}") from None
        urls = reading.file_urls(body)
        if len(urls) < len(images):
            raise errors.ServerError(
                "the upload was answered without the files' URLs", 200, definite=True
            )
        return urls

    async def credits(self) -> float:
        """Return the balance in US dollars (protocol E6)."""
        body = await self.get_object("GET", self.endpoint.api + protocol.CREDITS)
        balance = reading.balance(body)
        if balance is None:
            raise errors.ServerError("the service told no balance", 200)
        return balance

    async def history(self, around: float | None = None, page: int = 1) -> list[HistoryRow]:
        """Return a page of the account's history, newest first (protocol E9)."""
        url = f"{self.endpoint.account}{protocol.HISTORY}?per_page={PAGE}"
        if around is not None:
            url += f"&page={page}&{reading.days(around)}"
        rows = await self.get_list(url)
        # A row may hold what was asked with its images, and its clip: megabytes.
        return await asyncio.to_thread(lambda: [*filter(None, map(reading.history_row, rows))])

    async def find(self, request_id: str) -> HistoryRow:
        """Return one row of the history, of any age (protocol E9)."""
        path = protocol.GENERATION.format(request_id=quote(request_id, safe=""))
        body = await self.get_object("GET", self.endpoint.account + path)
        inner = body.get("data", body)
        known = isinstance(inner, dict)
        row = await asyncio.to_thread(reading.history_row, inner, request_id) if known else None
        if row is None:
            raise errors.RequestExpired(f"the history holds no request {request_id}")
        return row

    async def models(self) -> list[dict[str, Any]]:
        """Return the rows of the public model list (protocol E8)."""
        return await self.get_list(self.endpoint.account + protocol.MODELS)

    @asynccontextmanager
    async def download(self, url: str, start: int = 0) -> AsyncIterator[Download]:
        """Stream a file from wherever it lies, without the key.

        Args:
            url: The file.
            start: First byte wanted.

        Raises:
            EndpointUnreachable: The host cannot be reached.
        """
        if url.startswith("data:"):
            yield await away(len(url), _inline, url, start)
            return
        headers = {"range": f"bytes={start}-"} if start else {}
        response = await self._file(url, headers)
        try:
            yield Download(response.status_code, response.headers, _chunks(response))
        finally:
            await response.aclose()

    async def _file(self, url: str, headers: Mapping[str, str]) -> httpx.Response:
        """Begin a download; each address is asked for byte for byte, redirects too."""
        here = url
        try:
            for _ in range(REDIRECTS):
                request = self._files.build_request(
                    "GET", here, headers=headers, extensions={"target": target(here)}
                )
                response = await self._files.send(request, stream=True)
                there = response.headers.get("location")
                if not response.is_redirect or there is None:
                    return response
                await response.aclose()
                here = there if ADDRESS.match(there) else urljoin(here, there)
            raise errors.EndpointUnreachable(f"no file from {origin(url)}: it is sent on for ever")
        except (NotSent, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise errors.EndpointUnreachable(
                f"no file from {host(here)}: {reason(error)}"
            ) from None

    def own_address(self, url: str) -> str:
        """Return where a file lies now: the local server's port changes with each start."""
        if self.endpoint.name != LOCAL or url.startswith("data:"):
            return url
        here, there = urlsplit(self.endpoint.api), urlsplit(url)
        return urlunsplit((here.scheme, here.netloc, there.path, there.query, ""))


def _final(answer: Answer) -> Status:
    body = answer.json()
    return reading.status(body if isinstance(body, dict) else {})


def _inline(url: str, start: int) -> Download:
    """Return a file whose bytes are in its address (RFC 2397)."""
    head, _, text = url.removeprefix("data:").partition(",")
    try:
        data = base64.b64decode(text) if head.endswith(";base64") else unquote_to_bytes(text)
    except ValueError:
        raise errors.EndpointUnreachable("the clip's bytes in the answer are broken") from None

    async def chunks() -> AsyncIterator[bytes]:
        yield data[start:]

    span = {"content-range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
    whole = {"content-length": str(len(data))}
    return Download(206 if start else 200, span if start else whole, chunks())


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in measured(response.aiter_bytes()):
            yield chunk
    except (ConnectionBroken, httpx.HTTPError, httpx.StreamError) as error:
        raise errors.EndpointUnreachable(
            f"the connection to {response.url.host} broke: {reason(error)}", sent=True
        ) from None


def target(url: str) -> bytes:
    """Return path and query of a URL as its host wrote them, for a signature covers them."""
    rest = ADDRESS.sub("", url).partition("#")[0]
    place = re.search(r"[/?]", rest)
    path = rest[place.start() :] if place else ""
    return quote(path if path.startswith("/") else f"/{path}", safe=PRINTABLE).encode("ascii")


def host(url: str) -> str:
    """Return where a URL leads, for people, whatever it is."""
    try:
        return origin(url)
    except ValueError:
        return "an address that is none"
