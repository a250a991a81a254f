"""Find a job again whose answer or record was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets.core.record import canonical
from veo_widgets.media import is_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.conductor.context import Tools
    from veo_widgets.core.record import JobRecord
    from veo_widgets.service import HistoryRow, Service

BEFORE_S = 120.0
AFTER_S = 600.0


async def reconcile(tools: Tools, service: Service, record: JobRecord) -> HistoryRow | None:
    """Look in the request history for the one request that can only be this job.

    A request fits when model and inputs are the same, its time is near the
    sending, and no other job has claimed it. Requests that fit are equal, so
    several of them may stand for as many jobs of unknown fate.

    Returns:
        The oldest row that fits, unless more fit than this home can have sent.
    """
    free = [
        row
        for row in await service.history()
        if tools.ledger.by_request(record.endpoint, row.request_id) is None
    ]
    where = f"{record.endpoint} {service.origin}"
    fitting = [
        row for row in free if fits(record, row, lambda name: tools.ledger.uploaded(where, name))
    ]
    lost = [
        job
        for job in tools.ledger.select({"unknown", "sending"}, record.model)
        if job.endpoint == record.endpoint
        and canonical(job.parameters) == canonical(record.parameters)
    ]
    if any(job.state == "sending" for job in lost):
        return None
    return fitting[-1] if 0 < len(fitting) <= len(lost) else None


def fits(
    record: JobRecord, row: HistoryRow, uploaded: Callable[[str], str | None] = lambda _: None
) -> bool:
    """Tell whether a row of the history can be a job's request.

    Args:
        record: The job.
        row: The row.
        uploaded: Returns the URL that an image of the home was uploaded to, if known.
    """
    if row.model != record.model or row.parameters is None:
        return False
    sent = record.submitted or record.created
    if row.created is not None and not sent - BEFORE_S <= row.created <= sent + AFTER_S:
        return False
    return _same(record.parameters, row.parameters, uploaded)


def _same(
    asked: Mapping[str, Any], stored: Mapping[str, Any], uploaded: Callable[[str], str | None]
) -> bool:
    """Compare what was asked with what the service stored, images by their URLs."""
    for name, value in asked.items():
        several, others = _listed(value), _listed(stored.get(name))
        if len(several) != len(others):
            return False
        for one, other in zip(several, others, strict=True):
            if is_reference(one):
                url = uploaded(str(one).partition(":")[2])
                if not other or (url is not None and other != url):
                    return False
            elif canonical({name: one}) != canonical({name: other}):
                return False
    return True


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


async def from_history(service: Service, request_id: str) -> tuple[str | None, float | None]:
    """Return a request's file and cost from the history, whatever its age.

    Raises:
        RequestExpired: The history does not hold it either.
        InferenceFailed: It failed.
    """
    status = (await service.find(request_id)).status
    if status.error is not None:
        raise status.error
    return status.url, status.cost or None
