"""A report's page: what it draws with no kernel, and the votes that a blind one gives back."""

from __future__ import annotations

from typing import TypedDict

from veo_widgets.view.wire.grid import AxisView, CellView, SummaryView, UnequalView
from veo_widgets.view.wire.marks import ClipMarks
from veo_widgets.view.wire.scores import ScoresView


class ReportView(TypedDict):
    """A grid as it stood; ``files`` says where each file lies, ``differences`` are seconds by two cells."""

    summary: SummaryView
    axes: list[AxisView]
    cells: list[CellView]
    stop_reason: str
    unequal: list[UnequalView]
    rows: list[str]
    columns: list[str]
    marks: dict[str, ClipMarks]
    scores_known: ScoresView
    files: dict[str, str]
    differences: dict[str, list[float]]


class BlindClip(TypedDict):
    """When the frames of a blind copy come."""

    fps: float
    start: float


class ShowingView(TypedDict):
    """Two blind copies by their ids, and the factors that make them equally loud."""

    left: str
    right: str
    left_gain: float
    right_gain: float
    prompt: str


class BlindView(TypedDict):
    """Blind pairs to be judged on a page alone; ``notes`` say what was evened out."""

    report: str
    questions: list[str]
    notes: list[str]
    clips: dict[str, BlindClip]
    showings: list[ShowingView]
    files: dict[str, str]


class BlindVote(TypedDict):
    """An answer, or the taking back of one by its id; ``question`` is a number."""

    id: str
    at: float
    left: str
    right: str
    question: int
    answer: str
    watched: list[float]


class BlindVotes(TypedDict):
    """The file that a rater gives back: ids, and nothing that tells what they are."""

    format: str
    version: int
    report: str
    rater: str
    checksum: str
    votes: list[BlindVote]
