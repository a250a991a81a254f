"""The clips of a grid: opened, read in stretches, taken frames from."""

from __future__ import annotations

import os
from operator import methodcaller
from typing import TYPE_CHECKING

from veo_widgets import errors
from veo_widgets._lib.files import file_word, written_free
from veo_widgets.client import Job
from veo_widgets.client.functions import known_models
from veo_widgets.home.paths import Home, open_home
from veo_widgets.media import (
    Clip,
    contact_sheet,
    frame_png,
    marks,
    open_known,
    poster,
    unwritable,
)
from veo_widgets.view.clip import Unopened, plain
from veo_widgets.view.wire.constants import FILE_ENDINGS, READ_MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from veo_widgets.catalogue import Model
    from veo_widgets.media import Derived
    from veo_widgets.view.wire.grid import ReadFile


def open_clip(source: Clip | Job | str | os.PathLike[str], derived: Derived) -> Clip:
    """Return a clip, a job's clip, or any MP4.

    Args:
        source: One of them.
        derived: Knows the files that were looked at before.

    Raises:
        MediaError: The file is no clip, or the job has none yet.
    """
    if isinstance(source, Clip):
        return source
    if isinstance(source, Job):
        clip = source.clip
        if clip is None:
            raise errors.MediaError(f"job {source.id} is {source.state}: it has no clip yet")
        return clip
    return open_known(source, derived.known)


def open_or_say(source: Clip | Job | str | os.PathLike[str], derived: Derived) -> Clip | Unopened:
    """Return what ``open_clip`` does, or why a file is no clip, to show in its place.

    Raises:
        MediaError: A job has no clip yet.
    """
    try:
        return open_clip(source, derived)
    except errors.MediaError as error:
        if not isinstance(source, (str, os.PathLike)):
            raise
        return Unopened(plain(os.fspath(source)).rpartition("/")[2], plain(str(error)))


def home_of(clip: Clip) -> Home | None:
    """Return the home that a clip lies in; ``None`` for a file from elsewhere."""
    home = Home(clip.path.parent.parent)
    return home if clip.path == home.clips / f"{clip.sha256}.mp4" else None


def model_of(clip: Clip) -> Model | None:
    """Return the model that made a clip, where it is known."""
    return known_models(home_of(clip) or open_home()).get(clip.model) if clip.model else None


def home_of_all(clips: Sequence[Clip]) -> Home:
    """Return the home that all clips lie in, or the usual one."""
    roots = {clip.path.parent.parent for clip in clips}
    first = home_of(clips[0]) if clips else None
    if len(roots) == 1 and first is not None and all(map(home_of, clips)):
        return first
    return open_home()


def stretch(path: Path, start: int, length: int) -> bytes:
    """Return bytes of a file, at most 8 MB.

    Raises:
        OSError: The file is not there.
    """
    with path.open("rb") as file:
        file.seek(max(0, start))
        return file.read(min(max(0, length), READ_MOST_BYTES))


def part_of(clip: Clip, derived: Derived, message: ReadFile) -> bytes:
    """Return a stretch of one of a clip's files.

    Args:
        clip: The clip.
        derived: Where its proxy and strip lie.
        message: Which file, from where, how much.

    Raises:
        MediaError: The cell shows another clip by now.
        OSError: The file is not there.
    """
    kind = message["kind"]
    if message["sha256"] != clip.sha256:
        raise errors.MediaError("this cell shows another clip now")
    if kind in {"clip", "poster"}:
        clip.check()
    if kind == "poster":
        return poster(clip.path)
    if kind == "marks":
        return marks(clip)
    made = derived.folder / f"{clip.sha256}{FILE_ENDINGS[kind]}"
    path = clip.path if kind == "clip" else made
    return stretch(path, message["start"], message["length"])


def frame_of(clip: Clip, at: float, folder: Path) -> Path:
    """Store a frame as a PNG and return its path; the same frame is stored once.

    Args:
        clip: The clip.
        at: Seconds of its file; the frame is the one on the screen then.
        folder: Where to.
    """
    number = clip.facts.frame_at(at)
    path = folder / f"{clip.sha256}.frame-{number}.png"
    if not path.exists():
        clip.check()
        data = frame_png(clip.path, clip.facts.time_of(number))
        clip.check()
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_bytes(data)
        fresh.replace(path)
    return path


def contact_sheet_of(clips: Sequence[tuple[str, Clip]], derived: Derived, target: Path) -> Path:
    """Write a picture of 12 frames of every clip, a line each.

    Args:
        clips: The clips, each with its title.
        derived: Where their strips lie; what is missing is made.
        target: A ``.png`` or ``.jpg``.

    Raises:
        MediaError: There is no clip, or one does not decode.
    """
    for _, clip in clips:
        derived.make(clip.path, clip.sha256).result()
    strips = [(title, derived.path(clip.sha256, "strip.jpg")) for title, clip in clips]
    return contact_sheet(strips, target)


def sheet_beside(
    clips: Sequence[tuple[str, Clip]], derived: Derived, folder: Path, title: str
) -> tuple[Path, list[str]]:
    """Write a contact sheet into a folder, over no other file, and return where it lies.

    Args:
        clips: The clips, each with its title.
        derived: Where their strips lie; what is missing is made.
        folder: Where to.
        title: What it is a sheet of; its file is named after it.

    Returns:
        The picture, and what to know of it: scripts that no font here can write.

    Raises:
        MediaError: There is no clip, or one does not decode.
        OSError: The folder takes no file.
    """
    stem = file_word(title, "clips")
    sheet = contact_sheet_of(clips, derived, derived.folder / f"{stem}.{os.getpid()}.sheet.png")
    try:
        picture = sheet.read_bytes()
        write = methodcaller("write_bytes", picture)
        target = written_free(folder, f"{stem} contact sheet", ".png", write)
    finally:
        sheet.unlink()
    return target, unwritable(name for name, _ in clips)
