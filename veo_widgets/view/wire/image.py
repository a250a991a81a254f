"""Input images."""

from __future__ import annotations

from typing import Literal, TypedDict

from veo_widgets.view.wire.common import AskCode, Code, MessageError


class ImageView(TypedDict):
    """One input image; ``value`` is what the request will say."""

    value: str
    name: str
    thumbnail: str
    width: int
    height: int


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
