"""What crosses between kernel and browser; ``js/src/wire.gen.ts`` is made from this.

Times are seconds since the epoch by the kernel's clock, money is in US dollars.
"""

from __future__ import annotations

from typing import Literal, TypedDict

import traitlets as t

from veo_widgets.core.record import Flag, State

JobAction = Literal["cancel", "retry", "resubmit", "unwatch"]


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


class FactView(TypedDict):
    """One fact of a clip: what was asked, what came."""

    name: str
    asked: str | None
    got: str
    differs: bool


class ClipView(TypedDict):
    """All that a player needs to know of a clip; ``path`` is below the base URL."""

    sha256: str
    title: str
    path: str
    poster: str
    size: int
    width: int
    height: int
    fps: float
    frames: int
    duration: float
    has_audio: bool
    facts: list[FactView]


Fate = Literal["send", "reuse", "merged", "refused"]
Mode = Literal["grid", "wipe", "difference", "blink", "onion"]
TextKind = Literal["python", "curl", "settings", "frame"]
FileKind = Literal["clip", "proxy", "strip", "poster"]


class AxisView(TypedDict):
    """One axis of a grid; ``values`` as people read them."""

    name: str
    values: list[str]


class NamedText(TypedDict):
    """A name and its value."""

    name: str
    text: str


class SummaryView(TypedDict):
    """What a grid says once for all its cells."""

    title: str
    shared: list[NamedText]
    prompts: list[str]
    warnings: list[str]
    play_money: bool
    expected_s: float
    media: str


class PendingView(TypedDict):
    """The button that sends the new cells."""

    count: int
    low: float
    high: float


class GridClip(TypedDict):
    """A cell's clip; its files lie at ``media`` below the base URL.

    ``stored`` tells whether the clip itself is served, ``derived`` whether its
    proxy and strip are made. Loudness is in LUFS.
    """

    sha256: str
    size: int
    width: int
    height: int
    fps: float
    frames: int
    duration: float
    has_audio: bool
    loudness: float | None
    stored: bool
    derived: bool


class CellLive(TypedDict):
    """What changes of a cell while its job runs."""

    job: str | None
    state: State
    flags: list[Flag]
    actions: list[JobAction]
    note: str
    cost: float | None
    began: float | None
    ended: float | None


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
    low: float
    high: float
    usual: float
    shape: list[int]
    live: CellLive
    clip: GridClip | None


class ImageView(TypedDict):
    """One input image; ``value`` is what the request will say."""

    value: str
    name: str
    thumbnail: str
    width: int
    height: int


class AskCode(TypedDict):
    """A view found no module on the page and asks for it."""

    type: Literal["code"]


class Code(TypedDict):
    """The module's source."""

    type: Literal["code"]
    code: str


class Act(TypedDict):
    """A button of a badge."""

    type: Literal["act"]
    action: JobAction


class Read(TypedDict):
    """A player asks for bytes of its clip."""

    type: Literal["read"]
    id: str
    sha256: str
    start: int
    length: int


class Chunk(TypedDict):
    """Bytes of a clip, in the message's buffer; or why there are none."""

    type: Literal["chunk"]
    id: str
    error: str | None


class BeginImage(TypedDict):
    """A file follows in chunks."""

    type: Literal["begin"]
    id: str
    name: str
    size: int


class ImageChunk(TypedDict):
    """Bytes of a file, in the message's buffer."""

    type: Literal["chunk"]
    id: str
    start: int


class ImageUrl(TypedDict):
    """A URL or a path of the kernel's machine."""

    type: Literal["url"]
    url: str


class RemoveImage(TypedDict):
    """Take an image away."""

    type: Literal["remove"]
    index: int


class ActOn(TypedDict):
    """A button of a cell."""

    type: Literal["act_on"]
    index: int
    action: JobAction


class Launch(TypedDict):
    """Send the new cells."""

    type: Literal["launch"]


class RetryFailed(TypedDict):
    """Take up every failed cell again."""

    type: Literal["retry_failed"]


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


class LivePatch(TypedDict):
    """One cell's job moved."""

    type: Literal["live"]
    index: int
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


StatusBadgeToPython = AskCode | Act
StatusBadgeFromPython = Code
VideoPlayerToPython = AskCode | Read
VideoPlayerFromPython = Code | Chunk
ImageInputToPython = AskCode | BeginImage | ImageChunk | ImageUrl | RemoveImage
ImageInputFromPython = Code
ComparisonGridToPython = (
    AskCode | ActOn | Launch | RetryFailed | Derive | ReadFile | TextRequest | FindDifferences
)
ComparisonGridFromPython = Code | Chunk | LivePatch | ClipPatch | TextReply | Differences


class Struct(t.Any):
    """A synced trait whose shape is one of the types above.

    Args:
        shape: A type expression of this module.
        default: The value at the start.
    """

    def __init__(self, shape: object, default: object = None) -> None:
        super().__init__(default)
        self.shape = shape
        self.tag(sync=True)
