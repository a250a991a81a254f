"""A finished clip on disk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.values import file_path, short
from veo_widgets.errors import MediaError
from veo_widgets.media.probe import embedded_request, probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from pathlib import Path

    from veo_widgets.media.facts import VideoInfo
    from veo_widgets.media.metrics import Reading

Stamp = tuple[int, int, int]


class Known(NamedTuple):
    """What a file is, and what was asked for it.

    Attributes:
        facts: Size, rate, length and sound.
        model: The model's slug; empty for a file from elsewhere.
        parameters: What was asked; empty for a file from elsewhere.
    """

    facts: VideoInfo
    model: str
    parameters: Mapping[str, Any]


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
        stamp: The file's number, size and time of change when it was opened; none for
            a clip of a home, whose file is never written again.
    """

    path: Path
    sha256: str
    facts: VideoInfo
    parameters: Mapping[str, Any] = field(default_factory=dict)
    model: str = ""
    cost: float | None = None
    endpoint: str = ""
    stamp: Stamp | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        """Say what made it, its size and length, and where it lies."""
        facts = self.facts
        sound = "sound" if facts.has_audio else "silent"
        size = f"{facts.width}×{facts.height}, {facts.duration:.3g} s, {sound}"
        return f"Clip({self.model or 'a file'}, {size}, {str(self.path)!r})"

    @classmethod
    def open(cls, path: str | PathLike[str]) -> Clip:
        """Open any video that decodes here.

        A clip of the local server carries its request and tells it again.

        Raises:
            MediaError: There is no such file, it does not decode, or it is being written.
        """
        return open_known(path, lambda _: None)

    def scores(self, metrics: Iterable[str] | None = None) -> dict[str, Reading]:
        """Measure the clip here and now, by each metric that needs no model.

        Takes a second or two; ``sweep.scores()`` and ``compare(…).scores()`` keep what
        they measured, and know what was asked by role.

        Args:
            metrics: Names; all when not given.

        Raises:
            InvalidRequest: There is no such metric.
            MediaError: The clip does not decode.
        """
        from veo_widgets.media.metrics import Work, chosen, measure

        self.check()
        names = tuple(each.name for each in chosen(metrics))
        return measure(Work(self.path, names, self.parameters))

    def check(self) -> None:
        """Make sure that the file still holds the bytes that ``sha256`` names.

        Raises:
            MediaError: It was written again since it was opened, or is gone.
        """
        if self.stamp is None:
            return
        try:
            same = stamp_of(self.path) == self.stamp
        except OSError as error:
            raise MediaError(f"{self.path} is gone: {error.strerror}") from None
        if not same:
            raise MediaError(f"{self.path} was written again since it was opened: open it again")

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
        """Seconds of the picture; ``facts.length`` has those of the file."""
        return self.facts.duration

    @property
    def has_audio(self) -> bool:
        """Whether there is a sound track."""
        return self.facts.has_audio


def open_known(path: str | PathLike[str], known: Callable[[str], Known | None]) -> Clip:
    """Open any video, and read only its bytes where it is known already.

    Args:
        path: The file.
        known: Returns what an earlier look at the file of a sha256 found, if anything.

    Raises:
        MediaError: There is no such file, it does not decode, or it is being written.
    """
    file = file_path(path)
    if file is None:
        raise MediaError(f"there is no clip {short(path)}")
    try:
        before = stamp_of(file)
        sha256 = sha256_of(file)
        told = known(sha256) or Known(probe(file), *embedded_request(file))
        after = stamp_of(file)
    except FileNotFoundError:
        raise MediaError(f"there is no clip {file}") from None
    except (OSError, ValueError) as error:
        raise MediaError(f"{file} cannot be read: {error}") from error
    if before != after:
        raise MediaError(f"{file} is being written: open it again when it is whole")
    return Clip(file, sha256, told.facts, told.parameters, told.model, stamp=after)


def stamp_of(path: Path) -> Stamp:
    """Return what tells a file from the one that is written over it.

    Raises:
        OSError: There is no such file.
    """
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
