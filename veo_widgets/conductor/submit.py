"""From a waiting job to an accepted request, once and only once."""

from __future__ import annotations

from time import localtime, strftime
from typing import TYPE_CHECKING, Any

from veo_widgets import errors
from veo_widgets.media import is_reference

if TYPE_CHECKING:
    from veo_widgets.conductor.context import Tools
    from veo_widgets.core.record import JobRecord
    from veo_widgets.service import Service

ATTEMPTS = 8
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
LIMIT_S = 15.0
SUBMIT_GAIN = 0.5


async def prepare(tools: Tools, record: JobRecord) -> tuple[Service, JobRecord, dict[str, Any]]:
    """Wait for room, upload the images, and check the budget.

    Returns:
        The endpoint's service, the record, and the payload to send.

    Raises:
        BudgetExceeded: The job would break the home's or its run's budget.
        VeoError: The endpoint refused an upload.
    """
    slots = tools.slots(record.endpoint)
    if not slots.free(record.model):
        record = tools.move(
            record, "waiting", "all places are taken", reason="waiting for a free place"
        )
    await slots.take(record.model)
    try:
        service = await tools.endpoints.service(record.endpoint)
        payload = dict(record.parameters)
        if any(is_reference(one) for one in _flat(payload)):
            record = tools.move(record, "preparing", "uploading images", reason=None)
            payload = {
                name: await _uploaded(tools, service, value) for name, value in payload.items()
            }
        await tools.pacer(record.endpoint).turn(lambda: SUBMIT_GAIN)
    except BaseException:
        await slots.leave(record.model)
        raise
    return service, record, payload


def check_budget(tools: Tools, record: JobRecord) -> None:
    """Refuse the POST that would break a budget.

    Raises:
        BudgetExceeded: With both sums in US dollars.
    """
    home = tools.ledger.setting(f"budget {record.endpoint}")
    caps: list[tuple[str, str | None, str]] = []
    if home:
        caps.append((home, None, "this home's"))
    if record.budget is not None:
        caps.append((str(record.budget), record.run, "this run's"))
    for cap, run, whose in caps:
        spent = tools.ledger.committed(record.endpoint, run)
        if spent + record.high > float(cap) + 1e-9:
            raise errors.BudgetExceeded(
                f"{whose} budget is ${float(cap):.2f}; ${spent:.2f} is spent or in "
                f"flight and this clip may cost ${record.high:.2f}"
            )


def limit_end(error: errors.RateLimited, now: float) -> float:
    """Return when a limit ends; what was told counts only within the next hour."""
    told = error.reset_at
    return told if told is not None and now < told <= now + 3600 else now + LIMIT_S


def back_in_line(
    tools: Tools, record: JobRecord, error: errors.VeoError, *, tried: int = 0
) -> JobRecord:
    """Let a job wait that was definitely not accepted.

    Args:
        tools: The conductor's.
        record: The job, in state ``sending`` or before.
        error: Why it was refused.
        tried: Tries to count that did not get as far as sending.
    """
    reason = f"{error}; trying again"
    if isinstance(error, errors.RateLimited):
        until = limit_end(error, tools.clock())
        tools.pacer(record.endpoint).hold(until)
        clock = strftime("%H:%M", localtime(until))
        reason = f"waiting for the limit until {clock}"
    attempts = record.attempts + tried
    return tools.move(record, "waiting", str(error), reason=reason, attempts=attempts)


def may_retry(record: JobRecord, error: errors.VeoError) -> bool:
    """Tell whether a refused POST may be sent again by itself."""
    if isinstance(error, errors.RateLimited):
        return True
    if isinstance(error, errors.EndpointUnreachable):
        return not error.sent
    server = isinstance(error, errors.ServerError) and error.definite
    return server and record.attempts < ATTEMPTS


def _flat(payload: dict[str, Any]) -> list[Any]:
    return [
        one for value in payload.values() for one in (value if isinstance(value, list) else [value])
    ]


async def _uploaded(tools: Tools, service: Service, value: Any) -> Any:  # noqa: ANN401
    """Return a value with its image references turned into URLs."""
    if isinstance(value, list):
        return [await _uploaded(tools, service, one) for one in value]
    if not is_reference(value):
        return value
    name = str(value).partition(":")[2]
    where = f"{service.name} {service.origin}"
    known = tools.ledger.uploaded(where, name)
    if known is None:
        kind = f"image/{name.rpartition('.')[2]}"
        data = (tools.store.home.images / name).read_bytes()
        known = (await service.upload([(kind, data)]))[0]
        tools.ledger.note_upload(where, name, known)
    return known
