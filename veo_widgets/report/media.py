"""The files that go along with a report, by the names that its page knows them by."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from veo_widgets.errors import MediaError
from veo_widgets.media import poster, smaller
from veo_widgets.view.wire.constants import FILE_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from veo_widgets.media import Clip, Derived

MADE: Final = ("pictures", "small", "strip")
POSTER_WIDTH: Final = 480


class MediaFile(NamedTuple):
    """A file of a report: its name, and where its bytes are."""

    name: str
    source: Path | bytes

    @property
    def size(self) -> int:
        """How many bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    def read(self) -> bytes:
        """Return its bytes."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()

    @property
    def is_picture(self) -> bool:
        """Whether it is shown without playing."""
        return self.name.endswith(".jpg") and not self.name.endswith(FILE_ENDINGS["strip"])


def media_of(clips: Iterable[Clip], derived: Derived) -> list[MediaFile]:
    """Return the files of clips, each once: small copies and posters, which show first; then the clips.

    Args:
        clips: The clips.
        derived: Where what was made of them lies.

    Raises:
        MediaError: A clip is no longer what it was.
    """
    files: list[MediaFile] = []
    whole: list[MediaFile] = []
    for clip in {clip.sha256: clip for clip in clips}.values():
        clip.check()
        whole.append(MediaFile(f"{clip.sha256}{FILE_ENDINGS['clip']}", clip.path))
        if derived.has(clip.sha256):
            made = [f"{clip.sha256}{FILE_ENDINGS[kind]}" for kind in MADE]
            files += [MediaFile(name, derived.folder / name) for name in made]
        with suppress(MediaError, OSError):
            still = smaller(poster(clip.path), POSTER_WIDTH)
            files.append(MediaFile(f"{clip.sha256}{FILE_ENDINGS['poster']}", still))
    return files + whole


def total(files: Iterable[MediaFile]) -> int:
    """Return how many bytes files have together."""
    return sum(file.size for file in files)
