"""What a service is, in the kit's own words: whoever offers this can be driven.

Nothing in here knows how a service writes things down; each reads its own bodies and
raises the errors of ``errors.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from veo_widgets.errors import InferenceFailed

Progress = Literal["queued", "processing", "completed", "failed"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A named set of origins; the key goes to these three and nowhere else.

    Attributes:
        name: ``segmind``, ``local``, or the base URL.
        api: Origin of submit, status and result.
        storage: Origin of uploads.
        account: Origin of history and the model list.
        key: The API key; never shown.
    """

    name: str
    api: str
    storage: str
    account: str
    key: str = field(default="", repr=False)

    @property
    def origins(self) -> frozenset[str]:
        """The origins that may see the key."""
        return frozenset(map(origin, (self.api, self.storage, self.account)))


def origin(url: str) -> str:
    """Return scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


@dataclass(frozen=True, slots=True)
class Submission:
    """A request that the service took.

    Attributes:
        request_id: The service's id.
        foreign: A poll URL of another origin in the answer, which is ignored.
    """

    request_id: str
    foreign: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """How a request is doing.

    Attributes:
        state: ``None`` for a word of the service that the kit does not know.
        word: The service's own word, as plain text; may be empty.
        cost: US dollars; ``None`` when not known.
        url: Where the clip lies, once it does.
        error: Why it failed; there when ``state`` is ``failed``, or when it completed
            without a clip because a filter took it.
        note: What else the answer says in words, where it completed without a clip.
        queued_s: Seconds that it waited for a worker, once it ended; ``None`` where not told.
        ran_s: Seconds that a worker had it, once it ended; ``None`` where not told.
    """

    state: Progress | None
    word: str = ""
    cost: float | None = None
    url: str | None = None
    error: InferenceFailed | None = None
    note: str = ""
    queued_s: float | None = None
    ran_s: float | None = None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One request in the account's history.

    Attributes:
        request_id: The service's id.
        model: The model's slug; empty when not told.
        created: Seconds since the epoch, when told.
        parameters: What was sent, when told.
        status: How it went.
    """

    request_id: str
    model: str
    created: float | None
    parameters: Mapping[str, Any] | None
    status: Status


@dataclass(frozen=True, slots=True)
class RunResult:
    """The answer of a synchronous run.

    Attributes:
        request_id: The service's id, where it told one.
        cost: US dollars, where told.
        status: How it went, or ``None`` when ``chunks`` is the clip itself.
        chunks: The clip's bytes; reading them raises ``EndpointUnreachable`` when the
            connection breaks.
    """

    request_id: str | None
    cost: float | None
    status: Status | None
    chunks: AsyncIterator[bytes] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a host began to send.

    Attributes:
        status: The HTTP code.
        headers: By lower-case name.
        chunks: The bytes; reading them raises ``EndpointUnreachable`` when the
            connection breaks.
    """

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes] = field(repr=False)


class Service(Protocol):
    """One account at one service.

    All calls may raise ``EndpointUnreachable`` (no connection, or it broke),
    ``AuthenticationError``, ``RateLimited``, ``ServerError`` and ``InvalidRequest``;
    only what goes beyond these is told below.
    """

    @property
    def name(self) -> str:
        """The endpoint's name."""

    @property
    def origin(self) -> str:
        """What uploads are known by: one made elsewhere is not there."""

    @property
    def retention_s(self) -> float:
        """Seconds that status and result of a request are kept."""

    @property
    def skew_s(self) -> float:
        """Seconds by which the service's clock is ahead of ours, as far as it told."""

    async def submit(self, model: str, parameters: Mapping[str, Any]) -> Submission:
        """Send a request; never twice.

        Raises:
            SubmissionUnknown: The service may or may not have taken it.
            EndpointUnreachable: Nothing was sent.
            InsufficientCredits: Nothing was taken, as with every other error.
            ModelRetired: The service no longer has the model.
        """

    def run(
        self, model: str, parameters: Mapping[str, Any]
    ) -> AbstractAsyncContextManager[RunResult]:
        """Send a request and wait for its clip in one long call; never twice.

        Raises:
            SubmissionUnknown: The connection broke, or a gateway gave up.
            EndpointUnreachable: Nothing was sent.
            InsufficientCredits: Nothing was taken, as with every other error.
            ModelRetired: The service no longer has the model.
        """

    async def status(self, request_id: str) -> Status:
        """Ask how a request is doing; a failure is a status, not an error.

        Raises:
            RequestExpired: The service no longer knows it.
        """

    async def result(self, request_id: str) -> Status:
        """Fetch the final status, which tells where the clip lies.

        Raises:
            RequestExpired: The service no longer knows it.
        """

    async def history(self, around: float | None = None, page: int = 1) -> list[HistoryRow]:
        """Return a page of the account's requests, newest first.

        Args:
            around: Only the days around this time, in seconds since the epoch.
            page: Which hundred of them, counted from 1.
        """

    async def find(self, request_id: str) -> HistoryRow:
        """Return a request of any age from the history.

        Raises:
            RequestExpired: The history does not hold it.
        """

    async def upload(self, images: Sequence[tuple[str, bytes]]) -> list[str]:
        """Store input images and return their URLs, in order.

        Args:
            images: Pairs of media type and bytes.
        """

    def download(self, url: str, start: int = 0) -> AbstractAsyncContextManager[Download]:
        """Open a file, wherever it lies and whatever its host answers.

        Args:
            url: The file.
            start: First byte wanted.

        Raises:
            EndpointUnreachable: The host cannot be reached.
        """

    def own_address(self, url: str) -> str:
        """Return where a file lies now that lay at ``url`` when it was made."""

    async def credits(self) -> float:
        """Return the balance in US dollars."""

    async def models(self) -> list[dict[str, Any]]:
        """Return the published models, as ``catalogue.from_row`` reads them."""

    async def aclose(self) -> None:
        """Close all connections."""
