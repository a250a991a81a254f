"""What a person decides of a job: cancel, give up, retry, send again, adopt."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from veo_widgets import errors
from veo_widgets.client.job import Job
from veo_widgets.core.decisions import fetchable
from veo_widgets.core.record import LIVE, UNSENT, JobRecord
from veo_widgets.home import IllegalMove

if TYPE_CHECKING:
    from veo_widgets.catalogue import Model
    from veo_widgets.client.client import Client
    from veo_widgets.core.record import State


def cancel(client: Client, job: str) -> bool:
    """Cancel a job that has not been sent."""
    try:
        record = client.ledger.move(
            job, "cancelled", "cancelled by hand", ended=client.clock(), hold=None, note=None
        )
    except IllegalMove:
        return False
    conductor = client.start()
    client.blocking(conductor.drop(job))
    client.call(conductor.tell, record)
    return True


def unwatch(client: Client, job: str) -> None:
    """Stop polling and fetching a job."""
    record = client.ledger.get(job)
    if record is None or record.state not in LIVE:
        return
    if record.state in UNSENT:
        cancel(client, job)
        return
    if record.state == "sending":
        raise errors.InvalidRequest(f"job {job} is being sent right now; try again in a moment")
    conductor = client.start()
    client.blocking(conductor.drop(job))
    state = client.job(job).state
    record = client.ledger.move(job, state, "no longer watched", watched=False)
    client.call(conductor.tell, record)


def retry(client: Client, job: str) -> Job:
    """Take up what went wrong with a job."""
    record = client.job(job).record
    if record.state in LIVE and not record.watched:
        return again(client, job, record.state, "watched again")
    if record.state in LIVE:
        how = "call resubmit()" if record.state == "unknown" else "it is still running"
        raise errors.InvalidRequest(f"job {job} is {record.state}: {how}")
    if record.state == "ready":
        return Job(client, job)
    told = str((record.error or {}).get("kind"))
    ran = told in {"InferenceFailed", "ContentBlocked"}
    if record.request_id and record.state in {"failed", "expired"} and not ran:
        state: State = "saving" if record.completed else "queued"
        return again(client, job, state, "asking for the accepted request again")
    if record.endpoint != client.endpoint.name:
        raise errors.InvalidRequest(
            f"job {job} was sent to {record.endpoint}; this client sends to {client.endpoint.name}"
        )
    sent_as = retried_as(client, job)
    if sent_as is not None:
        return Job(client, sent_as)
    fresh = _anew(client, record, "retried")
    client.ledger.set(f"retried {job}", fresh.id)
    return fresh


def retried_as(client: Client, job: str) -> str | None:
    """Return the job that a failed one was sent again as, if it was."""
    return client.ledger.setting(f"retried {job}")


def resubmit(client: Client, job: str) -> Job:
    """Send an unknown job again, at the risk of paying twice."""
    record = client.job(job).record
    if record.state != "unknown":
        raise errors.InvalidRequest(f"job {job} is {record.state}, not unknown")
    return again(client, job, "waiting", "sent again by hand, at the risk of paying twice")


def revive(client: Client, record: JobRecord) -> None:
    """Take up a job that stands for a request but is at rest: free of charge."""
    if not record.watched and record.state in LIVE:
        again(client, record.id, record.state, "asked for again")
    elif record.state == "ready" and not client.store.has(record.sha256):
        again(client, record.id, "saving", "the file is gone; fetching it again")
    elif fetchable(record):
        retry(client, record.id)


def again(client: Client, job: str, state: State, cause: str) -> Job:
    """Put a job back to a state and drive it from there."""
    conductor = client.start()
    client.blocking(conductor.drop(job))
    client.ledger.move(
        job, state, cause, watched=True, hold=None, note=None, error=None, ended=None, attempts=0
    )
    client.call(conductor.wake)
    return Job(client, job)


def _anew(client: Client, record: JobRecord, cause: str) -> Job:
    fresh = JobRecord(
        id=secrets.token_hex(6),
        endpoint=client.endpoint.name,
        model=record.model,
        parameters=record.parameters,
        created=client.clock(),
        key=record.key,
        take=record.take,
        via=record.via,
        state="waiting",
        low=record.low,
        high=record.high,
        budget=record.budget,
        run=record.run,
    )
    return client.enter(fresh, f"{cause} (first tried as job {record.id})", reuse=True)


def adopt(client: Client, request_id: str, model: Model) -> Job:
    """Take over a request that was made elsewhere, by the SDK or the web page.

    Args:
        client: Who takes it over.
        request_id: The service's id.
        model: The model it was sent to.

    Raises:
        VeoError: The service does not know the request.
    """
    found = client.ledger.by_request(client.endpoint.name, request_id)
    if found is not None:
        return Job(client, found.id)
    asked = client.blocking(_parameters(client, request_id))
    price = model.price(asked)
    now = client.clock()
    record = JobRecord(
        id=secrets.token_hex(6),
        endpoint=client.endpoint.name,
        model=model.slug,
        parameters=asked,
        created=now,
        state="queued",
        request_id=request_id,
        submitted=now,
        low=price.low,
        high=price.high,
    )
    return client.enter(record, "adopted: made elsewhere", reuse=False)


async def _parameters(client: Client, request_id: str) -> dict[str, Any]:
    """Return what a request asked, or nothing if the service only polls it."""
    service = await client.start().service(client.endpoint.name)
    try:
        return dict((await service.find(request_id)).parameters or {})
    except errors.VeoError:
        await service.status(request_id)
        return {}
