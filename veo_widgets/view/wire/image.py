"""Input images."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.view.wire.common import AskCode, Code, MessageError

Medium = Literal["image", "video", "sound"]


class ImageView(TypedDict):
    """One input file; ``value`` is what the request will say.

    ``seconds`` is the length of a video or a sound, 0 where it is not known.
    """

    value: str
    name: str
    medium: Medium
    thumbnail: str
    width: int
    height: int
    seconds: float


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


ImageInputToPython = AskCode | BeginImage | ImageChunk | ImageUrl | RemoveImage
ImageInputFromPython = Code | MessageError
