"""A job's badge."""

from __future__ import annotations

from typing import TypedDict

from veo_widgets.core.failures import ErrorKind
from veo_widgets.core.record import Flag, State
from veo_widgets.view.wire.common import AskCode, AskNow, Code, JobAction, MessageError, Retry
from veo_widgets.view.wire.pay import Act, Paid


class ErrorView(TypedDict):
    """Why a job ended badly, in words for people."""

    kind: ErrorKind
    message: str
    detail: str | None
    next_step: str
    charged: bool


class JobView(TypedDict):
    """All that a badge draws.

    ``code`` sends a blocked request again, to be changed by hand; ``began`` is when a
    worker had it, ``heard`` when the service last answered, ``usual`` a worker's seconds
    (0 where nobody knows);
    ``ask_above`` is in US dollars, ``None`` where nobody is asked.
    """

    id: str
    model: str
    prompt: str
    about: str
    seed: str
    thumb: str
    shape: list[int]
    endpoint: str
    play_money: bool
    ask_above: float | None
    state: State
    flags: list[Flag]
    actions: list[JobAction]
    retry: Retry
    code: str
    now: float
    created: float
    submitted: float | None
    began: float | None
    heard: float | None
    ended: float | None
    usual: float
    price_low: float | None
    price_high: float | None
    cost: float | None
    reused_at: float | None
    expires_at: float | None
    reason: str | None
    request_id: str | None
    error: ErrorView | None


StatusBadgeToPython = AskCode | AskNow | Act
StatusBadgeFromPython = Code | MessageError | Paid
