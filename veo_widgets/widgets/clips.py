"""The clips of a grid: opened, read in stretches, taken frames from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from veo_widgets import errors
from veo_widgets.client import Job
from veo_widgets.home.paths import Home, open_home
from veo_widgets.media import Clip, frame_png, poster
from veo_widgets.widgets.player import LONGEST_READ

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from veo_widgets.media import Derived


def open_clip(one: Clip | Job | str | os.PathLike[str]) -> Clip:
    """Return a clip, a job's clip, or any MP4.

    Raises:
        MediaError: The file is no clip, or the job has none yet.
    """
    if isinstance(one, Clip):
        return one
    if isinstance(one, Job):
        clip = one.clip
        if clip is None:
            raise errors.MediaError(f"job {one.id} is {one.state}: it has no clip yet")
        return clip
    return Clip.open(one)


def home_of_all(clips: Sequence[Clip]) -> Home:
    """Return the home that all clips lie in, or the usual one."""
    roots = {clip.path.parent.parent for clip in clips}
    if len(roots) == 1:
        home = Home(roots.pop())
        if all(clip.path == home.clips / f"{clip.sha256}.mp4" for clip in clips):
            return home
    return open_home()


def part_of(clip: Clip, derived: Derived, asked: Mapping[str, Any]) -> bytes:
    """Return a stretch of one of a clip's files.

    Args:
        clip: The clip.
        derived: Where its proxy and strip lie.
        asked: ``kind``, and ``start`` and ``length`` in bytes; at most 8 MB.

    Raises:
        MediaError: The cell shows another clip by now.
        OSError: The file is not there.
        KeyError: There is no such kind.
    """
    kind = str(asked["kind"])
    if asked.get("sha256") not in {None, clip.sha256}:
        raise errors.MediaError("this cell shows another clip now")
    if kind == "poster":
        return poster(clip.path)
    paths = {
        "clip": clip.path,
        "proxy": derived.path(clip.sha256, "proxy.mp4"),
        "strip": derived.path(clip.sha256, "strip.jpg"),
    }
    start, length = int(asked["start"]), int(asked["length"])
    with Path(paths[kind]).open("rb") as file:
        file.seek(max(0, start))
        return file.read(min(length, LONGEST_READ))


def frame_of(clip: Clip, at: float, folder: Path) -> Path:
    """Store a frame as a PNG and return its path; the same frame is stored once.

    Args:
        clip: The clip.
        at: Seconds into it.
        folder: Where to.
    """
    number = int(at * clip.fps + 1e-3)
    path = folder / f"{clip.sha256}-{number}.png"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(frame_png(clip.path, (number + 0.5) / clip.fps))
    return path
