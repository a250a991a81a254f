"""Submit, status, result, synchronous run, upload, credits, history, models."""

from __future__ import annotations

import base64
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

import httpx

from veo_widgets import errors
from veo_widgets.segmind import protocol
from veo_widgets.segmind.calls import CONNECT_S, Calls
from veo_widgets.segmind.transport import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from veo_widgets.segmind.protocol import Generation, StatusBody

RUN_READ_S: Final = 960.0


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


class Api(Calls):
    """The API of one endpoint.

    Poll URLs are built from the endpoint and the request id; those in an answer are
    never followed.
    """

    async def submit(self, model: str, parameters: Mapping[str, Any]) -> Accepted:
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
            request_id = body["request_id"]
        except (ValueError, KeyError, TypeError):
            request_id = None
        if not isinstance(request_id, str) or not request_id:
            raise errors.SubmissionUnknown("the service answered 200 without a request id")
        urls = (body.get("status_url"), body.get("response_url"))
        own = self.endpoint.origins
        foreign = [u for u in urls if isinstance(u, str) and protocol.origin(u) not in own]
        return Accepted(request_id, foreign[0] if foreign else None)

    async def status(self, request_id: str) -> StatusBody:
        """Ask how a request is doing (protocol E2); FAILED is a body, not an error."""
        return await self.terminal(self.url(protocol.STATUS, request_id=request_id))

    async def result(self, request_id: str) -> StatusBody:
        """Fetch the final body (protocol E3)."""
        return await self.terminal(self.url(protocol.RESULT, request_id=request_id))

    @asynccontextmanager
    async def run(self, model: str, parameters: Mapping[str, Any]) -> AsyncIterator[Ran]:
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
            if response.status_code != 200:
                await response.aread()
                told = Answer(response.status_code, response.headers, response.text)
                self.refuse("POST", told)
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
        data = [f"data:{kind};base64,{base64.b64encode(b).decode()}" for kind, b in images]
        url = self.endpoint.storage + protocol.UPLOAD
        try:
            body = await self.object_("POST", url, {"data_urls": data})
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
        body = await self.object_("GET", self.endpoint.api + protocol.CREDITS)
        return float(body.get("credits", 0)) + float(body.get("free-credits", 0))

    async def history(self, limit: int = 100) -> list[Generation]:
        """Return the newest rows of the account's history (protocol E9)."""
        url = self.endpoint.account + protocol.HISTORY
        rows = await self.rows(f"{url}?per_page={limit}")
        return [cast("Generation", row) for row in rows]

    async def generation(self, request_id: str) -> Generation:
        """Return one row of the history, of any age (protocol E9)."""
        path = protocol.GENERATION.format(request_id=quote(request_id, safe=""))
        body = await self.object_("GET", self.endpoint.account + path)
        inner = body.get("data", body)
        if not isinstance(inner, dict):
            raise errors.RequestExpired(f"the history holds no request {request_id}")
        return cast("Generation", inner)

    async def models(self) -> list[dict[str, Any]]:
        """Return the rows of the public model list (protocol E8)."""
        return await self.rows(self.endpoint.account + protocol.MODELS)

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
