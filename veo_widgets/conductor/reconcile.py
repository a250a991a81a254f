"""Find a job again whose answer or record was lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from veo_widgets import errors
from veo_widgets.core.record import canonical
from veo_widgets.media import is_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.conductor.context import Tools
    from veo_widgets.core.record import JobRecord
    from veo_widgets.segmind import Api
    from veo_widgets.segmind.protocol import Generation

BEFORE_S = 120.0
AFTER_S = 600.0


async def reconcile(tools: Tools, api: Api, record: JobRecord) -> Generation | None:
    """Look in the request history for the one request that can only be this job.

    A request fits when model and inputs are the same, its time is near the
    sending, and no other job has claimed it. Requests that fit are equal, so
    several of them may stand for as many jobs of unknown fate.

    Returns:
        The oldest row that fits, unless more fit than this home can have sent.
    """
    rows = await api.history()
    claimed = [
        row
        for row in rows
        if tools.ledger.by_request(record.endpoint, str(row.get("request_id"))) is None
    ]
    where = f"{record.endpoint} {api.endpoint.api}"
    fitting = [
        row for row in claimed if fits(record, row, lambda name: tools.ledger.uploaded(where, name))
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
    record: JobRecord, row: Generation, uploaded: Callable[[str], str | None] = lambda _: None
) -> bool:
    """Tell whether a row of the history can be a job's request.

    Args:
        record: The job.
        row: The row.
        uploaded: Returns the URL that an image of the home was uploaded to, if known.
    """
    if row.get("model_name") != record.model:
        return False
    told = row.get("created_at") or row.get("model_created")
    if told:
        try:
            moment = datetime.fromisoformat(str(told))
            at = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        except ValueError:
            at = None
        sent = record.submitted or record.created
        if at is not None and not sent - BEFORE_S <= at <= sent + AFTER_S:
            return False
    body: object = row.get("request_body")
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return False
    return isinstance(body, dict) and _same(record.parameters, body, uploaded)


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


async def from_history(api: Api, request_id: str) -> tuple[str | None, float | None]:
    """Return a request's file and cost from the history, whatever its age.

    Raises:
        RequestExpired: The history does not hold it either.
        InferenceFailed: It failed.
    """
    row = await api.generation(request_id)
    status = str(row.get("model_status", "")).upper()
    if status == "FAILED":
        raise errors.InferenceFailed(row.get("error"), dict(row))
    cost = row.get("credits_deduction")
    return row.get("generation_url"), float(cost) if cost else None
