"""Which row of a service's history is a job whose answer was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from veo_widgets.core.record import canonical, is_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from veo_widgets.core.record import JobRecord

BEFORE_S: Final = 120.0
AFTER_S: Final = 600.0


class Listed(Protocol):
    """What a history tells of a request; times are seconds since the epoch."""

    @property
    def request_id(self) -> str:
        """The service's id."""

    @property
    def model(self) -> str:
        """The model's slug."""

    @property
    def created(self) -> float | None:
        """When it was made, where that is told."""

    @property
    def parameters(self) -> Mapping[str, Any] | None:
        """What was asked, where that is told."""


Row = TypeVar("Row", bound=Listed)


def match(
    record: JobRecord,
    rows: Sequence[Row],
    claimed: Collection[str],
    rivals: Sequence[JobRecord],
    uploaded: Callable[[str], str | None],
    skew_s: float = 0.0,
) -> Row | None:
    """Return the one row that can only be this job.

    Requests that fit are equal, so several of them may stand for as many jobs of
    unknown fate; more than that may be somebody else's.

    Args:
        record: The job.
        rows: The history, newest first.
        claimed: The request ids that jobs of this home have already.
        rivals: The jobs of unknown fate or being sent at the same endpoint, this
            one included.
        uploaded: Returns the URL that an image of the home was uploaded to.
        skew_s: Seconds by which the service's clock is ahead of ours.

    Returns:
        The oldest row that fits, or ``None`` when it cannot be told.
    """
    same = [job for job in rivals if are_equal(record, job)]
    if any(job.state == "sending" for job in same):
        return None
    fitting = [
        row for row in rows if row.request_id not in claimed and fits(record, row, uploaded, skew_s)
    ]
    return fitting[-1] if 0 < len(fitting) <= len(same) else None


def are_equal(record: JobRecord, other: JobRecord) -> bool:
    """Tell whether two jobs ask for the same of the same model at the same endpoint."""
    return (record.endpoint, record.model) == (other.endpoint, other.model) and canonical(
        record.parameters
    ) == canonical(other.parameters)


def fits(
    record: JobRecord,
    row: Listed,
    uploaded: Callable[[str], str | None] = lambda _: None,
    skew_s: float = 0.0,
) -> bool:
    """Tell whether a row of the history can be a job's request.

    Args:
        record: The job.
        row: The row.
        uploaded: Returns the URL that an image of the home was uploaded to, if known.
        skew_s: Seconds by which the service's clock is ahead of ours.
    """
    if row.model != record.model or row.parameters is None:
        return False
    if row.created is not None:
        sent = (record.submitted or record.created) + skew_s
        if not sent - BEFORE_S <= row.created <= sent + AFTER_S:
            return False
    return all(
        _same(value, row.parameters.get(name), uploaded)
        for name, value in record.parameters.items()
    )


def _same(value: object, stored: object, uploaded: Callable[[str], str | None]) -> bool:
    """Compare a value with what the service stored of it; images by their URLs."""
    values, others = _listed(value), _listed(stored)
    return len(values) == len(others) and all(
        _same_one(one, other, uploaded) for one, other in zip(values, others, strict=True)
    )


def _same_one(value: object, stored: object, uploaded: Callable[[str], str | None]) -> bool:
    if isinstance(value, list):
        return _same(value, stored, uploaded)
    if not isinstance(value, dict):
        return _equal(value, stored, uploaded)
    return isinstance(stored, dict) and all(
        _same(inner, stored.get(name), uploaded) for name, inner in value.items()
    )


def _equal(value: object, stored: object, uploaded: Callable[[str], str | None]) -> bool:
    if is_reference(value):
        url = uploaded(str(value).partition(":")[2])
        return bool(stored) and (url is None or stored == url)
    if isinstance(value, str) and isinstance(stored, str):
        return value.strip() == stored.strip()
    if _is_number(value) or _is_number(stored):
        return _number(value) == _number(stored)
    return canonical({"": value}) == canonical({"": stored})


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(value: object) -> float | None:
    """Return a number as services spell it anew (``"5"``, ``5.0``); else ``None``."""
    if isinstance(value, bool):
        return None
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
