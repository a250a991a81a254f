"""Marks files that were closed whole, so that opening them again does not read them through."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.files import write_private
from veo_widgets.home.schema import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "closed.json"
UNDER_WAY: Final = ("-wal", "-journal")


def seal(ledger: Path, journal: Path) -> None:
    """Note that two files say the same, as they are now.

    Args:
        ledger: The SQLite file, closed.
        journal: What was accepted.
    """
    if not _under_way(ledger):
        with contextlib.suppress(OSError):
            write_private(ledger.with_name(NAME), json.dumps(_state(ledger, journal)))


def is_sealed(ledger: Path, journal: Path) -> bool:
    """Tell whether nobody wrote to either file since both were closed whole."""
    try:
        noted = json.loads(ledger.with_name(NAME).read_text("utf-8"))
        return not _under_way(ledger) and bool(noted == _state(ledger, journal))
    except (OSError, ValueError):
        return False


def _under_way(ledger: Path) -> bool:
    """Tell whether another process has the file open, or died with it open."""
    return any(ledger.with_name(ledger.name + end).exists() for end in UNDER_WAY)


def _state(*files: Path) -> list[object]:
    stats = [path.stat() for path in files]
    return [MIGRATIONS[-1][0], *([s.st_ino, s.st_size, s.st_mtime_ns] for s in stats)]
