"""Jobs as the browser draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets.catalogue import by_role, frame_size, prompt_of, said, seconds_of
from veo_widgets.catalogue.snippets import as_python
from veo_widgets.core.decisions import fetchable
from veo_widgets.core.failures import KINDS, kind_of
from veo_widgets.core.money import Sum
from veo_widgets.core.record import AT_SERVICE, ENDED_BADLY, LIVE, RETENTION_S, UNSENT, flags
from veo_widgets.view.ask import ask_above
from veo_widgets.view.clip import THUMB_WIDTH, plain, thumb_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.client import Job, Session
    from veo_widgets.core.record import JobRecord
    from veo_widgets.view.wire.badge import ErrorView, JobView
    from veo_widgets.view.wire.common import JobAction, Retry


def job_view(job: Job, record: JobRecord) -> JobView:
    """Return what a badge draws of a job."""
    session = job.session
    now = session.clock()
    usual = session.expected(record).told
    known = session.catalogue.get(record.model, None)
    at_provider = record.submitted is not None and record.state in LIVE
    blocked = record.state == "blocked"
    seed = said(record.parameters, "seed", known)
    return {
        "id": record.id,
        "model": known.title if known else record.model,
        "prompt": plain(prompt_of(record.parameters, known)),
        "about": about(record.parameters, known),
        "seed": "" if seed is None else plain(seed),
        "thumb": thumb_of(session, record),
        "shape": list(frame_size(record.parameters, known)),
        "endpoint": record.endpoint,
        "play_money": record.endpoint == "local",
        "ask_above": ask_above(session),
        "state": record.state,
        "flags": list(flags(record, now, usual, reused=job.reused)),
        "actions": actions(record),
        "retry": retry_kind(record),
        "code": as_python(record.model, record.parameters) if blocked else "",
        "now": now,
        "created": record.created,
        "submitted": record.submitted,
        "began": record.processing,
        "heard": session.heard(record.id),
        "ended": record.ended,
        "usual": round(usual or 0.0, 1),
        "price_low": record.low,
        "price_high": None if record.low is None else record.high,
        "cost": record.cost,
        "reused_at": (record.ended or record.created) if job.reused else None,
        "expires_at": (record.submitted or 0) + RETENTION_S if at_provider else None,
        "reason": record.note,
        "request_id": record.request_id,
        "error": error_view(record),
    }


def thumb_of(session: Session, record: JobRecord, width: int = THUMB_WIDTH) -> str:
    """Return the small picture of a job's clip as a data URI; empty without one."""
    if record.state != "ready" or record.sha256 is None:
        return ""
    made = session.home.derived / f"{record.sha256}.thumb.jpg"
    return thumb_uri(session.store.clip(record.sha256), made, width)


def about(asked: Mapping[str, Any], model: Model | None = None) -> str:
    """Say size, shape, length and silence of what was asked in a few words."""
    told = by_role(asked, model, filled=True)
    seconds = seconds_of(asked, model, filled=True)
    sides = [str(told[role]) for role in ("width", "height") if role in told]
    words = [
        told.get("resolution") or told.get("size") or "×".join(sides),
        told.get("aspect_ratio"),
        None if seconds is None else f"{seconds:.3g} s",
        "silent" if told.get("audio") is False else None,
    ]
    return " · ".join(str(word) for word in words if word)


def retry_kind(record: JobRecord) -> Retry:
    """Tell what taking a job up again means: to watch or to fetch is free, to send is not."""
    if record.state in LIVE:
        return "watch"
    return "fetch" if fetchable(record) else "send"


def most_of(records: Iterable[JobRecord], action: JobAction) -> float | None:
    """Return the US dollars that a button of jobs may cost at most, where known.

    Args:
        records: The jobs.
        action: What the button does; only to send again may cost anything.
    """
    sent = [
        (record.low, None if record.low is None else record.high)
        for record in records
        if record.state != "ready"
        and (action == "resubmit" or (action == "retry" and retry_kind(record) == "send"))
    ]
    return Sum.of(sent).at_most(None)


def actions(record: JobRecord) -> list[JobAction]:
    """List what a person may do with a job now.

    What the filters refused is not retried: the same again would be refused again.
    """
    if record.state in UNSENT:
        return ["cancel"]
    if record.state == "unknown":
        if record.hold == "again":
            return ["unwatch"]
        return ["resubmit"] if record.hold is None else []
    if record.state == "blocked":
        return []
    if record.state in ENDED_BADLY or not record.watched:
        return ["retry"]
    return ["unwatch"] if record.state in AT_SERVICE else []


def error_view(record: JobRecord) -> ErrorView | None:
    """Return why a job ended badly, in words for people."""
    if not record.error:
        return None
    kind = kind_of(record.error)
    return {
        "kind": kind,
        "message": first_line(record.error.get("message")),
        "detail": record.error.get("detail"),
        "next_step": record.error.get("next_step") or KINDS[kind].next_step,
        "charged": bool(record.cost),
    }


def first_line(error: object) -> str:
    """Return the first line of what is said of an error; empty for nothing."""
    return next(iter(str(error or "").splitlines()), "")
