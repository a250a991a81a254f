"""A request at the service: when to ask, and what its answers and its silence mean."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from time import localtime, strftime
from typing import TYPE_CHECKING, Final

from veo_widgets import errors
from veo_widgets.core.decisions import Silence, after_silence, limit_s
from veo_widgets.core.polling import lag_per_request, schedule

if TYPE_CHECKING:
    from veo_widgets.conductor.context import Context
    from veo_widgets.core.record import JobRecord
    from veo_widgets.service import Status

EARLY_S: Final = 1.5
QUEUED_S: Final = 10.0


@dataclass(slots=True)
class _Quiet:
    """How long a service has not known or not answered, by a clock that only runs.

    Attributes:
        failures: Polls in a row without a status.
        unknown: Of these, how many were the service's own word that it knows no such
            request, also in its history.
        since: When the first of those words came.
        heard: When it last answered with a status, in seconds since the epoch.
    """

    failures: int = 0
    unknown: int = 0
    since: float = 0.0
    heard: float | None = None


async def watch(context: Context, record: JobRecord) -> JobRecord:
    """Poll until the service says that it ended.

    Raises:
        InferenceFailed: It failed.
        RequestExpired: The service said for long that it knows no such request.
    """
    pacer = context.pacer(record.endpoint)
    latency = context.latency(record.endpoint, record.model)
    slots = context.slots(record.endpoint)
    last: float | None = None
    quiet = _Quiet()
    while True:
        start = record.processing or record.submitted or record.created
        plan = schedule(latency, lag_per_request(slots.in_flight))
        pause = plan.delay(max(0.0, context.clock() - start), last)
        if record.processing is None:
            pause = min(pause, EARLY_S if last is None else QUEUED_S)
        if context.limits.poll_s is not None:
            pause = min(pause, context.limits.poll_s)
        if quiet.failures:
            pause = context.limits.pause(quiet.failures) * random.uniform(0.7, 1.3)  # noqa: S311
        await asyncio.sleep(pause)
        before = last or 0.0
        await pacer.acquire(lambda: plan.chance(before, context.clock() - start))  # noqa: B023
        try:
            service = await context.endpoints.service(record.endpoint)
            status = await service.status(str(record.request_id))
        except errors.RateLimited as error:
            pacer.hold(limit_s(error.reset_at, context.clock()))
            continue
        except errors.VeoError as error:
            quiet.failures += 1
            record = await _unanswered(context, record, error, quiet)
        else:
            quiet = _Quiet(heard=context.clock())
            context.heard[record.id] = context.clock()
            record = await _heard(context, record, status)
        if record.state not in {"queued", "processing"}:
            context.heard.pop(record.id, None)
            return record
        if not quiet.failures:
            begun = record.processing or record.submitted or record.created
            last = max(0.0, context.clock() - begun)


async def _unanswered(
    context: Context, record: JobRecord, error: errors.VeoError, quiet: _Quiet
) -> JobRecord:
    silence: Silence = after_silence(error, quiet.failures)
    if silence == "ask history":
        try:
            service = await context.endpoints.service(record.endpoint)
            row = await service.find(str(record.request_id))
        except errors.RequestExpired as gone:
            quiet.since = quiet.since if quiet.unknown else context.monotonic()
            quiet.unknown += 1
            if context.limits.forgotten(quiet.unknown, context.monotonic() - quiet.since):
                raise gone from None
        except errors.VeoError as other:
            error = other
        else:
            if row.status.state == "completed":
                return await _heard(context, record, row.status)
            if row.status.error is not None:
                raise row.status.error
    if silence != "again" and record.hold != "unreachable":
        last = f"last heard {strftime('%H:%M', localtime(quiet.heard))}; " if quiet.heard else ""
        note = f"{error}; {last}still asking"
        record = await context.move(record, record.state, str(error), hold="unreachable", note=note)
    return record


async def _heard(context: Context, record: JobRecord, status: Status) -> JobRecord:
    if record.hold is not None:
        record = await context.move(
            record, record.state, "the service answers again", hold=None, note=None
        )
    now = context.clock()
    if status.state == "completed":
        return await context.move(
            record,
            "saving",
            "the service completed it",
            **_times(record, status, now),
            cost=status.cost,
            output_url=status.url,
        )
    if status.error is not None:
        raise status.error
    if status.state == "processing" and record.processing is None:
        early = record.submitted is not None and now - record.submitted < 2 * EARLY_S
        return await context.move(
            record, "processing", "a worker has it", processing=record.submitted if early else now
        )
    if status.state is None and status.word not in (record.note or ""):
        word = status.word or "nothing"
        return await context.move(
            record, record.state, f"the service says {word}", note=f"the service says {word}"
        )
    return record


def _times(record: JobRecord, status: Status, now: float) -> dict[str, float]:
    """Say when a worker had a job that is done, as the service counted: a poll comes later."""
    ran, queued, sent = status.ran_s, status.queued_s, record.submitted
    if not ran or sent is None or sent + (queued or 0.0) + ran > now:
        return {"completed": now}
    began = now - ran if queued is None else sent + queued
    return {"processing": began, "completed": began + ran}
