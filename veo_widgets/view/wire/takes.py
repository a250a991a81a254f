"""The wall of a home's takes."""

from __future__ import annotations

from typing import TypedDict

from veo_widgets.core.record import Flag, State
from veo_widgets.home.takes import Group, When
from veo_widgets.view.wire.common import JobAction, Retry
from veo_widgets.view.wire.marks import ClipMarks


class FilterView(TypedDict):
    """Which takes are shown, dropped ones too or not; when a day begins, the browser says."""

    search: str
    model: str
    state: Group
    starred: bool
    dropped: bool
    sweep: str
    when: When


class TakeView(TypedDict):
    """One job as a tile; ``usual`` is learnt of jobs like it, 0 where nobody knows."""

    id: str
    model: str
    title: str
    prompt: str
    about: str
    seed: str
    sweep: str
    state: State
    flags: list[Flag]
    actions: list[JobAction]
    retry: Retry
    created: float
    submitted: float | None
    began: float | None
    ended: float | None
    usual: float
    low: float | None
    high: float | None
    cost: float | None
    trouble: str
    next_step: str
    request_id: str
    sha256: str
    shape: list[int]
    duration: float
    has_audio: bool
    starred: bool
    hidden: bool
    note: str
    votes: ClipMarks


class SweepView(TypedDict):
    """The jobs of a sweep as one tile; one that sent nothing yet is planned."""

    name: str
    prompt: str
    planned: bool
    jobs: int
    ready: int
    failed: int
    live: int
    spent: float
    unknown: int
    high: float | None
    created: float
    covers: list[str]
    latest: str
