"""Clips and posters in the home, named by the sha256 of the clip."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

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
        """Return where a job's download grows."""
        return self.home.clips / f"{job}.part"

    def has(self, sha256: str | None) -> bool:
        """Tell whether a clip is on disk."""
        return sha256 is not None and self.clip(sha256).is_file()

    def keep(self, part: Path, sha256: str) -> Path:
        """Give a finished download its name, durably.

        The bytes reach the disk before the name does, so that a file with a
        clip's name is always a whole clip.
        """
        target = self.clip(sha256)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return target

    def poster(self, sha256: str) -> Path:
        """Return a clip's poster, made when it is not there yet.

        Raises:
            MediaError: The clip does not decode.
        """
        path = self.home.clips / f"{sha256}.jpg"
        if not path.exists():
            fresh = path.with_suffix(f".{os.getpid()}.tmp")
            fresh.write_bytes(poster(self.clip(sha256)))
            fresh.replace(path)
        return path

    def keep_image(self, name: str, data: bytes) -> Path:
        """Store an input image under its name (``<sha256>.<extension>``)."""
        path = self.home.images / name
        if not path.exists():
            fresh = path.with_suffix(f".{os.getpid()}.tmp")
            fresh.write_bytes(data)
            fresh.replace(path)
        return path
