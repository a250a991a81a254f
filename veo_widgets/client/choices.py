"""What a person's choice about a job comes to: rules on a record, with no side effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from veo_widgets.core.record import LIVE, UNSENT, fetchable

if TYPE_CHECKING:
    from veo_widgets.core.record import JobRecord, State


@dataclass(frozen=True, slots=True)
class Again:
    """The job goes back to a state and is driven from there.

    Attributes:
        state: The state.
        cause: Why, in plain words.
    """

    state: State
    cause: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing is done.

    Attributes:
        why: One sentence.
    """

    why: str


def unwatching(record: JobRecord) -> Refused | Literal["nothing", "cancel", "unwatch"]:
    """Tell what giving up a job comes to."""
    if record.state not in LIVE:
        return "nothing"
    if record.state in UNSENT:
        return "cancel"
    if record.state == "sending":
        return Refused(f"job {record.id} is being sent right now; try again in a moment")
    return "unwatch"


def retrying(record: JobRecord, endpoint: str) -> Again | Refused | Literal["keep", "send anew"]:
    """Tell what a retry comes to; only ``send anew`` may cost money.

    Args:
        record: The job.
        endpoint: Where this client sends to.
    """
    if record.state in LIVE and not record.watched:
        return Again(record.state, "watched again")
    if record.state in LIVE:
        how = "call resubmit()" if record.state == "unknown" else "it is still running"
        return Refused(f"job {record.id} is {record.state}: {how}")
    if record.state == "ready":
        return "keep"
    if _answers(record):
        state: State = "saving" if record.completed else "queued"
        return Again(state, "asking for the accepted request again")
    if record.endpoint != endpoint:
        return Refused(
            f"job {record.id} was sent to {record.endpoint}; this client sends to {endpoint}"
        )
    return "send anew"


def _answers(record: JobRecord) -> bool:
    """Tell whether the service may still hold a clip of a job that ended without one."""
    ran = str((record.error or {}).get("kind")) in {"InferenceFailed", "ContentBlocked"}
    accepted = bool(record.request_id) and record.state in {"failed", "expired"}
    return accepted and not ran


def resubmitting(record: JobRecord) -> Again | Refused:
    """Tell what a resubmit comes to: a job may be paid twice only if nobody knows its fate."""
    if record.state != "unknown":
        return Refused(f"job {record.id} is {record.state}, not unknown")
    return Again("waiting", "sent again by hand, at the risk of paying twice")


def reviving(record: JobRecord, *, on_disk: bool) -> Again | Literal["nothing", "retry"]:
    """Tell what asking once more for a job's clip comes to; nothing of it costs money.

    Args:
        record: The job that stands for the request.
        on_disk: Whether its clip is there.
    """
    if not record.watched and record.state in LIVE:
        return Again(record.state, "asked for again")
    if record.state == "ready":
        return "nothing" if on_disk else Again("saving", "the file is gone; fetching it again")
    return "retry" if fetchable(record) else "nothing"
