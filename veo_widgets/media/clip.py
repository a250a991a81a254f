"""A finished clip on disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.files import sha256_of
from veo_widgets._lib.values import file_path, short
from veo_widgets.errors import MediaError
from veo_widgets.media.facts import VideoInfo
from veo_widgets.media.probe import probe
from veo_widgets.media.settings import Origin, Settings, carried, origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from pathlib import Path

    from veo_widgets.core.record import JobRecord
    from veo_widgets.media.metrics import Reading

Stamp = tuple[int, int, int]


class Known(NamedTuple):
    """What a file is, and what was asked for it.

    Attributes:
        facts: Size, rate, length and sound.
        settings: How it was made; empty for a file from elsewhere.
    """

    facts: VideoInfo
    settings: Settings


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
        origin: Which job it is of, and when it was made, where known.
        estimate: US dollars that its job was expected to cost, least and most, where known.
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
    origin: Origin = field(default_factory=Origin)
    estimate: tuple[float, float] | None = field(default=None, compare=False)
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

        An exported clip and one of the local server carry how they were made and tell it
        again.

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

    def export(
        self,
        path: str | PathLike[str],
        *,
        cost: bool = False,
        sidecar: bool = False,
        sign: tuple[str | PathLike[str], str | PathLike[str]] | None = None,
    ) -> Path:
        """Write a copy that says how it was made, in words for this kit and for any tool.

        Pictures and sound are copied as they are. Model, parameters, ids and dates go into
        the file as XMP, with IPTC's digital source type; ``Clip.open`` reads them, and so
        does the studio the file is dropped on. A clip with Content Credentials stays byte
        for byte what it is, and its settings go into the JSON file beside it.

        Args:
            path: The file; one that is there is replaced.
            cost: Whether to tell what it cost.
            sidecar: Whether to write ``<path>.json`` beside it, too.
            sign: Your certificate's file (with those above it) and its key's, as PEM: the copy
                then carries Content Credentials of yours. Nothing is signed without them.

        Returns:
            The file.

        Raises:
            InvalidRequest: The path is no file's, or the clip's own; or what is to sign cannot.
            MediaError: The clip is gone, or the copy cannot be written.
        """
        from veo_widgets.media.export import export

        return export(self, path, cost=cost, sidecar=sidecar, sign=sign)

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
        told = known(sha256) or Known(probe(file), carried(file))
        after = stamp_of(file)
    except FileNotFoundError:
        raise MediaError(f"there is no clip {file}") from None
    except (OSError, ValueError) as error:
        raise MediaError(f"{file} cannot be read: {error}") from error
    if before != after:
        raise MediaError(f"{file} is being written: open it again when it is whole")
    made = told.settings
    return Clip(
        file,
        sha256,
        told.facts,
        made.parameters,
        made.model,
        made.cost,
        made.endpoint,
        made.origin,
        stamp=after,
    )


def clip_of(record: JobRecord, where: Callable[[str], Path]) -> Clip | None:
    """Return the clip of a job that is ready.

    Args:
        record: The job.
        where: Returns where the clip of a sha256 lies.
    """
    if record.state != "ready" or record.sha256 is None:
        return None
    return Clip(
        where(record.sha256),
        record.sha256,
        VideoInfo.from_dict(record.facts),
        record.parameters,
        record.model,
        record.cost,
        record.endpoint,
        origin_of(record),
        None if record.low is None or record.high is None else (record.low, record.high),
    )


def stamp_of(path: Path) -> Stamp:
    """Return what tells a file from the one that is written over it.

    Raises:
        OSError: There is no such file.
    """
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
