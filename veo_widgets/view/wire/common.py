"""What every widget says and hears."""

from __future__ import annotations

from typing import Literal, TypedDict

JobAction = Literal["cancel", "retry", "resubmit", "unwatch"]
Retry = Literal["watch", "fetch", "send"]
"""What taking a job up again means: only to send may cost anything."""


class AskCode(TypedDict):
    """A view found no module on the page and asks for it."""

    type: Literal["code"]


class AskNow(TypedDict):
    """A view heard nothing for a while: a host may drop what threads of the kernel say."""

    type: Literal["ask_now"]


class Code(TypedDict):
    """The module's source."""

    type: Literal["code"]
    code: str


class MessageError(TypedDict):
    """A message that nothing was done for, and why; ``id`` is the message's, if it had one."""

    type: Literal["error"]
    id: str | None
    error: str


class Chunk(TypedDict):
    """Bytes of a clip, in the message's buffer; or why there are none."""

    type: Literal["chunk"]
    id: str
    error: str | None


class FactView(TypedDict):
    """One fact of a clip: what was asked, the model's defaults included where known, what came."""

    name: str
    asked: str | None
    got: str
    differs: bool


class ClipFacts(TypedDict):
    """What a clip's file says of itself: bytes, pixels, frames a second, seconds.

    Frames are presented from ``start`` on at ``fps``, or at ``times`` where the rate
    varies; ``duration`` is the picture's, ``length`` the file's with its sound. Of an
    ``uneven`` clip browsers skip frames when they seek.
    """

    sha256: str
    size: int
    width: int
    height: int
    fps: float
    frames: int
    start: float
    times: list[float]
    uneven: bool
    duration: float
    length: float
    codec: str
    has_audio: bool


class NamedText(TypedDict):
    """A name and its value."""

    name: str
    text: str


CopyButtonToPython = AskCode
CopyButtonFromPython = Code | MessageError
