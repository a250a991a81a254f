"""Routes and bodies of Segmind's serverless API, as both sides speak them.

Facts and their sources: ``docs/protocol.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal, NotRequired, TypedDict
from urllib.parse import urlsplit, urlunsplit

Status = Literal["QUEUED", "PROCESSING", "COMPLETED", "FAILED"]

API: Final = "https://api.segmind.com"
STORAGE: Final = "https://workflows-api.segmind.com"
ACCOUNT: Final = "https://api.spotprod.segmind.com"

KEY_HEADER: Final = "x-api-key"
RESET_HEADER: Final = "x-rate-limit-reset-at-utc"
COST_HEADER: Final = "x-cost"
CREDITS_HEADER: Final = "x-remaining-credits"
REQUEST_HEADER: Final = "x-request-id"
TIME_HEADER: Final = "x-generation-time"
SEED_HEADER: Final = "x-seed-value"

SUBMIT: Final = "/v2/{model}"
STATUS: Final = "/v2/requests/{request_id}/status"
RESULT: Final = "/v2/requests/{request_id}"
RUN: Final = "/v1/{model}"
CREDITS: Final = "/v1/get-user-credits"
UPLOAD: Final = "/upload-asset"
MODELS: Final = "/inference-model-information/list"
GENERATION: Final = "/inference-request/request-history/{request_id}"
HISTORY: Final = "/inference-request/request-history"


class Submitted(TypedDict):
    """The answer to a submit (protocol E1)."""

    request_id: str
    status: Status
    poll_url: NotRequired[str]
    status_url: str
    response_url: str


class Metrics(TypedDict, total=False):
    """Times in seconds, money in US dollars."""

    inference_time: float
    queue_time: float
    total_time: float
    retry_count: int
    cost: float
    remaining_credits: float


class VideoFile(TypedDict):
    """Where an output file lies."""

    url: str


class StatusBody(TypedDict, total=False):
    """Status and result of a request (protocol E2, E3)."""

    status: str
    request_id: str
    status_url: str
    response_url: str
    error: str | None
    metrics: Metrics
    output: Any
    video: VideoFile
    seed: int


class Generation(TypedDict, total=False):
    """One row of the request history (protocol E9)."""

    request_id: str
    model_name: str
    model_status: str
    credits_deduction: float
    request_body: dict[str, Any]
    generation_url: str | None
    latency_ms: float
    error: str | None
    created_at: str
    model_created: str


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


def segmind(key: str) -> Endpoint:
    """Return the cloud's endpoint."""
    return Endpoint("segmind", API, STORAGE, ACCOUNT, key)


def at(base_url: str, key: str = "", name: str | None = None) -> Endpoint:
    """Return the endpoint behind a base URL, which serves all paths itself.

    Args:
        base_url: An http or https URL; a last segment ``/v1`` or ``/v2`` is cut.
        key: The API key.
        name: The endpoint's name; the URL when not given.

    Raises:
        ValueError: The URL has no http scheme or no host.
    """
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"{base_url!r} is no base URL; it should look like http://host:port/v1")
    path = parts.path.rstrip("/")
    if path.endswith(("/v1", "/v2")):
        path = path[:-3]
    bare = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    return Endpoint(name or bare, bare, bare, bare, key)


def origin(url: str) -> str:
    """Return scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def output_url(body: StatusBody) -> str | None:
    """Find the clip's URL in a result, whichever of its known places it is in."""
    video = body.get("video")
    candidates: list[object] = [video.get("url") if isinstance(video, dict) else video]
    output = body.get("output")
    candidates += output if isinstance(output, list) else [output]
    for candidate in candidates:
        url = candidate.get("url") if isinstance(candidate, dict) else candidate
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            return url
    return None


def utc(moment: float) -> str:
    """Return a moment, in seconds since the epoch, as the service writes it: ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat()
