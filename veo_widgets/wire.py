"""What crosses between kernel and browser; ``js/src/wire.gen.ts`` is made from this.

Times are seconds since the epoch by the kernel's clock, money is in US dollars.
"""

from __future__ import annotations

from typing import Literal, TypedDict

import traitlets as t

from veo_widgets._jobs import Flag, State

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


StatusBadgeToPython = AskCode | Act
StatusBadgeFromPython = Code
VideoPlayerToPython = AskCode | Read
VideoPlayerFromPython = Code | Chunk
ImageInputToPython = AskCode | BeginImage | ImageChunk | ImageUrl | RemoveImage
ImageInputFromPython = Code


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
