"""What a job is: its record, its states, and which states may follow which."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

State = Literal[
    "planned",
    "waiting",
    "preparing",
    "sending",
    "unknown",
    "queued",
    "processing",
    "saving",
    "ready",
    "failed",
    "blocked",
    "expired",
    "cancelled",
]
Flag = Literal["reused", "slow", "at risk", "unreachable", "unwatched"]
Via = Literal["v1", "v2"]
Hold = Literal["slot", "limit", "retrying", "looking", "again", "unreachable", "disk full", "fault"]
"""Why a job waits or is looked for; what a person reads of it is its ``note``.

``again`` is a job of unknown fate that is sent again unless one more look finds it.
"""

STATES: Final[tuple[State, ...]] = get_args(State)

TRANSITIONS: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        "planned": frozenset({"waiting", "ready", "cancelled"}),
        "waiting": frozenset({"preparing", "sending", "failed", "cancelled"}),
        "preparing": frozenset({"waiting", "sending", "failed", "cancelled"}),
        "sending": frozenset({"waiting", "unknown", "queued", "saving", "failed", "blocked"}),
        "unknown": frozenset({"queued", "waiting", "failed", "cancelled"}),
        "queued": frozenset({"processing", "saving", "failed", "blocked", "expired"}),
        "processing": frozenset({"queued", "saving", "failed", "blocked", "expired"}),
        "saving": frozenset({"ready", "failed", "blocked", "expired"}),
        "ready": frozenset({"saving"}),
        "failed": frozenset({"saving", "queued"}),
        "blocked": frozenset(),
        "expired": frozenset({"saving", "queued"}),
        "cancelled": frozenset(),
    }
)
TERMINAL: Final[frozenset[State]] = frozenset(
    {"ready", "failed", "blocked", "expired", "cancelled"}
)
UNSENT: Final[frozenset[State]] = frozenset({"planned", "waiting", "preparing"})
AT_PROVIDER: Final[frozenset[State]] = frozenset({"queued", "processing", "saving"})
LIVE: Final[frozenset[State]] = frozenset(STATES) - TERMINAL
RUNNING: Final[frozenset[State]] = frozenset({"processing", "saving"})

# --- groups of states, written into the TypeScript too

FAILED: Final[frozenset[State]] = frozenset({"failed", "blocked", "expired"})
ENDED_BADLY: Final[frozenset[State]] = FAILED | {"cancelled"}
WENT_WRONG: Final[frozenset[State]] = FAILED | {"unknown"}
AT_SERVICE: Final[frozenset[State]] = frozenset({"queued", "processing"})
IN_FLIGHT: Final[frozenset[State]] = AT_SERVICE | {"sending"}
NOT_MADE: Final[frozenset[State]] = frozenset({"planned", "cancelled"})

WORDS: Final = ("ready", "running", "queued", "unknown", "failed", "cancelled")
"""What jobs are counted by."""

RETENTION_S: Final = 3600.0
AT_RISK_S: Final = 900.0
REFERENCE: Final = "image:"
"""Begins a parameter's value that names an image stored in the home."""

BY_SERVICE: Final = frozenset({"InferenceFailed", "ContentBlocked"})
"""Kinds of errors that are the service's own word: it ran, failed and was not charged."""


