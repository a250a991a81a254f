"""What may be sent, asked for again, cancelled or paid: rules on records.

Every rule about money is a function of plain values, so that a table can test it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from veo_widgets.core.record import AT_PROVIDER, LIVE, UNSENT, JobRecord, ended_by_service
from veo_widgets.errors import (
    AuthenticationError,
    ContentBlocked,
    EndpointUnreachable,
    RateLimited,
    RequestExpired,
    ServerError,
    SubmissionUnknown,
    VeoError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.core.record import Hold, State

ATTEMPTS: Final = 8
"""POSTs of one job that the service may refuse with an error of its own."""
LIMIT_S: Final = 15.0
LONGEST_LIMIT_S: Final = 3600.0

# --- a POST and its answer

PostAnswer = Literal["accepted", "refused", "unknown"]


def post_answer(status: int | None, *, spoke: bool = False, sent: bool = True) -> PostAnswer:
    """Tell what the answer to a POST says of the request.

    Only an answer that the service itself gives before it works is a refusal; a
    gateway may answer anything after the service took the request.

    Args:
        status: The HTTP code, or ``None`` when the connection broke.
        spoke: Whether the body is the service's own error, not a gateway's page.
        sent: Whether any byte of the request may have arrived.

    Returns:
        ``accepted`` for every 2xx, ``refused`` when it was certainly not taken, else
        ``unknown``.
    """
    if not sent:
        return "refused"
    if status is None:
        return "unknown"
    if 200 <= status < 300:
        return "accepted"
    if status in {500, 503}:
        return "refused" if spoke else "unknown"
    if status >= 500 or status in {408, 409, 425, 499}:
        return "unknown"
    return "refused"


AfterPost = Literal["wait", "look", "end"]


def after_post(error: VeoError, attempts: int) -> AfterPost:
    """Tell how a job goes on whose POST ended in an error.

    Args:
        error: What the POST raised.
        attempts: POSTs made so far, this one included.

    Returns:
        ``wait`` and send again (it was certainly not taken), ``look`` for it in the
        service's history, or ``end`` with the error.
    """
    if isinstance(error, SubmissionUnknown):
        return "look"
    if isinstance(error, EndpointUnreachable):
        return "look" if error.sent else "wait"
    if isinstance(error, RateLimited):
        return "wait"
    if isinstance(error, ServerError):
        if not error.definite:
            return "look"
        return "wait" if attempts < ATTEMPTS else "end"
    return "end"


AfterLook = Literal["look", "send"]


def after_last_look(error: VeoError, tries: int) -> AfterLook:
    """Tell what follows when the history cannot be read before a request is sent again by hand.

    What passes is waited for: the next look may show that the request was taken. A history
    that this key may not read, or that fails again and again, keeps nobody from sending.

    Args:
        error: What the history raised.
        tries: Looks so far, this one included.
    """
    if isinstance(error, (EndpointUnreachable, RateLimited)):
        return "look"
    return "look" if isinstance(error, ServerError) and tries < ATTEMPTS else "send"


def limit_s(reset_at: float | None, now: float) -> float:
    """Return for how many seconds a limit holds; what was told counts within an hour.

    Args:
        reset_at: When the service says that it ends, in seconds since the epoch.
        now: Seconds since the epoch.
    """
    if reset_at is not None and 0 < reset_at - now <= LONGEST_LIMIT_S:
        return reset_at - now
    return LIMIT_S


def wait_before(attempts: int) -> float:
    """Return the seconds before the next POST of a job that was refused so often."""
    return float(min(2 ** min(max(0, attempts - 1), 10), 60))


def end_state(error: VeoError, record: JobRecord) -> State:
    """Return the state in which an error leaves a job."""
    if isinstance(error, ContentBlocked):
        return "blocked"
    if isinstance(error, RequestExpired) and record.request_id:
        return "expired"
    return "failed"


# --- what stands for a request


def accepted(record: JobRecord) -> bool:
    """Tell whether the service took this request, or may have."""
    return record.request_id is not None or record.state in {"sending", "unknown", *AT_PROVIDER}


def fetchable(record: JobRecord) -> bool:
    """Tell whether a job at its end may still have a clip at the service.

    A job that the service itself ended badly was not charged and has no clip.
    """
    at_end = record.state in {"failed", "expired"}
    return at_end and record.request_id is not None and not ended_by_service(record)


def stands(record: JobRecord) -> bool:
    """Tell whether a job stands for its request: the same again is free, not paid.

    Whatever was ever accepted stands, however it ended, unless the service's own
    word is that it failed and was not charged.
    """
    return record.state == "ready" or record.state in LIVE or fetchable(record)


def standing(records: Iterable[JobRecord]) -> JobRecord | None:
    """Return the job that stands for a request: ready, else live, else to be fetched."""
    order = ("ready", "live", "fetchable")

    def rank(record: JobRecord) -> tuple[int, float]:
        kind = "live" if record.state in LIVE else "fetchable"
        return order.index("ready" if record.state == "ready" else kind), -record.created

    return min(filter(stands, records), key=rank, default=None)


# --- what a person may do


@dataclass(frozen=True, slots=True)
class Step:
    """What to do with a job that a person acts on.

    Attributes:
        kind: ``nothing`` (it is as wished), ``move`` (within the ledger, free of
            charge), ``send`` (a new request), or ``refuse``.
        state: Where to move it.
        cause: Why, for its story; of ``refuse``, what to tell.
    """

    kind: Literal["nothing", "move", "send", "refuse"]
    state: State = "waiting"
    cause: str = ""


def cancel(record: JobRecord) -> Step:
    """Tell whether a job may be cancelled: only what certainly was not sent."""
    if record.state in UNSENT:
        return Step("move", "cancelled", "cancelled by hand")
    return Step("refuse", cause=f"job {record.id} is {record.state}: it was sent")


def unwatch(record: JobRecord) -> Step:
    """Tell what it takes to stop following a job; the service goes on with it."""
    if record.state not in LIVE or not record.watched:
        return Step("nothing")
    if record.state in UNSENT:
        return cancel(record)
    if record.state == "sending":
        return Step(
            "refuse", cause=f"job {record.id} is being sent right now; try again in a moment"
        )
    return Step("move", record.state, "no longer watched")


def retry(record: JobRecord, endpoint: str, *, there: bool = True) -> Step:
    """Tell how to take up what went wrong with a job.

    Args:
        record: The job.
        endpoint: Where this client sends to.
        there: Whether the clip of a ready job is whole on disk.
    """
    if record.state in LIVE:
        if not record.watched:
            return Step("move", record.state, "watched again")
        how = "call resubmit()" if record.state == "unknown" else "it is still running"
        if record.hold == "again":
            how = "it is being sent again"
        return Step("refuse", cause=f"job {record.id} is {record.state}: {how}")
    if record.state == "ready":
        if there:
            return Step("nothing")
        return Step("move", "saving", "the file is gone; fetching it again")
    if fetchable(record):
        state: State = "saving" if record.completed else "queued"
        return Step("move", state, "asking for the accepted request again")
    if record.endpoint != endpoint:
        return _elsewhere(record, endpoint)
    return Step("send", cause=f"retried (first tried as job {record.id})")


def resubmit(record: JobRecord, endpoint: str) -> Step:
    """Tell whether a job of unknown fate may be sent again by hand.

    Args:
        record: The job.
        endpoint: Where this client sends to.
    """
    if record.endpoint != endpoint:
        return _elsewhere(record, endpoint)
    if record.state != "unknown":
        return Step("refuse", cause=f"job {record.id} is {record.state}, not unknown")
    if record.hold == "again":
        return Step("refuse", cause=f"job {record.id} is being sent again")
    return Step("move", "unknown", "to be sent again by hand unless one more look finds it")


def _elsewhere(record: JobRecord, endpoint: str) -> Step:
    sent, sends = record.endpoint, endpoint
    return Step("refuse", cause=f"job {record.id} was sent to {sent}; this client sends to {sends}")


def after_fault(record: JobRecord) -> State | None:
    """Return where a fault of our own leaves a job; ``None`` where it stays and waits.

    What the service took, or may have taken, is never given up for it.
    """
    if record.state in {"sending", "unknown"}:
        return "unknown"
    return None if record.request_id is not None or record.state not in LIVE else "failed"


def hold_after_fault(record: JobRecord) -> Hold | None:
    """Return why a job waits after a fault of our own; ``None`` where it is at rest.

    Nothing is sent again by hand past a look that broke: a person decides anew.
    """
    if record.hold == "again" or after_fault(record) == "failed":
        return None
    return "looking" if after_fault(record) == "unknown" else "fault"


# --- silence

Silence = Literal["again", "unreachable", "ask history"]


def after_silence(error: VeoError, failures: int) -> Silence:
    """Tell what a poll means that was not answered with a status.

    Nothing of it ends a job: only the service's own word does.

    Args:
        error: What the poll raised.
        failures: Polls in a row that failed, this one included.
    """
    if isinstance(error, RequestExpired):
        return "ask history"
    if isinstance(error, AuthenticationError) or failures > 1:
        return "unreachable"
    return "again"
