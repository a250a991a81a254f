"""Clips and uploads on disk, within a size and an age."""

from __future__ import annotations

import os
import re
import uuid
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.server.settings import Settings

KEPT: Final = (
    "jpeg",
    "png",
    "webp",
    "mp4",
    "mov",
    "webm",
    "wav",
    "mp3",
    "aac",
    "ogg",
    "flac",
    "m4a",
)
ASSET: Final = re.compile(rf"[0-9a-f-]{{36}}\.(?:{'|'.join(KEPT)})")
DAY_S: Final = 86_400.0


class Files:
    """What the server keeps beside its records.

    Args:
        settings: The folder and its limits.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.clips = settings.folder / "clips"
        self.assets = settings.folder / "assets"

    def asset(self, name: str) -> Path | None:
        """Return an uploaded file; a name that this server would not give has none."""
        path = self.assets / name
        return path if ASSET.fullmatch(name) and path.is_file() else None

    def keep_asset(self, data: bytes, kind: str) -> str:
        """Store an uploaded file and return its name."""
        name = f"{uuid.uuid4()}.{kind if kind in KEPT else KEPT[0]}"
        self.put(self.assets / name, data)
        return name

    def clip(self, name: str | None) -> Path | None:
        """Return a clip that has not aged out."""
        path = self.clips / name if name else None
        return path if path is not None and path.is_file() else None

    def put(self, path: Path, data: bytes) -> None:
        """Write a file whole or not at all."""
        part = path.with_suffix(".part")
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def used(self, name: str, now: float) -> None:
        """Count a clip's age from now on."""
        os.utime(self.clips / name, (now, now))

    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(size for _, size, _ in self._all())

    def tidy(self, now: float) -> int:
        """Remove what is too old, then the oldest until the rest fits.

        Args:
            now: Seconds since the epoch.

        Returns:
            How many files went.
        """
        oldest = now - self._settings.clip_days * DAY_S
        room = self._settings.clip_gigabytes * 1e9
        gone = 0
        for changed, size, path in sorted(self._all(), reverse=True):
            room -= size
            if changed < oldest or room < 0:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _all(self) -> list[tuple[float, int, Path]]:
        files = []
        for folder in (self.clips, self.assets):
            for path in folder.iterdir():
                try:
                    facts = path.stat()
                except FileNotFoundError:
                    continue
                files.append((facts.st_mtime, facts.st_size, path))
        return files
