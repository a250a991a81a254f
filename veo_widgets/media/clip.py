"""A finished clip on disk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.values import file_path, short
from veo_widgets.errors import MediaError
from veo_widgets.media.probe import VideoInfo, embedded_request, probe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from pathlib import Path


@dataclass(frozen=True)
class Clip(Displayable):
    """A video file with what was asked and what came back.

    Attributes:
        path: The MP4, absolute.
        sha256: 64 hexadecimal digits of its bytes.
        facts: Size, rate, length and sound, read from the file.
        parameters: What was asked; empty for a file from elsewhere.
        model: The model's slug; empty for a file from elsewhere.
        cost: US dollars, where known.
        endpoint: Where it was made; empty for a file from elsewhere.
    """

    path: Path
    sha256: str
    facts: VideoInfo = field(repr=False)
    parameters: Mapping[str, Any] = field(default_factory=dict, repr=False)
    model: str = ""
    cost: float | None = None
    endpoint: str = field(default="", repr=False)

    @classmethod
    def open(cls, path: str | PathLike[str]) -> Clip:
        """Open any MP4.

        A clip of the local server carries its request and tells it again.

        Raises:
            MediaError: There is no such file, or it does not decode.
        """
        file = file_path(path)
        if file is None or not file.is_file():
            raise MediaError(f"there is no clip {short(path) if file is None else file}")
        facts = probe(file)
        model, parameters = embedded_request(file)
        return cls(file, sha256_of(file), facts, parameters, model)

    @property
    def width(self) -> int:
        """Pixels."""
        return self.facts.width

    @property
    def height(self) -> int:
        """Pixels."""
        return self.facts.height

    @property
    def fps(self) -> float:
        """Frames a second."""
        return self.facts.fps

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.facts.duration

    @property
    def has_audio(self) -> bool:
        """Whether there is a sound track."""
        return self.facts.has_audio


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