def allowed(old: State, new: State) -> bool:
    """Tell whether a job in state ``old`` may go to ``new`` (or stay)."""
    return old == new or new in TRANSITIONS[old]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a job's story.

    Attributes:
        at: Seconds since the epoch.
        state: The state entered.
        cause: Why, in plain words.
    """

    at: float
    state: State
    cause: str


@dataclass(frozen=True, slots=True)
class JobRecord:
    """Everything known of one job; the ledger stores it, nothing else does.

    Times are seconds since the epoch, money is in US dollars. ``parameters`` is
    what the person asked; ``hold`` is why a job waits or cannot be reached and ``note``
    the same for people. ``low`` and ``high`` are the estimate, ``None`` when no price is
    known; ``risked`` is what earlier POSTs of this job may have cost.
    """

    id: str
    endpoint: str
    model: str
    parameters: Mapping[str, Any]
    created: float
    key: str = ""
    take: int = 1
    via: Via = "v2"
    state: State = "planned"
    updated: float = 0.0
    request_id: str | None = None
    submitted: float | None = None
    processing: float | None = None
    completed: float | None = None
    ended: float | None = None
    cost: float | None = None
    low: float | None = 0.0
    high: float | None = 0.0
    risked: float = 0.0
    output_url: str | None = None
    sha256: str | None = None
    hold: Hold | None = None
    note: str | None = None
    error: Mapping[str, Any] | None = None
    watched: bool = True
    attempts: int = 0
    budget: float | None = None
    run: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def but(self, **changes: Any) -> JobRecord:  # noqa: ANN401
        """Return a copy with some fields changed."""
        return replace(self, **changes)


def ended_by_service(record: JobRecord) -> bool:
    """Tell whether the service itself said that the job failed; such a job is free."""
    return record.state == "blocked" or (record.error or {}).get("kind") in BY_SERVICE


def at_rest(record: JobRecord) -> bool:
    """Tell whether a job goes no further by itself."""
    undecided = record.state == "unknown" and record.hold not in {"looking", "again"}
    return record.state in TERMINAL or undecided or not record.watched


def is_reference(value: object) -> bool:
    """Tell whether a parameter names an image stored in the home."""
    return isinstance(value, str) and value.startswith(REFERENCE)


def references(value: object) -> Iterator[str]:
    """Yield the names of the stored images that a value holds, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from references(each)
    elif is_reference(value):
        yield str(value).removeprefix(REFERENCE)


def flags(
    record: JobRecord, now: float, usual_s: float | None, *, reused: bool = False
) -> tuple[Flag, ...]:
    """Derive the flags that a badge shows beside the state.

    Args:
        record: The job.
        now: Seconds since the epoch.
        usual_s: How long the service usually works on such a job, its queue left out, in seconds;
            ``None`` where nobody knows.
        reused: Whether this asks for a clip that was there already.

    Returns:
        Any of ``reused``, ``slow`` (worked on for twice the usual time; waiting is not slow), ``at risk`` (the
        clip exists only at the service and its record ends within 15 minutes),
        ``unreachable`` and ``unwatched``.
    """
    raised: list[Flag] = []
    if reused:
        raised.append("reused")
    began = record.processing if record.state == "processing" else None
    if began is not None and usual_s is not None and now - began > 2 * usual_s:
        raised.append("slow")
    if (
        record.state in AT_PROVIDER
        and record.submitted is not None
        and record.submitted + RETENTION_S - now < AT_RISK_S
    ):
        raised.append("at risk")
    if record.hold == "unreachable":
        raised.append("unreachable")
    if record.state in LIVE and not record.watched:
        raised.append("unwatched")
    return tuple(raised)


def counted(records: Iterable[JobRecord]) -> str:
    """Say how many there are of each word, what waits apart from what runs."""
    counts = Counter(map(word_of, records))
    return ", ".join(f"{counts[word]} {word}" for word in WORDS if counts[word])


def word_of(record: JobRecord) -> str:
    """Return one of ``WORDS``."""
    if record.state in RUNNING:
        return "running"
    if record.state in LIVE and record.state != "unknown":
        return "queued"
    return "failed" if record.state in FAILED else record.state


def canonical(parameters: Mapping[str, Any]) -> str:
    """Write parameters as JSON with one spelling: sorted keys, no blanks."""
    return json.dumps(parameters, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def reuse_key(endpoint: str, model: str, parameters: Mapping[str, Any], take: int) -> str:
    """Name what would be the same clip again.

    Args:
        endpoint: The endpoint's name.
        model: The model's slug.
        parameters: What is asked, images replaced by their sha256.
        take: The n-th paid run of identical parameters, from 1.

    Returns:
        64 hexadecimal digits.
    """
    text = "\n".join((endpoint, model, canonical(parameters), str(take)))
    return hashlib.sha256(text.encode()).hexdigest()
