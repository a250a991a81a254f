"""Clips and posters in the home, named by the sha256 of the clip."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from veo_widgets._lib.files import (
    PRIVATE_FOLDER,
    sha256_of,
    step_aside,
    sync,
    sync_folder,
    write_whole,
)
from veo_widgets.media.still import poster

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.home.paths import Home


class Store:
    """The clips of one home.

    Args:
        home: Where they lie.
    """

    def __init__(self, home: Home) -> None:
        self.home = home

    def clip(self, sha256: str) -> Path:
        """Return where a clip lies, whether it is there or not."""
        return self.home.clips / f"{sha256}.mp4"

    def part(self, job: str) -> Path:
        """Return where a job's download grows; its folder is made, what is in the way moved.

        Raises:
            OSError: The folder cannot be made.
        """
        path = self.home.clips / f"{job}.part"
        if self.home.clips.exists() and not self.home.clips.is_dir():
            step_aside(self.home.clips)
        self.home.clips.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        _clear(path)
        return path

    def has(self, sha256: str | None, size: object = None) -> bool:
        """Tell whether a clip is on disk, as far as its size tells.

        Args:
            sha256: Which clip.
            size: Bytes that it must have, where they are known.
        """
        if sha256 is None:
            return False
        try:
            status = self.clip(sha256).stat()
        except OSError:
            return False
        regular = stat.S_ISREG(status.st_mode) and status.st_size > 0
        return regular and (not isinstance(size, int) or status.st_size == size)

    def whole(self, sha256: str) -> bool:
        """Tell whether a clip's bytes are those it is named by; reads all of them."""
        try:
            return sha256_of(self.clip(sha256)) == sha256
        except OSError:
            return False

    def keep(self, part: Path, sha256: str) -> Path:
        """Give a finished download its name, durably.

        The bytes reach the disk before the name does, so that a file with a
        clip's name is always a whole clip.
        """
        target = self.clip(sha256)
        with part.open("rb") as file:
            sync(file.fileno())
        _clear(target)
        part.replace(target)
        sync_folder(target.parent)
        return target

    def poster(self, sha256: str) -> Path:
        """Return a clip's poster, made when it is not there yet.

        Raises:
            MediaError: The clip does not decode.
        """
        path = self.home.clips / f"{sha256}.jpg"
        if not path.is_file():
            data = poster(self.clip(sha256))
            _clear(path)
            write_whole(path, data)
        return path

    def keep_image(self, name: str, data: bytes) -> Path:
        """Store an input image under its name (``<sha256>.<extension>``)."""
        path = self.home.images / name
        if not self.has_image(path, data):
            self.home.images.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            _clear(path)
            write_whole(path, data)
        return path

    @staticmethod
    def has_image(path: Path, data: bytes) -> bool:
        """Tell whether an image is stored whole."""
        return path.is_file() and path.stat().st_size == len(data)


def _clear(path: Path) -> None:
    """Move a folder aside that has a file's name."""
    if path.is_dir():
        step_aside(path)
