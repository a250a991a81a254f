"""The bodies of answers (``docs/protocol.md``, part 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import prompt_of
from veo_widgets.segmind import protocol

if TYPE_CHECKING:
    from veo_widgets.catalogue import Model
    from veo_widgets.segmind.protocol import Generation, Metrics, StatusBody, Submitted
    from veo_widgets.server.protocol_options import ProtocolOptions
    from veo_widgets.server.records import StoredRequest

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


def status(
    origin: str, request: StoredRequest, balance: float, options: ProtocolOptions
) -> StatusBody:
    """Return the answer to a poll (E2)."""
    body: StatusBody = {"status": request.status, "request_id": request.id}
    if request.status == "FAILED":
        body["error"] = request.error
    elif request.status != "COMPLETED":
        links = submitted(origin, request.id)
        body["status_url"] = links["status_url"]
        body["response_url"] = links["response_url"]
    body["metrics"] = metrics(request, balance, options)
    return body


def result(
    origin: str, request: StoredRequest, balance: float, options: ProtocolOptions
) -> StatusBody:
    """Return the final body (E3)."""
    answer = status(origin, request, balance, options)
    if request.status == "COMPLETED":
        url = clip_url(origin, request)
        answer["error"] = None
        if options.output != "video":
            answer["output"] = url
        if options.output != "output":
            answer["video"] = {"url": url}
        if request.seed is not None:
            answer["seed"] = request.seed
    return answer


def metrics(request: StoredRequest, balance: float, options: ProtocolOptions) -> Metrics:
    """Return times in seconds and, on success, money in US dollars."""
    if request.finished is None:
        return {}
    body: Metrics = {
        "queue_time": seconds(request.created, request.started),
        "inference_time": seconds(request.started, request.finished),
        "total_time": seconds(request.created, request.finished),
    }
    if request.status == "COMPLETED" and options.extra_metrics == "yes":
        if request.cost is not None:
            body["cost"] = request.cost
        body["remaining_credits"] = round(balance, 4)
    return body


def headers(request: StoredRequest, balance: float, engine: str) -> dict[str, str]:
    """Return the headers of a synchronous answer (E5)."""
    values = {
        protocol.CREDITS_HEADER: str(round(balance, 4)),
        protocol.REQUEST_HEADER: request.id,
        protocol.TIME_HEADER: f"{seconds(request.created, request.finished):.3f}",
        ENGINE_HEADER: engine,
    }
    if request.cost is not None:
        values[protocol.COST_HEADER] = str(round(request.cost, 4))
    if request.seed is not None:
        values[protocol.SEED_HEADER] = str(request.seed)
    return values


def seconds(start: float | None, end: float | None) -> float:
    """Return the seconds between two moments, 0 where one is missing."""
    return round(end - start, 3) if start is not None and end is not None else 0.0


def clip_url(origin: str, request: StoredRequest) -> str:
    """Return where a finished clip is served, to anybody, as the cloud's CDN does."""
    return f"{origin}/generations/{request.id}.mp4"


def generation(origin: str, request: StoredRequest) -> Generation:
    """Return a row of the history (E9)."""
    done = request.status == "COMPLETED"
    ended = request.finished is not None
    return {
        "request_id": request.id,
        "model_name": request.model,
        "model_status": request.status if ended else "PENDING",
        "credits_deduction": request.cost if done else 0.0,
        "request_body": request.body,
        "generation_url": clip_url(origin, request) if done else None,
        "latency_ms": round(seconds(request.created, request.finished) * 1000, 1),
        "error": request.error,
        "created_at": protocol.utc(request.created),
        "model_created": protocol.utc(request.created),
    }


def output_row(origin: str, request: StoredRequest) -> dict[str, Any]:
    """Return a row of the list of outputs (E9), with the request behind it."""
    row = generation(origin, request)
    return {
        "request_id": request.id,
        "model_name": request.model,
        "generation_url": row["generation_url"],
        "status": request.status,
        "credits_deduction": row["credits_deduction"],
        "latency_ms": row["latency_ms"],
        "prompt": prompt_of(request.body) or None,
        "parameters": request.body,
        "created_at": row["created_at"],
    }


def model_row(model: Model) -> dict[str, Any]:
    """Return a row of the public model list (E8)."""
    return {
        "slug": model.slug,
        "name": model.title,
        "description": model.summary,
        "is_depreciated": model.retired,
        "parameters_schema": model.parameters,
    }
