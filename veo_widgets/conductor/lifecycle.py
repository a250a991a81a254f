"""One job's life, from waiting to a clip on disk."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from veo_widgets import errors
from veo_widgets.conductor import collect, reconcile, submit, watch
from veo_widgets.core import failures
from veo_widgets.core.decisions import after_post, end_state, wait_before
from veo_widgets.core.record import UNSENT
from veo_widgets.home import IllegalMove, LeaseLost

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from veo_widgets.conductor.context import Context
    from veo_widgets.core.record import JobRecord
    from veo_widgets.service import Service

_log = logging.getLogger(__name__)
UNANSWERED: Final = (
    "closed before the service answered; it is looked for when this home is opened again"
)


async def drive(context: Context, record: JobRecord) -> JobRecord:
    """Take a job as far as it goes by itself.

    Returns:
        The record in a terminal state, or ``unknown`` when only a person can
        decide.
    """
    try:
        if record.state == "sending":
            record = await _look(context, record, "the process ended while sending")
        elif record.state == "unknown":
            look = reconcile.look_once_more if record.hold == "again" else reconcile.look
            record = await look(context, record)
        while record.state in {"waiting", "preparing"}:
            record = await _turn(context, record)
        if record.state in {"queued", "processing"}:
            async with context.slots(record.endpoint).hold(record.model, wait=False):
                record = await watch.watch(context, record)
        if record.state == "saving":
            record = await collect.collect(context, record)
    except errors.VeoError as error:
        if isinstance(error, errors.HomeError) and not _unsent(context, record, error):
            raise
        record = await _end(context, record, error)
    return record


async def _with_another(
    context: Context, record: JobRecord, error: errors.VeoError
) -> errors.VeoError:
    """Mark a model that the service no longer serves, and name the living one most like it."""
    if not isinstance(error, errors.ModelRetired):
        return error
    await context.write(context.catalogue.retire, record.model, record.endpoint)
    like = context.catalogue.living_like(record.model)
    if like is None:
        return error
    step = f"Choose another model, such as {like}; nothing was charged."
    return errors.ModelRetired(str(error), next_step=step)


def _unsent(context: Context, record: JobRecord, error: errors.HomeError) -> bool:
    """Tell whether a fault of the home ends a job: it was not sent, and waiting is no use."""
    current = context.ledger.get(record.id) or record
    return current.state in UNSENT and not isinstance(error, sqlite3.Error)


async def _end(context: Context, record: JobRecord, error: errors.VeoError) -> JobRecord:
    error = await _with_another(context, record, error)
    current = context.ledger.get(record.id) or record
    return await context.move(
        current,
        end_state(error, current),
        str(error),
        hold=None,
        note=None,
        ended=context.clock(),
        error=failures.to_record(error),
    )


async def _turn(context: Context, record: JobRecord) -> JobRecord:
    """Take a place, send, and keep the place until the service is done with the job."""
    slots = context.slots(record.endpoint)
    if not slots.free(record.model):
        record = await context.move(
            record, "waiting", "all places are taken", hold="slot", note="waiting for a free place"
        )
    async with slots.hold(record.model):
        try:
            service, record, payload = await submit.prepare(context, record)
        except errors.VeoError as error:
            if after_post(error, record.attempts) != "wait":
                raise
            record = await submit.back_in_line(context, record, error, tried=1)
        else:
            record = await _shielded(context, record.id, _post(context, service, record, payload))
            if record.state == "unknown":
                record = await reconcile.look(context, record)
            if record.state in {"queued", "processing"}:
                return await watch.watch(context, record)
    if record.state == "waiting":
        held = context.pacer(record.endpoint).held_for
        await asyncio.sleep(max(held, wait_before(record.attempts)))
    return record


async def _shielded(context: Context, job: str, send: Coroutine[Any, Any, JobRecord]) -> JobRecord:
    """Let a POST end however this job's task ends: its answer is money."""
    task = context.sends[job] = asyncio.create_task(send, name=f"send {job}")

    def done(task: asyncio.Task[JobRecord]) -> None:
        context.sends.pop(job, None)
        if not task.cancelled():
            task.exception()

    task.add_done_callback(done)
    return await asyncio.shield(task)


async def leave_unanswered(context: Context) -> None:
    """Say of each POST that is not answered at the end where it will be looked for."""
    for job in tuple(context.sends):
        record = context.ledger.get(job)
        if record is not None and record.state == "sending":
            _log.warning("job %s: %s", job, UNANSWERED)
            with contextlib.suppress(IllegalMove, LeaseLost, sqlite3.Error):
                await context.move(record, "unknown", UNANSWERED, hold="looking", note=UNANSWERED)


async def _post(
    context: Context, service: Service, record: JobRecord, payload: dict[str, Any]
) -> JobRecord:
    record = await context.move(
        record,
        "sending",
        "the request is being sent",
        hold=None,
        note=None,
        submitted=context.clock(),
        attempts=record.attempts + 1,
        check=lambda current: submit.check_budget(context, current),
    )
    if context.closing:
        return await context.move(record, "waiting", "closed before it was sent", attempts=0)
    try:
        if record.via == "v1":
            return await collect.run(context, service, record, payload)
        submission = await service.submit(record.model, payload)
        cause = "the service took the request"
        if submission.foreign:
            cause += f"; its poll URL of another origin is ignored ({submission.foreign})"
        return await submit.taken(context, record, "queued", cause, submission.request_id)
    except sqlite3.IntegrityError:
        return await _look(context, record, "its request is claimed", then_look=False)
    except errors.VeoError as error:
        match after_post(error, record.attempts):
            case "look":
                return await _look(context, record, str(error), then_look=False)
            case "wait":
                return await submit.back_in_line(context, record, error)
            case _ if isinstance(error, errors.HomeError):
                raise
            case _:
                return await _end(context, record, error)


async def _look(
    context: Context, record: JobRecord, cause: str, *, then_look: bool = True
) -> JobRecord:
    record = await context.move(
        record, "unknown", cause, hold="looking", note="looking in the service's history"
    )
    return await reconcile.look(context, record) if then_look else record
