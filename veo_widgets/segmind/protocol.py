"""Routes and bodies of Segmind's serverless API, as both sides speak them.

Facts and their sources: ``docs/protocol.md``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, Literal, NotRequired, TypedDict

Status = Literal["QUEUED", "PROCESSING", "COMPLETED", "FAILED"]

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
    credits_deduction: float | None
    request_body: dict[str, Any]
    generation_url: str | None
    latency_ms: float
    error: str | None
    created_at: str
    model_created: str


def utc(moment: float) -> str:
    """Return a moment, in seconds since the epoch, as the service writes it: ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat()
