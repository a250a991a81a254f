"""A clip's player."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.view.wire.common import AskCode, Chunk, ClipFacts, Code, FactView, MessageError


class ClipView(ClipFacts):
    """All that a player needs to know of a clip.

    ``path`` is below the base URL; ``code`` is the call that made it, empty where that is
    not known.
    """

    title: str
    code: str
    prompt: str
    about: str
    path: str
    poster: str
    facts: list[FactView]


class Read(TypedDict):
    """A player asks for bytes of its clip."""

    type: Literal["read"]
    id: str
    sha256: str
    start: int
    length: int


class MakeProxy(TypedDict):
    """The browser cannot play the clip itself, and asks for its proxy."""

    type: Literal["make_proxy"]
    id: str
    sha256: str


class ProxyMade(TypedDict):
    """Where the proxy lies below the base URL; or why there is none."""

    type: Literal["proxy_made"]
    id: str
    path: str
    error: str | None


class ReadProxy(TypedDict):
    """A player asks for bytes of its clip's proxy."""

    type: Literal["read_proxy"]
    id: str
    sha256: str
    start: int
    length: int


class ReadMp3(TypedDict):
    """A player asks for bytes of its clip with its sound as MP3, which is made if it is not there."""

    type: Literal["read_mp3"]
    id: str
    sha256: str
    start: int
    length: int


class ReadStrip(TypedDict):
    """A player asks for bytes of its clip's strip of frames, which is made if it is not there."""

    type: Literal["read_strip"]
    id: str
    sha256: str
    start: int
    length: int


class ReadMarks(TypedDict):
    """A player asks for what a saved clip carries behind its own bytes."""

    type: Literal["read_marks"]
    id: str
    sha256: str
    start: int
    length: int


class Star(TypedDict):
    """Put a star on the job whose clip is played, or take it away."""

    type: Literal["star"]
    starred: bool


VideoPlayerToPython = (
    AskCode | Read | ReadMp3 | MakeProxy | ReadProxy | ReadStrip | ReadMarks | Star
)
VideoPlayerFromPython = Code | MessageError | Chunk | ProxyMade
