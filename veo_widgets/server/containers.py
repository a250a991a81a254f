"""What a file is, told by its first bytes, and opened as nothing else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from veo_widgets.server import images

if TYPE_CHECKING:
    from av.container import InputContainer

READERS: Final = {"mov": "mp4", "m4a": "mp4", "webm": "matroska"}
BOTH: Final = frozenset({"m4a", "webm"})


def kind_of(data: bytes) -> tuple[str, str]:
    """Return ``image``, ``video`` or ``sound`` and the extension; nothing for another file."""
    from veo_widgets.media.input_file import KINDS

    told = [
        (medium, name)
        for medium in ("sound", "video")
        for name, magic in KINDS[medium].items()
        if magic.match(data)
    ]
    plain = next((pair for pair in told if pair[1] not in BOTH), None)
    picture = images.kind_of(data)
    if plain is not None or picture is None:
        return plain or next(iter(told[::-1]), ("", ""))
    return "image", picture


def opened(data: bytes) -> InputContainer:
    """Open a video or a sound; its reader is named, so that no playlist is followed.

    Raises:
        FFmpegError: It is broken.
        ValueError: It is neither.
    """
    import av

    kind = kind_of(data)[1]
    if not kind:
        raise ValueError("it is neither a video nor a sound")
    return av.open(io.BytesIO(data), "r", format=READERS.get(kind, kind))
