"""What is to be sent: one request, checked, named and priced, before it is a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from veo_widgets.core.record import JobRecord, reuse_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.core.record import Via


@dataclass(frozen=True, slots=True)
class Intent:
    """One request that may be sent.

    Attributes:
        model: The model's slug.
        parameters: The request, the seed included.
        key: What names the clip; empty for one that stands for no other.
        take: The n-th paid run of this request.
        via: ``v2``, the queue, or ``v1``, one long call.
        low: The least it may cost, in US dollars; ``None`` when not known.
        high: The most it may cost, in US dollars; ``None`` when not known.
        budget: US dollars that the jobs of its run may cost together.
        run: Names the jobs that share ``budget``.
    """

    model: str
    parameters: Mapping[str, Any]
    key: str = ""
    take: int = 1
    via: Via = "v2"
    low: float | None = None
    high: float | None = None
    budget: float | None = None
    run: str | None = None


def intend(
    model: Model,
    checked: Mapping[str, Any],
    endpoint: str,
    draw: Callable[[int], int],
    *,
    take: int = 1,
    named: bool = False,
) -> tuple[Intent, bool]:
    """Fix the seed, name the clip and price it; white space around texts is no part of it.

    Args:
        model: The model.
        checked: Parameters in the types that the model wants.
        endpoint: The endpoint's name.
        draw: Returns a random number below its argument, for the seed.
        take: The n-th paid run of identical parameters.
        named: Whether the request is named although no seed was fixed.

    Returns:
        The intent, and whether a seed was fixed.
    """
    stripped = {
        name: value.strip() if isinstance(value, str) else value for name, value in checked.items()
    }
    parameters, fixed = model.with_seed(stripped, draw)
    full = {**model.defaults(), **parameters}
    price = model.price_of(full)
    key = reuse_key(endpoint, model.slug, full, take) if fixed or named else ""
    return Intent(model.slug, parameters, key, take, low=price.low, high=price.high), fixed


def same_again(record: JobRecord) -> Intent:
    """Return what a job asked, to be asked anew."""
    return Intent(
        record.model,
        record.parameters,
        record.key,
        record.take,
        record.via,
        record.low,
        record.high,
        record.budget,
        record.run,
    )


def new_record(
    intent: Intent, job: str, endpoint: str, now: float, request_id: str | None = None
) -> JobRecord:
    """Return the record that every job begins with.

    Args:
        intent: What is to be sent, or was.
        job: The job's id.
        endpoint: The endpoint's name.
        now: Seconds since the epoch.
        request_id: The service's id of a request that was made elsewhere.
    """
    return JobRecord(
        id=job,
        endpoint=endpoint,
        model=intent.model,
        parameters=intent.parameters,
        created=now,
        key=intent.key,
        take=intent.take,
        via=intent.via,
        state="queued" if request_id else "waiting",
        request_id=request_id,
        submitted=now if request_id else None,
        low=intent.low,
        high=intent.high,
        budget=intent.budget,
        run=intent.run,
    )
