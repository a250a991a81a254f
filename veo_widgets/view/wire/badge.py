"""A job's badge."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.core.record import Flag, State
from veo_widgets.view.wire.common import AskCode, Code, JobAction, MessageError


class ErrorView(TypedDict):
    """Why a job ended badly, in words for people."""

    kind: str
    message: str
    detail: str | None
    next_step: str
    charged: bool


class JobView(TypedDict):
    """All that a badge draws."""

    id: str
    title: str
    endpoint: str
    play_money: bool
    state: State
    flags: list[Flag]
    actions: list[JobAction]
    now: float
    created: float
    submitted: float | None
    ended: float | None
    usual_low: float
    usual_high: float
    price_known: bool
    price_low: float
    price_high: float
    cost: float | None
    reused_at: float | None
    expires_at: float | None
    reason: str | None
    request_id: str | None
    error: ErrorView | None


class Act(TypedDict):
    """A button of a badge."""

    type: Literal["act"]
    action: JobAction


StatusBadgeToPython = AskCode | Act
StatusBadgeFromPython = Code | MessageError
