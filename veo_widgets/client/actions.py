"""What a person does with jobs: send, cancel, give up, retry, send again, adopt."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from veo_widgets import errors
from veo_widgets._lib.values import count, is_text, named_values, plain_value, short
from veo_widgets.client.intent import Intent, intend, new_record, same_again
from veo_widgets.core import decisions
from veo_widgets.core.money import dollars
from veo_widgets.core.record import UNSENT, reuse_key
from veo_widgets.home import IllegalMove

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.client.session import Session
    from veo_widgets.core.decisions import Step
    from veo_widgets.core.record import JobRecord, Via
    from veo_widgets.service import HistoryRow

LONGEST_ID = 200


def submit(
    session: Session,
    model: Model,
    parameters: Mapping[str, Any],
    *,
    take: int = 1,
    via: Via = "v2",
    budget: float | None = None,
    run: str | None = None,
    unknown: float | None = None,
    named: bool = False,
    cause: str = "asked for",
) -> tuple[JobRecord, bool]:
    """Write a request down and send it, unless a job stands for it already.

    Args:
        session: Who sends.
        model: The model.
        parameters: The request; images may be paths, bytes or URLs.
        take: The n-th paid run of identical parameters.
        via: ``v2``, the queue, or ``v1``, one long call.
        budget: US dollars that the jobs of this ``run`` may cost together.
        run: Names the jobs that share ``budget``.
        unknown: US dollars that a clip of unknown price counts as against a budget.
        named: Whether an earlier job stands for it although no seed was fixed.
        cause: Why, in plain words.

    Returns:
        The job, and whether it was there already.

    Raises:
        InvalidRequest: Take, way or amounts are none.
        InvalidParameters: With every problem at once; nothing was sent.
        MediaError: An image cannot be used; nothing was sent.
        HomeError: The ledger cannot be written; nothing was sent.
    """
    if via not in ("v1", "v2"):
        raise errors.InvalidRequest(f"via is 'v1' or 'v2', not {short(via)}")
    if run is not None and not (isinstance(run, str) and is_text(run)):
        raise errors.InvalidRequest(f"run is the name of a run, not {short(run)}")
    take, budget = count(take, "take"), dollars(budget, "budget")
    unknown = dollars(unknown, "unknown")
    given = {name: plain_value(value) for name, value in named_values(parameters).items()}
    request = {name: session.inputs.as_sent(name, value, model) for name, value in given.items()}
    intent, _ = intend(
        model,
        model.validate(request),
        session.endpoint.name,
        secrets.randbelow,
        take=take,
        named=named,
    )
    if intent.high is None:
        intent = replace(intent, high=unknown if unknown is not None else session.unknown)
    if run is None and budget is not None:
        run = secrets.token_hex(4)
    return _enter(session, replace(intent, via=via, budget=budget, run=run), cause)


def _enter(
    session: Session, intent: Intent, cause: str, request_id: str | None = None
) -> tuple[JobRecord, bool]:
    """Write a job down and drive it, or return the one that stands for it."""
    conductor = session.start()
    record = new_record(
        intent, secrets.token_hex(6), session.endpoint.name, session.clock(), request_id
    )
    try:
        record, reused = session.ledger.add(
            record, cause, reuse=bool(intent.key) and request_id is None, holder=conductor.holder
        )
    except sqlite3.OperationalError as error:
        raise errors.HomeError(
            f"the ledger {session.home.ledger} cannot be written ({error}); nothing was sent"
        ) from None
    if reused:
        revive(session, record)
    else:
        session.call(conductor.take, record)
    return record, reused


def cancel(session: Session, job: str) -> bool:
    """Cancel a job that has not been sent."""
    record = session.ledger.get(job)
    step = decisions.cancel(record) if record is not None else None
    if step is None or step.kind != "move":
        return False
    try:
        # Written before its driver is stopped, so that it cannot be sent meanwhile.
        moved = session.ledger.move(
            job,
            step.state,
            step.cause,
            expect=lambda now: decisions.cancel(now) == step,
            ended=session.clock(),
            hold=None,
            note=None,
        )
    except IllegalMove:
        return False
    conductor = session.start()
    session.blocking(conductor.drop(moved.id))
    session.call(conductor.tell, moved)
    return True


def unwatch(session: Session, job: str) -> None:
    """Stop polling and fetching a job."""
    record = session.ledger.get(job)
    if record is None or decisions.unwatch(record).kind == "nothing":
        return
    if record.state in UNSENT:
        cancel(session, job)
        return
    _move(session, record, decisions.unwatch, watched=False)


def retry(session: Session, job: str) -> tuple[JobRecord, bool]:
    """Take up what went wrong with a job.

    Returns:
        The job that stands for it now, a new one where it was sent anew; and
        whether another job was there already that stands for it.
    """
    record = session.record(job)

    def rule(current: JobRecord) -> Step:
        there = session.store.has(current.sha256, current.facts.get("size"))
        return decisions.retry(current, session.endpoint.name, there=there)

    match rule(record).kind:
        case "nothing":
            return record, False
        case "send":
            return _send_anew(session, record, rule(record).cause)
        case _:
            return _again(session, record, rule), False


def _send_anew(session: Session, record: JobRecord, cause: str) -> tuple[JobRecord, bool]:
    """Send a failed request again, once, however many press at the same moment.

    The new job is named: by the request where its seed is fixed, else by the job that
    failed. Whoever comes second finds the first one's in the same transaction.
    """
    successor = retried_as(session, record.id)
    if successor is not None:
        return session.record(successor), False
    intent = same_again(record)
    if not intent.key:
        intent = replace(intent, key=reuse_key(record.endpoint, "retry", {"of": record.id}, 1))
    fresh, reused = _enter(session, intent, cause)
    session.ledger.set(f"retried {record.id}", fresh.id)
    return fresh, reused


def retried_as(session: Session, job: str) -> str | None:
    """Return the job that a failed one was sent again as, if it was."""
    return session.ledger.setting(f"retried {job}")


def resubmit(session: Session, job: str) -> JobRecord:
    """Send an unknown job again, at the risk of paying twice, unless one more look finds it."""
    note = "looking once more before it is sent again"
    rule = partial(decisions.resubmit, endpoint=session.endpoint.name)
    return _again(session, session.record(job), rule, hold="again", note=note)


def revive(session: Session, record: JobRecord) -> None:
    """Take up a job that stands for a request but is at rest: free of charge."""
    there = session.store.has(record.sha256, record.facts.get("size"))
    step = decisions.retry(record, session.endpoint.name, there=there)
    if step.kind == "move":
        retry(session, record.id)


def _again(
    session: Session,
    record: JobRecord,
    rule: Callable[[JobRecord], Step],
    **changes: Any,  # noqa: ANN401
) -> JobRecord:
    """Put a job back to a state and drive it from there."""
    changes = {"watched": True, "error": None, "ended": None, "attempts": 0, **changes}
    moved = _move(session, record, rule, **changes)
    session.call(session.start().wake)
    return moved


def _move(
    session: Session,
    record: JobRecord,
    rule: Callable[[JobRecord], Step],
    **changes: Any,  # noqa: ANN401
) -> JobRecord:
    """Do what a rule says of a job, if it still says so when nobody else can write.

    Raises:
        InvalidRequest: The rule refuses, or the job changed meanwhile.
    """
    step = rule(record)
    if step.kind != "move":
        raise errors.InvalidRequest(step.cause)
    conductor = session.start()
    session.blocking(conductor.drop(record.id))
    current = session.record(record.id)
    step = rule(current)
    if step.kind != "move":
        raise errors.InvalidRequest(step.cause)
    try:
        moved = session.ledger.move(
            record.id,
            step.state,
            step.cause,
            expect=lambda now: rule(now) == step,
            **{"hold": None, "note": None, **changes},
        )
    except IllegalMove as error:
        raise errors.InvalidRequest(str(error)) from None
    session.call(conductor.tell, moved)
    return moved


def adopt(session: Session, request_id: str, model: Model) -> JobRecord:
    """Take over a request that was made elsewhere, by the SDK or the web page.

    Args:
        session: Who takes it over.
        request_id: The service's id.
        model: The model it was sent to.

    Raises:
        VeoError: The service does not know the request.
    """
    good = isinstance(request_id, str) and request_id.isascii() and request_id.isprintable()
    if not good or not 0 < len(request_id) <= LONGEST_ID:
        raise errors.InvalidRequest(f"a request id is a short text, not {short(request_id)}")
    known = session.ledger.by_request(session.endpoint.name, request_id)
    if known is not None:
        return known
    row = session.blocking(_row(session, request_id))
    parameters = dict(row.parameters or {}) if row is not None else {}
    if not parameters:
        # What was asked is not known, and so neither is the price.
        intent = Intent(model.slug, {}, high=session.unknown)
        return _enter(session, intent, "adopted: made elsewhere", request_id)[0]
    try:
        intent, _ = intend(model, parameters, session.endpoint.name, secrets.randbelow)
        intent = replace(intent, parameters=parameters)
    except errors.VeoError:
        price = model.price_so_far(parameters)
        intent = Intent(model.slug, parameters, low=price.low, high=price.high)
    return _enter(session, intent, "adopted: made elsewhere", request_id)[0]


async def _row(session: Session, request_id: str) -> HistoryRow | None:
    """Return a request's row of the history, or ``None`` if it only polls."""
    service = await session.start().service(session.endpoint.name)
    try:
        return await service.find(request_id)
    except errors.VeoError:
        await service.status(request_id)
        return None
