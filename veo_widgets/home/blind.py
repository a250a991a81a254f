"""Folders of a home for what only one judgement may see."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.files import PRIVATE_FOLDER, make_private

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.home.paths import Home

LOCK: Final = "lock"


class PrivateFolder:
    """A folder of a random name that goes with what it was made for.

    Its lock is held as long as this process lives; ``clear`` removes those nobody holds.

    Args:
        home: Where it lies.
    """

    def __init__(self, home: Home) -> None:
        from filelock import FileLock

        self.path = home.blind / secrets.token_hex(8)
        home.blind.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        make_private(home.blind)
        self.path.mkdir(mode=PRIVATE_FOLDER)
        self._lock = FileLock(self.path / LOCK, mode=0o600)
        self._lock.acquire()

    def fresh(self) -> Path:
        """Return the path of an MP4 that is not there yet."""
        return self.path / f"{secrets.token_hex(8)}.mp4"

    def remove(self) -> None:
        """Remove it with all that is in it."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def clear(home: Home) -> None:
    """Remove what judgements left behind that ended without a word."""
    if not home.blind.is_dir():
        return
    from filelock import FileLock, Timeout

    for folder in home.blind.iterdir():
        lock = FileLock(folder / LOCK, timeout=0, mode=0o600)
        with contextlib.suppress(Timeout, OSError, NotImplementedError):
            lock.acquire()
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)
