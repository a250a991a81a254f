"""Find a job again whose answer or record was lost."""

from __future__ import annotations

import asyncio
import itertools
import math
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from veo_widgets import errors
from veo_widgets.catalogue.check import normalise
from veo_widgets.core import failures
from veo_widgets.core.decisions import after_last_look, limit_s
from veo_widgets.core.matching import BEFORE_S, are_equal, match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.conductor.context import Context
    from veo_widgets.core.record import JobRecord
    from veo_widgets.service import HistoryRow, Service, Status

AGAIN_S: Final = 0.3
PAGES: Final = 20
"""Pages of the days around a request in which it is looked for."""


async def look(context: Context, record: JobRecord) -> JobRecord:
    """Look a few times for the request that may have been accepted.

    Returns:
        The record ``queued`` when it was found, else still ``unknown``: a person
        decides.
    """
    cause = "the history could not be read; a person decides"
    for pause in context.limits.reconcile_delays:
        await asyncio.sleep(pause)
        try:
            found = await _looked(context, record)
        except errors.HomeError:
            raise
        except errors.VeoError:
            continue
        if found is not None:
            return found
        cause = "the history does not hold it; a person decides"
    unknown = errors.SubmissionUnknown("the service may or may not have taken this request")
    return await context.move(
        record,
        "unknown",
        cause,
        expect=lambda now: now.hold == record.hold,
        hold=None,
        note=None,
        error=failures.to_record(unknown),
    )


async def look_once_more(context: Context, record: JobRecord) -> JobRecord:
    """Look a last time for a request that a person wants sent again.

    Returns:
        The record ``queued`` when it was found, else ``waiting``: a history that cannot
        be read keeps nobody from sending again.

    Raises:
        IllegalMove: Nobody wants it sent again by now.
    """

    def wanted(now: JobRecord) -> bool:
        return now.hold == "again" and now.watched

    for tries in itertools.count(1):
        try:
            found = await _looked(context, record)
        except errors.HomeError:
            raise
        except errors.VeoError as error:
            if after_last_look(error, tries) == "send":
                break
            note = f"{error}; looking again before it is sent"
            if note != record.note:
                record = await context.move(record, "unknown", note, expect=wanted, note=note)
            await asyncio.sleep(_pause(context, record.endpoint, error, tries))
        else:
            if found is not None:
                return found
            break
    return await context.move(
        record,
        "waiting",
        "sent again by hand, at the risk of paying twice",
        expect=wanted,
        hold=None,
        note=None,
        risked=record.risked + (math.inf if record.high is None else record.high),
    )


def _pause(context: Context, endpoint: str, error: errors.VeoError, tries: int) -> float:
    """Return the seconds until a history that did not answer is asked again."""
    if not isinstance(error, errors.RateLimited):
        return context.limits.pause(tries)
    seconds = limit_s(error.reset_at, context.clock())
    context.pacer(endpoint).hold(seconds)
    return seconds


async def _looked(context: Context, record: JobRecord) -> JobRecord | None:
    """Look once; what an equal request hid that was sent meanwhile was no look."""
    while True:
        await _equal_sends(context, record)
        found = await _found(context, record)
        if found is not None or not await context.write(_sending, context, record):
            return found


async def _equal_sends(context: Context, record: JobRecord) -> None:
    """Wait for the answers to equal requests: until then nobody knows which row is whose."""
    while await context.write(_sending, context, record):  # noqa: ASYNC110
        await asyncio.sleep(AGAIN_S)


def _sending(context: Context, record: JobRecord) -> bool:
    """Tell whether any process of this home is sending an equal request."""
    sends = context.ledger.select({"sending"}, record.model)
    return any(are_equal(record, other) for other in sends)


async def _found(context: Context, record: JobRecord) -> JobRecord | None:
    """Look once: among the newest requests, then page by page in the days around it."""
    service = await context.endpoints.service(record.endpoint)
    sent = (record.submitted or record.created) + service.skew_s
    rows: dict[str, HistoryRow] = {}
    for page in range(PAGES + 1):
        listed = await (service.history(around=sent, page=page) if page else service.history())
        fresh = {row.request_id: row for row in listed if row.request_id not in rows}
        rows |= {name: _as_asked(context.catalogue, row) for name, row in fresh.items()}
        newest = sorted(rows.values(), key=lambda row: -(row.created or 0.0))
        found = await _claim(context, service, record, newest)
        before = any((row.created or sent) < sent - BEFORE_S for row in listed)
        if found is not None or before or (page > 1 and not fresh):
            return found
    return None


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
