"""Jobs as the browser draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets import errors
from veo_widgets.core.record import AT_SERVICE, ENDED_BADLY, LIVE, RETENTION_S, UNSENT, flags

if TYPE_CHECKING:
    from veo_widgets.client import Job
    from veo_widgets.core.record import JobRecord
    from veo_widgets.view.wire.badge import ErrorView, JobView
    from veo_widgets.view.wire.common import JobAction


def job_view(job: Job, record: JobRecord) -> JobView:
    """Return what a badge draws of a job."""
    session = job.session
    now = session.clock()
    latency = session.latency(record.endpoint, record.model)
    low, high = latency.usual()
    known = session.catalogue.get(record.model, None)
    seed = record.parameters.get("seed", "–")
    at_provider = record.submitted is not None and record.state in LIVE
    return {
        "id": record.id,
        "title": f"{known.title if known else record.model} · seed {seed}",
        "endpoint": record.endpoint,
        "play_money": record.endpoint == "local",
        "state": record.state,
        "flags": list(flags(record, now, latency.median, reused=job.reused)),
        "actions": actions(record),
        "now": now,
        "created": record.created,
        "submitted": record.submitted,
        "ended": record.ended,
        "usual_low": round(low, 1),
        "usual_high": round(high, 1),
        "price_known": record.high is not None,
        "price_low": record.low or 0.0,
        "price_high": record.high or 0.0,
        "cost": record.cost,
        "reused_at": (record.ended or record.created) if job.reused else None,
        "expires_at": (record.submitted or 0) + RETENTION_S if at_provider else None,
        "reason": record.note,
        "request_id": record.request_id,
        "error": error_view(record),
    }


def actions(record: JobRecord) -> list[JobAction]:
    """List what a person may do with a job now."""
    if record.state in UNSENT:
        return ["cancel"]
    if record.state == "unknown":
        return ["resubmit"] if record.hold is None else []
    if record.state in ENDED_BADLY or not record.watched:
        return ["retry"]
    return ["unwatch"] if record.state in AT_SERVICE else []


def error_view(record: JobRecord) -> ErrorView | None:
    """Return why a job ended badly, in words for people."""
    if not record.error:
        return None
    kind = str(record.error.get("kind") or "VeoError")
    error = getattr(errors, kind, errors.VeoError)
    return {
        "kind": kind,
        "message": first_line(record.error.get("message")),
        "detail": record.error.get("detail"),
        "next_step": getattr(error, "next_step", errors.VeoError.next_step),
        "charged": record.cost is not None,
    }


def first_line(error: object) -> str:
    """Return the first line of what is said of an error; empty for nothing."""
    return next(iter(str(error or "").splitlines()), "")
