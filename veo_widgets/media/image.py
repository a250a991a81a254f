"""Input images: a path, bytes, a data URI or a URL."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from dataclasses import dataclass
from typing import Final

from veo_widgets._lib.values import file_path, short
from veo_widgets.errors import MediaError
from veo_widgets.media.stored import InputFile

MOST_BYTES: Final = 20_000_000
MOST_PIXELS: Final = 50_000_000
MARKER: Final = 0xFF
SCAN: Final = 0xDA
END: Final = b"\xff\xd9"
KINDS: Final = {
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class InputImage(InputFile):
    """An image as it will be uploaded: JPEG, PNG or WebP.

    Attributes:
        width: Pixels.
        height: Pixels.
    """

    width: int
    height: int


def read_image(source: str | bytes | os.PathLike[str]) -> InputImage:
    """Read and check an image from disk, memory or a data URI.

    Args:
        source: A path, the bytes, or ``data:image/…;base64,…``.

    Raises:
        MediaError: It cannot be read, is larger than 20 MB or 50 megapixels, or
            is no JPEG, PNG or WebP.
    """
    data = source if isinstance(source, bytes) else load(source)
    if len(data) > MOST_BYTES:
        raise MediaError(
            f"the image has {len(data) / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} "
            "MB are taken: save it smaller"
        )
    kind = next((name for name, magic in KINDS.items() if magic.match(data)), None)
    if kind is None:
        raise MediaError("the file is no JPEG, PNG or WebP image, whatever its name says")
    width, height = _size(data)
    if not _is_whole(data, kind):
        raise MediaError(f"the image is cut short: its {kind.upper()} data has no end")
    return InputImage(data, kind, hashlib.sha256(data).hexdigest(), width, height)


def load(source: str | os.PathLike[str], most: int = MOST_BYTES, medium: str = "image") -> bytes:
    """Return the bytes of a file or a data URI.

    Args:
        source: A path, or ``data:…;base64,…``.
        most: The most bytes that are taken.
        medium: What it is to be, for people.

    Raises:
        MediaError: It cannot be read, or is too large.
    """
    text = os.fspath(source)
    if text.startswith("data:"):
        head, _, body = text.partition(",")
        if ";base64" not in head:
            raise MediaError(f"a data URI of this {medium} must be base64")
        try:
            return base64.b64decode(body, validate=True)
        except binascii.Error as error:
            raise MediaError(f"the data URI is broken: {error}") from None
    path = file_path(text)
    if path is None:
        raise MediaError(f"there is no {medium} {short(text)}")
    try:
        if path.stat().st_size > most:
            size = path.stat().st_size / 1e6
            raise MediaError(f"{path} has {size:.1f} MB; at most {most / 1e6:.0f} MB are taken")
        return path.read_bytes()
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}") from None


def _is_whole(data: bytes, kind: str) -> bool:
    """Tell whether an image has its end; decoders fill up what is missing with grey."""
    if kind == "webp":
        return len(data) >= int.from_bytes(data[4:8], "little") + 8
    if kind == "png":
        return b"IEND\xaeB`\x82" in data
    at = 2
    while at + 4 <= len(data) and data[at] == MARKER:
        if data[at + 1] == SCAN:
            return data.find(END, at) > 0
        fill = data[at + 1] == MARKER
        at += 1 if fill else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels, the image decoded to know that it does."""
    import io

    import av

    try:
        with av.open(io.BytesIO(data), "r") as container:
            video = container.streams.video[0]
            if video.width * video.height > MOST_PIXELS:
                raise MediaError(
                    f"the image has {video.width}x{video.height} pixels; at most "
                    f"{MOST_PIXELS // 1_000_000} megapixels are taken"
                )
            frame = next(container.decode(video))
    except (av.FFmpegError, StopIteration, IndexError) as error:
        raise MediaError(f"the image does not decode: {error}") from None
    return frame.width, frame.height
