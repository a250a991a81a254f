"""Find a job again whose answer or record was lost."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from veo_widgets import errors
from veo_widgets.catalogue.check import normalise
from veo_widgets.core import failures
from veo_widgets.core.matching import are_equal, match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.conductor.context import Context
    from veo_widgets.core.record import JobRecord
    from veo_widgets.service import HistoryRow, Service, Status


async def look(context: Context, record: JobRecord) -> JobRecord:
    """Look a few times for the request that may have been accepted.

    Returns:
        The record ``queued`` when it was found, else still ``unknown``: a person
        decides.
    """
    cause = "the history could not be read; a person decides"
    for pause in context.limits.reconcile_delays:
        await asyncio.sleep(pause)
        await _equal_sends(context, record)
        try:
            service = await context.endpoints.service(record.endpoint)
            rows = [_as_asked(context.catalogue, row) for row in await service.history()]
        except errors.VeoError:
            continue
        cause = "the history does not hold it; a person decides"
        found = await _claim(context, service, record, rows)
        if found is not None:
            return found
    unknown = errors.SubmissionUnknown("the service may or may not have taken this request")
    return await context.move(
        record,
        "unknown",
        cause,
        hold=None,
        note=None,
        error=failures.to_record(unknown),
    )


async def _equal_sends(context: Context, record: JobRecord) -> None:
    """Wait for the answers to equal requests: until then nobody knows which row is whose."""
    records = {job: context.ledger.get(job) for job in context.sends}
    sends = [
        context.sends[job] for job, other in records.items() if other and are_equal(record, other)
    ]
    if sends:
        await asyncio.wait(sends)


async def _claim(
    context: Context, service: Service, record: JobRecord, rows: Sequence[HistoryRow]
) -> JobRecord | None:
    """Take the row that can only be this job, past those that equal jobs take meanwhile."""
    # where the ledger is written, lest it change between two of the questions
    while (row := await context.write(_row, context, service, record, rows)) is not None:
        try:
            return await context.move(
                record,
                "queued",
                "found in the service's history",
                request_id=row.request_id,
                hold=None,
                note=None,
            )
        except sqlite3.IntegrityError:
            rows = [other for other in rows if other is not row]
    return None


def _row(
    context: Context, service: Service, record: JobRecord, rows: Sequence[HistoryRow]
) -> HistoryRow | None:
    claimed = {
        row.request_id
        for row in rows
        if context.ledger.by_request(record.endpoint, row.request_id) is not None
    }
    rivals = [
        job
        for job in context.ledger.select({"unknown", "sending"}, record.model)
        if job.endpoint == record.endpoint
    ]
    where = f"{record.endpoint} {service.origin}"
    return match(
        record,
        rows,
        claimed,
        rivals,
        lambda name: context.ledger.uploaded(where, name),
        service.skew_s,
    )


def _as_asked(catalogue: Catalogue, row: HistoryRow) -> HistoryRow:
    """Return a row by the model's slug, its values in the types that the model takes."""
    titles = {model.title.lower(): slug for slug, model in catalogue.items()}
    slug = titles.get(row.model.strip().lower(), row.model.strip())
    if slug not in catalogue or row.parameters is None:
        return replace(row, model=slug)
    properties = catalogue[slug].properties
    return replace(row, model=slug, parameters=normalise(properties, row.parameters))


async def from_history(service: Service, request_id: str) -> Status:
    """Return how a request went from the history, whatever its age.

    Raises:
        RequestExpired: The history does not hold it either.
        InferenceFailed: It failed.
    """
    status = (await service.find(request_id)).status
    if status.error is not None:
        raise status.error
    return status
