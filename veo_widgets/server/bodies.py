"""The bodies of answers (``docs/protocol.md``, part 1)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from veo_widgets import protocol

if TYPE_CHECKING:
    from veo_widgets.catalogue import Model
    from veo_widgets.protocol import Generation, Metrics, StatusBody, Submitted
    from veo_widgets.server.records import Request

ENGINE: Final = "storyboard"
ENGINE_HEADER: Final = "x-engine"


def submitted(origin: str, request_id: str) -> Submitted:
    """Return the answer to a submit (E1)."""
    return {
        "request_id": request_id,
        "status": "QUEUED",
        "poll_url": f"{origin}/v1/requests/{request_id}",
        "status_url": origin + protocol.STATUS.format(request_id=request_id),
        "response_url": origin + protocol.RESULT.format(request_id=request_id),
    }


def status(origin: str, request: Request, credits_left: float) -> StatusBody:
    """Return the answer to a poll (E2)."""
    links = submitted(origin, request.id)
    body: StatusBody = {"status": request.status, "request_id": request.id}
    if request.status == "FAILED":
        body["error"] = request.error
    elif request.status != "COMPLETED":
        body["status_url"] = links["status_url"]
        body["response_url"] = links["response_url"]
    body["metrics"] = metrics(request, credits_left)
    return body


def result(origin: str, request: Request, credits_left: float) -> StatusBody:
    """Return the final body (E3)."""
    body = status(origin, request, credits_left)
    if request.status == "COMPLETED":
        url = f"{origin}/generations/{request.id}.mp4"
        body |= {"error": None, "output": url, "video": {"url": url}}
        if request.seed is not None:
            body["seed"] = request.seed
    return body


def metrics(request: Request, credits_left: float) -> Metrics:
    """Return times and, on success, money."""
    if request.finished is None:
        return {}
    told: Metrics = {
        "queue_time": seconds(request.created, request.started),
        "inference_time": seconds(request.started, request.finished),
        "total_time": seconds(request.created, request.finished),
    }
    if request.status == "COMPLETED":
        told["cost"] = request.cost
        told["remaining_credits"] = round(credits_left, 4)
    return told


def seconds(start: float | None, end: float | None) -> float:
    """Return the seconds between two moments, 0 where one is missing."""
    return round(end - start, 3) if start is not None and end is not None else 0.0


def generation(origin: str, request: Request) -> Generation:
    """Return a row of the history (E9)."""
    done = request.status == "COMPLETED"
    return {
        "request_id": request.id,
        "model_name": request.model,
        "model_status": request.status,
        "credits_deduction": request.cost if done else 0.0,
        "request_body": request.body,
        "generation_url": f"{origin}/generations/{request.id}.mp4" if done else None,
        "latency_ms": round(seconds(request.created, request.finished) * 1000, 1),
        "error": request.error,
        "created_at": datetime.fromtimestamp(request.created, UTC).isoformat(),
    }


def model_row(model: Model) -> dict[str, Any]:
    """Return a row of the public model list (E8)."""
    return {
        "slug": model.slug,
        "name": model.title,
        "description": model.summary,
        "is_depreciated": False,
        "parameters_schema": model.parameters,
    }
