"""From a waiting job to an accepted request, once and only once."""

from __future__ import annotations

import asyncio
import sqlite3
from time import localtime, strftime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from veo_widgets import errors
from veo_widgets.core.decisions import limit_s
from veo_widgets.core.money import over_budget
from veo_widgets.core.record import is_reference, references
from veo_widgets.home import IllegalMove, LeaseLost
from veo_widgets.home.spend import committed, worst
from veo_widgets.media import media_type

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from veo_widgets.conductor.context import Context
    from veo_widgets.core.record import JobRecord, State
    from veo_widgets.service import Service

SUBMIT_PRIORITY: Final = 0.5
AGAIN_S: Final = 1.0
Written = TypeVar("Written")


async def prepare(context: Context, record: JobRecord) -> tuple[Service, JobRecord, dict[str, Any]]:
    """Upload the images and wait for the turn to send.

    Returns:
        The service, the record, and the payload to send.

    Raises:
        VeoError: The endpoint refused an upload.
    """
    service = await context.endpoints.service(record.endpoint)
    payload = dict(record.parameters)
    if any(True for _ in references(payload)):
        record = await context.move(record, "preparing", "uploading images", hold=None, note=None)
        payload = {
            name: await _uploaded(context, service, value) for name, value in payload.items()
        }
    await context.pacer(record.endpoint).acquire(lambda: SUBMIT_PRIORITY)
    return service, record, payload


def check_budget(context: Context, record: JobRecord) -> None:
    """Refuse the POST that would break a budget, or that might not be remembered.

    Called inside the transaction that moves the job to ``sending``: two processes
    that share a budget cannot both see room in it.

    Raises:
        BudgetExceeded: With both sums in US dollars.
        HomeError: The ledger is not to be relied on.
    """
    context.ledger.check_safe(record.endpoint)
    home = context.ledger.setting(f"budget {record.endpoint}")
    caps: list[tuple[float, str | None, str]] = []
    if home:
        caps.append((float(home), None, "this home"))
    if record.budget is not None:
        caps.append((record.budget, record.run, "this run"))
    for cap, run, whose in caps:
        spent = committed(context.ledger, record.endpoint, run)
        high = worst(context.ledger, record.endpoint, record.model, record.high, record.created)
        why = over_budget(cap, spent, high)
        if why is not None:
            raise errors.BudgetExceeded(f"{whose}: {why}")


async def taken(
    context: Context,
    record: JobRecord,
    state: State,
    cause: str,
    request_id: str | None,
    **changes: Any,  # noqa: ANN401
) -> JobRecord:
    """Write what an answer to a POST told, for as long as it takes: it was paid for.

    Raises:
        LeaseLost, IllegalMove: Another process has the job; the id is kept all the same.
        IntegrityError: Another job has the request.
    """
    if request_id is not None:
        changes["request_id"] = request_id
    try:
        return await _insist(lambda: context.move(record, state, cause, **changes))
    except (LeaseLost, IllegalMove):
        if request_id is not None:
            note = context.ledger.note_request
            await _insist(lambda: context.write(note, record.id, request_id))
        raise


async def _insist(write: Callable[[], Awaitable[Written]]) -> Written:
    """Write for as long as it takes, unless another job has the request."""
    while True:
        try:
            return await write()
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error:
            await asyncio.sleep(AGAIN_S)


async def back_in_line(
    context: Context, record: JobRecord, error: errors.VeoError, *, tried: int = 0
) -> JobRecord:
    """Let a job wait that was definitely not accepted.

    Args:
        context: The conductor's.
        record: The job, in state ``sending`` or before.
        error: Why it was refused.
        tried: Tries to count that did not get as far as sending.
    """
    hold, note = "retrying", f"{error}; trying again"
    if isinstance(error, errors.RateLimited):
        now = context.clock()
        seconds = limit_s(error.reset_at, now)
        context.pacer(record.endpoint).hold(seconds)
        until = now + seconds
        hold, note = "limit", f"waiting for the limit until {strftime('%H:%M', localtime(until))}"
    attempts = record.attempts + tried
    return await context.move(
        record, "waiting", str(error), hold=hold, note=note, attempts=attempts
    )


async def _uploaded(context: Context, service: Service, value: Any) -> Any:  # noqa: ANN401
    """Return a value with its image references turned into URLs."""
    if isinstance(value, list):
        return [await _uploaded(context, service, item) for item in value]
    if isinstance(value, dict):
        return {name: await _uploaded(context, service, item) for name, item in value.items()}
    if not is_reference(value):
        return value
    name = str(value).partition(":")[2]
    where = f"{service.name} {service.origin}"
    url = context.ledger.uploaded(where, name)
    if url is None:
        kind = media_type(name)
        data = await context.in_thread((context.store.home.images / name).read_bytes)
        url = (await service.upload([(kind, data)]))[0]
        await context.write(context.ledger.note_upload, where, name, url)
    return url
