"""A comparison grid."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.core.failures import ErrorKind
from veo_widgets.core.record import Flag, State
from veo_widgets.view.wire.common import (
    AskCode,
    AskNow,
    Chunk,
    ClipFacts,
    Code,
    FactView,
    JobAction,
    MessageError,
    NamedText,
    Retry,
)
from veo_widgets.view.wire.marks import JudgeBlind, UndoVoteOn, VoteOn
from veo_widgets.view.wire.pay import ActOn, Launch, Paid, RetryFailed
from veo_widgets.view.wire.promote import Promote, Promoted
from veo_widgets.view.wire.scores import Measure

Fate = Literal["send", "reuse", "merged", "ended", "refused"]
Mode = Literal["grid", "one", "wipe", "difference", "blink", "onion"]
Show = Literal["all", "ready", "running", "failed", "not made"]
Order = Literal["plan", "cheapest", "dearest", "fastest", "state", "highest", "lowest"]
Sound = Literal["off", "focused", "hovered"]
Sync = Literal["off", "time", "share", "cut"]
TextKind = Literal["python", "curl", "settings", "frame"]
FileKind = Literal["clip", "mp3", "proxy", "pictures", "small", "strip", "poster", "marks"]


class AxisView(TypedDict):
    """One axis of a grid; ``values`` whole, ``labels`` by what differs among them."""

    name: str
    values: list[str]
    labels: list[str]


class UnequalView(TypedDict):
    """What differs besides the axes, its values, and the cells that are unlike most."""

    about: str
    text: str
    values: list[str]
    cells: list[int]


class GridFilter(TypedDict):
    """Which cells are shown: by state, by the numbers of values on axes, by dollars."""

    show: Show
    values: dict[str, list[int]]
    most: float | None


class StretchView(TypedDict):
    """The stretch that loops, in seconds."""

    start: float | None
    end: float | None


class TroubleView(TypedDict):
    """Why a cell ended badly: its class, words, what to do, and the service's own text."""

    kind: ErrorKind
    message: str
    next_step: str
    detail: str
    request_id: str
    charged: bool


class SummaryView(TypedDict):
    """What a grid says once for all its cells; ``wordings`` are prompts by what differs.

    ``ask_above`` is in US dollars; ``None`` where nobody is asked.
    """

    title: str
    shared: list[NamedText]
    prompts: list[str]
    wordings: list[str]
    warnings: list[str]
    play_money: bool
    ask_above: float | None
    expected_s: float | None
    media: str


class GridClip(ClipFacts):
    """A cell's clip; its files lie at ``media`` below the base URL.

    ``stored`` tells whether it lies in the home with its poster, ``served`` whether
    the clip itself is served, ``derived`` whether its proxy and strip are made, and
    ``trouble`` why they cannot be. Loudness is in LUFS.
    """

    checks: list[FactView]
    loudness: float | None
    stored: bool
    served: bool
    derived: bool
    trouble: str


class CellLive(TypedDict):
    """What changes of a cell while its job runs.

    ``began`` is when a worker had it, ``usual`` a worker's seconds, 0 where nobody knows;
    ``cost`` is what the service told; ``charged`` is what is added up, as
    ``core.money.charged`` has it: 0 for what cost nothing so far.
    """

    job: str | None
    state: State
    flags: list[Flag]
    actions: list[JobAction]
    retry: Retry
    note: str
    trouble: TroubleView | None
    cost: float | None
    charged: float | None
    created: float | None
    submitted: float | None
    began: float | None
    ended: float | None
    usual: float


class CellView(TypedDict):
    """One cell; ``at`` holds the number of its value on each axis."""

    index: int
    at: list[int]
    title: str
    model: str
    prompt: int
    fate: Fate
    reason: str
    into: int | None
    low: float | None
    high: float | None
    shape: list[int]
    live: CellLive
    clip: GridClip | None


class Derive(TypedDict):
    """A cell came near the window and wants its proxy."""

    type: Literal["derive"]
    index: int


class ReadFile(TypedDict):
    """Bytes of one of a cell's files, for a page that no server serves."""

    type: Literal["read_file"]
    id: str
    index: int
    sha256: str
    kind: FileKind
    start: int
    length: int


class TextRequest(TypedDict):
    """A text about a cell; ``time`` is in seconds, for a frame."""

    type: Literal["text_request"]
    id: str
    index: int
    about: TextKind
    time: float


class FindDifferences(TypedDict):
    """Where do two cells' clips differ most."""

    type: Literal["find_differences"]
    one: int
    other: int


class AskSheet(TypedDict):
    """Write a contact sheet of these cells beside the notebook."""

    type: Literal["ask_sheet"]
    id: str
    cells: list[int]


class SheetMade(TypedDict):
    """Where a contact sheet lies, and what to know of it; or why there is none."""

    type: Literal["sheet_made"]
    id: str
    path: str
    warnings: list[str]
    error: str | None


class LivePatch(TypedDict):
    """One cell's job moved; ``now`` is the kernel's clock, for the times that run on."""

    type: Literal["live"]
    index: int
    now: float
    live: CellLive


class ClipPatch(TypedDict):
    """One cell's clip came, or its proxy."""

    type: Literal["clip"]
    index: int
    clip: GridClip | None


class TextReply(TypedDict):
    """The answer to ``TextRequest``; or why there is none."""

    type: Literal["text_reply"]
    id: str
    text: str
    error: str | None


class Differences(TypedDict):
    """The answer to ``FindDifferences``: seconds, in order."""

    type: Literal["differences"]
    one: int
    other: int
    times: list[float]


ComparisonGridToPython = (
    AskCode
    | AskNow
    | ActOn
    | Launch
    | RetryFailed
    | Derive
    | ReadFile
    | TextRequest
    | FindDifferences
    | AskSheet
    | VoteOn
    | UndoVoteOn
    | JudgeBlind
    | Measure
    | Promote
)
ComparisonGridFromPython = (
    Code
    | MessageError
    | Chunk
    | LivePatch
    | ClipPatch
    | TextReply
    | Differences
    | SheetMade
    | Paid
    | Promoted
)
