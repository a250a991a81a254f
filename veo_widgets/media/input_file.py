"""Input files of any medium: what is uploaded, its kind told by its bytes."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.values import short
from veo_widgets.errors import MediaError
from veo_widgets.media.image import InputImage, load, read_image
from veo_widgets.media.stored import InputFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_BYTES: Final[Mapping[str, int]] = {
    "image": 20_000_000,
    "video": 200_000_000,
    "sound": 50_000_000,
}
KINDS: Final[Mapping[str, Mapping[str, re.Pattern[bytes]]]] = {
    "video": {
        "mov": re.compile(rb"....ftypqt  ", re.DOTALL),
        "mp4": re.compile(rb"....ftyp(?!M4A)", re.DOTALL),
        "webm": re.compile(rb"\x1a\x45\xdf\xa3"),
    },
    "sound": {
        "wav": re.compile(rb"RIFF....WAVE", re.DOTALL),
        "mp3": re.compile(rb"ID3|\xff[\xfb\xf3\xf2\xfa]"),
        "aac": re.compile(rb"\xff[\xf1\xf9]"),
        "ogg": re.compile(rb"OggS"),
        "flac": re.compile(rb"fLaC"),
        "m4a": re.compile(rb"....ftyp", re.DOTALL),
        "webm": re.compile(rb"\x1a\x45\xdf\xa3"),
    },
}
TYPES: Final[Mapping[str, str]] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
}
SAME: Final = {"jpg": "jpeg"}


def media_type(name: str) -> str:
    """Return the media type of an input file of the home, by its name."""
    kind = name.rpartition(".")[2]
    return TYPES.get(kind, f"image/{kind}")


def read_input(
    source: str | bytes | os.PathLike[str],
    medium: str = "image",
    most: int | None = None,
    accept: Sequence[str] = (),
) -> InputImage | InputFile:
    """Read and check a picture, a video or a sound from disk, memory or a data URI.

    Args:
        source: A path, the bytes, or ``data:…;base64,…``.
        medium: ``image``, ``video`` or ``sound``.
        most: The most bytes that the model takes, where that is told.
        accept: The kinds that the model takes, such as ``png``, where they are told.

    Raises:
        MediaError: It cannot be read, is too large, or is of another kind.
    """
    limit = min(most or MOST_BYTES[medium], MOST_BYTES[medium])
    if medium == "image":
        image = read_image(source)
        _within(len(image.data), limit, medium)
        _accepted(image.kind, accept, medium)
        return image
    data = source if isinstance(source, bytes) else load(source, limit, medium)
    _within(len(data), limit, medium)
    kind = next((name for name, magic in KINDS[medium].items() if magic.match(data)), None)
    if kind is None:
        known = ", ".join(name.upper() for name in KINDS[medium])
        what = "the file" if isinstance(source, bytes) else short(os.fspath(source))
        raise MediaError(f"{what} is no {medium} of a kind that is taken: {known}")
    _accepted(kind, accept, medium)
    return InputFile(data, kind, hashlib.sha256(data).hexdigest())


def _within(size: int, limit: int, medium: str) -> None:
    if size > limit:
        raise MediaError(
            f"the {medium} has {size / 1e6:.1f} MB; at most {limit / 1e6:g} MB are taken"
        )


def _accepted(kind: str, accept: Sequence[str], medium: str) -> None:
    kinds = {SAME.get(name, name) for name in accept} & {
        "jpeg",
        "png",
        "webp",
        *KINDS.get(medium, ()),
    }
    if kinds and kind not in kinds:
        listed = ", ".join(name.upper() for name in sorted(kinds))
        raise MediaError(f"the {medium} is {kind.upper()}; this model takes {listed}")
