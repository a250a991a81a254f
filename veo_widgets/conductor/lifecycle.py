"""One job's life, from waiting to a clip on disk."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
from typing import TYPE_CHECKING, Any

from veo_widgets import errors
from veo_widgets.conductor import collect, reconcile, submit
from veo_widgets.conductor.pacing import slot
from veo_widgets.core.polling import price, schedule
from veo_widgets.core.record import AT_PROVIDER, RETENTION_S, UNREACHABLE, allowed
from veo_widgets.home import LeaseLost
from veo_widgets.media import probe, save_stream

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.conductor.context import Tools
    from veo_widgets.core.record import JobRecord, State
    from veo_widgets.service import RunResult, Service, Status

LOOKING = "looking in the service's history"
EARLY_S = 1.5
QUEUED_S = 10.0


async def drive(tools: Tools, record: JobRecord) -> JobRecord:
    """Take a job as far as it goes by itself.

    Returns:
        The record in a terminal state, or ``unknown`` when only a person can
        decide.
    """
    try:
        if record.state == "sending":
            record = tools.move(
                record, "unknown", "the process ended while sending", reason=LOOKING
            )
        if record.state == "unknown":
            record = await _reconcile(tools, record)
        if record.state in {"waiting", "preparing"}:
            record = await _send(tools, record)
        if record.state in AT_PROVIDER:
            record = await _collect(tools, record)
    except errors.VeoError as error:
        record = _fail(tools, record, error)
    return record


def _fail(tools: Tools, record: JobRecord, error: errors.VeoError) -> JobRecord:
    current = tools.ledger.get(record.id) or record
    state: State = "failed"
    if isinstance(error, errors.ContentBlocked) and allowed(current.state, "blocked"):
        state = "blocked"
    elif isinstance(error, errors.RequestExpired) and current.request_id:
        state = "expired"
    return tools.move(
        current, state, str(error), reason=None, ended=tools.clock(), error=_told(error)
    )


def _told(error: errors.VeoError) -> dict[str, Any]:
    detail = error.detail if isinstance(error, errors.InferenceFailed) else None
    return {"kind": type(error).__name__, "message": str(error), "detail": detail}


# --- sending


async def _send(tools: Tools, record: JobRecord) -> JobRecord:
    while record.state in {"waiting", "preparing"}:
        try:
            service, record, payload = await submit.prepare(tools, record)
        except errors.VeoError as error:
            if not submit.may_retry(record, error):
                raise
            record = submit.back_in_line(tools, record, error, tried=1)
            record = await _pause(tools, record)
            continue
        async with slot(tools.slots(record.endpoint), record.model):
            record = await _post(tools, service, record, payload)
            if record.state in AT_PROVIDER:
                return await _collect(tools, record, counted=True)
        if record.state == "waiting":
            record = await _pause(tools, record)
    return record


async def _pause(tools: Tools, record: JobRecord) -> JobRecord:
    """Wait before the next try, outside the place that others may use."""
    held = tools.pacer(record.endpoint).held_until - tools.clock()
    pause = min(
        submit.FIRST_WAIT_S * 2 ** min(max(0, record.attempts - 1), 10), submit.LONGEST_WAIT_S
    )
    await asyncio.sleep(max(held, pause))
    return record


async def _post(
    tools: Tools, service: Service, record: JobRecord, payload: dict[str, Any]
) -> JobRecord:
    record = tools.move(
        record,
        "sending",
        "the request is being sent",
        reason=None,
        submitted=tools.clock(),
        attempts=record.attempts + 1,
        check=lambda: submit.check_budget(tools, record),
    )
    try:
        if record.via == "v1":
            return await _run(tools, service, record, payload)
        submission = await service.submit(record.model, payload)
    except errors.SubmissionUnknown as error:
        record = tools.move(record, "unknown", str(error), reason=LOOKING)
        return await _reconcile(tools, record)
    except errors.VeoError as error:
        if not submit.may_retry(record, error):
            raise
        return submit.back_in_line(tools, record, error)
    cause = "the service took the request"
    if submission.foreign:
        cause += f"; its poll URL of another origin is ignored ({submission.foreign})"
    try:
        return tools.move(record, "queued", cause, request_id=submission.request_id)
    except LeaseLost:
        tools.ledger.note_request(record.id, submission.request_id)
        raise
    except sqlite3.IntegrityError:
        record = tools.move(record, "unknown", "its request is claimed", reason=LOOKING)
        return await _reconcile(tools, record)


async def _run(
    tools: Tools, service: Service, record: JobRecord, payload: dict[str, Any]
) -> JobRecord:
    """Send through v1 and take the clip from the answer itself."""
    part = tools.store.part(record.id)
    async with service.run(record.model, payload) as result:
        status = result.status
        if status is not None and status.error is not None:
            raise status.error
        record = tools.move(
            record,
            "saving",
            "the service answered",
            request_id=result.request_id,
            cost=result.cost,
            completed=tools.clock(),
            output_url=status.url if status is not None else None,
        )
        if result.chunks is None:
            return record
        return await _take(tools, record, result, part)


async def _take(tools: Tools, record: JobRecord, result: RunResult, part: Path) -> JobRecord:
    assert result.chunks is not None  # noqa: S101
    try:
        fetched = await save_stream(result.chunks, part)
        facts = await asyncio.to_thread(probe, part)
    except (errors.MediaError, errors.EndpointUnreachable) as error:
        if record.request_id is None:
            raise errors.MediaError(f"the clip broke off: {error}") from None
        part.unlink(missing_ok=True)
        return record
    return collect.finish(tools, record, part, fetched, facts)


# --- unknown


async def _reconcile(tools: Tools, record: JobRecord) -> JobRecord:
    """Look a few times for the request that may have been accepted."""
    for pause in tools.limits.looks:
        await asyncio.sleep(pause)
        try:
            service = await tools.endpoints.service(record.endpoint)
            row = await reconcile.reconcile(tools, service, record)
        except errors.VeoError:
            continue
        if row is None:
            continue
        with contextlib.suppress(sqlite3.IntegrityError):
            return tools.move(
                record,
                "queued",
                "found in the service's history",
                request_id=row.request_id,
                reason=None,
            )
    return tools.move(
        record,
        "unknown",
        "the history does not hold it; a person decides",
        reason=None,
        error=_told(errors.SubmissionUnknown("the service may or may not have taken this request")),
    )


# --- at the service


async def _collect(tools: Tools, record: JobRecord, *, counted: bool = False) -> JobRecord:
    if record.state != "saving":
        if counted:
            record = await _watch(tools, record)
        else:
            tools.slots(record.endpoint).enter(record.model)
            async with slot(tools.slots(record.endpoint), record.model):
                record = await _watch(tools, record)
    if record.state == "saving":
        record = await collect.save(tools, record)
    return record


async def _watch(tools: Tools, record: JobRecord) -> JobRecord:
    """Poll until the service says that it ended."""
    pacer = tools.pacer(record.endpoint)
    latency = tools.latency(record.endpoint, record.model)
    slots = tools.slots(record.endpoint)
    last: float | None = None
    failures = 0
    while True:
        start = record.processing or record.submitted or record.created
        elapsed = tools.clock() - start
        plan = schedule(latency, price(slots.flying))
        pause = plan.delay(max(0.0, elapsed), last)
        if record.processing is None:
            pause = min(pause, EARLY_S if last is None else QUEUED_S)
        if failures:
            pause = min(0.5 * 2 ** min(failures, 10), 30.0) * random.uniform(0.7, 1.3)  # noqa: S311
        await asyncio.sleep(pause)
        before = last or 0.0
        await pacer.turn(lambda: plan.chance(before, tools.clock() - start))  # noqa: B023
        try:
            service = await tools.endpoints.service(record.endpoint)
            status = await service.status(str(record.request_id))
        except errors.RateLimited as error:
            pacer.hold(submit.limit_end(error, tools.clock()))
            continue
        except errors.RequestExpired:
            return tools.move(record, "saving", "the record is gone; asking the history")
        except (
            errors.AuthenticationError,
            errors.EndpointUnreachable,
            errors.ServerError,
            errors.InvalidRequest,
        ) as error:
            failures += 1
            if failures > 1 and record.reason != UNREACHABLE:
                record = tools.move(record, record.state, str(error), reason=UNREACHABLE)
            _give_up_late(tools, record, error)
            continue
        failures = 0
        if record.reason is not None:
            record = tools.move(record, record.state, "the service answers again", reason=None)
        now = tools.clock()
        record = _heard(tools, record, status, now)
        if record.state not in {"queued", "processing"}:
            return record
        begun = record.processing or record.submitted or record.created
        last = max(0.0, now - begun)


def _give_up_late(tools: Tools, record: JobRecord, error: errors.VeoError) -> None:
    """Stop asking a service that answered nothing for a day past its memory."""
    since = record.submitted or record.created
    if tools.clock() - since > RETENTION_S + 86400:
        raise errors.RequestExpired(f"no answer for more than a day: {error}")


def _heard(tools: Tools, record: JobRecord, status: Status, now: float) -> JobRecord:
    if status.error is not None:
        raise status.error
    if status.state == "completed":
        return tools.move(
            record,
            "saving",
            "the service completed it",
            completed=now,
            cost=status.cost,
            output_url=status.url,
        )
    if status.state == "processing" and record.processing is None:
        early = record.submitted is not None and now - record.submitted < 2 * EARLY_S
        return tools.move(
            record, "processing", "a worker has it", processing=record.submitted if early else now
        )
    if status.state is None:
        return tools.move(record, record.state, f"the service says {status.word or 'nothing'}")
    return record
