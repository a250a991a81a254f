"""Files written whole or not at all, and read by this user alone."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import logging
import os
import re
import secrets
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_log = logging.getLogger(__name__)

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
REFUSED: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""What a file system answers that has no ``fsync`` of its own."""
NAME_MOST: Final = 60
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})

_warned: set[str] = set()


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user reads, whole or not at all."""
    write_whole(path, text.encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that only this user reads, whole or not at all."""
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    try:
        with open(fresh, "xb", opener=private) as file:
            file.write(data)
        fresh.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def private(path: str, flags: int) -> int:
    """Open a file as ``open(opener=private)`` wants it: new ones are this user's alone."""
    return os.open(path, flags, PRIVATE_FILE)


def make_private(path: Path) -> None:
    """Take a file or folder from other users, where the file system knows of users."""
    mode = PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE
    with contextlib.suppress(OSError):
        if stat.S_IMODE(path.stat().st_mode) != mode:
            path.chmod(mode)


def sync(descriptor: int) -> None:
    """Wait until a file's bytes are on the disk.

    Shares and some virtual disks refuse this: it is said once, and not waited for.

    Raises:
        OSError: The bytes did not get there.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in REFUSED:
            raise
        _warn(error)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where this can be asked for."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in FULL:
            raise
        _warn(error)


def _warn(error: OSError) -> None:
    reason = error.strerror or str(error)
    if reason not in _warned:
        _warned.add(reason)
        _log.warning(
            "this file system does not confirm what it writes (%s): "
            "the last moments before a power cut may be missing",
            reason,
        )


def step_aside(path: Path, mark: str = "aside") -> Path:
    """Rename what is at a path to a free name beside it; nothing is deleted.

    Args:
        path: What is in the way.
        mark: Stands in the new name.

    Returns:
        Where it is now.
    """
    number = 1
    while os.path.lexists(target := path.with_name(f"{path.name}.{mark}-{number}")):
        number += 1
    path.rename(target)
    return target


def written_free(folder: Path, stem: str, ending: str, write: Callable[[Path], object]) -> Path:
    """Write a file under the first name that no other has, and return where it lies.

    Args:
        folder: Where to.
        stem: What to call it; a number stands behind it where the name is taken.
        ending: ``.yaml``.
        write: Is given the file, there and empty; where it fails, nothing is left.

    Raises:
        OSError: The folder takes no file.
    """
    gap = " " if " " in stem else "-"
    for number in itertools.count(1):
        path = folder / f"{stem}{f'{gap}{number}' if number > 1 else ''}{ending}"
        try:
            path.open("xb").close()
        except FileExistsError:
            continue
        try:
            write(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path
    raise AssertionError(folder)


def file_word(text: str, usual: str) -> str:
    """Return what a file may be called after a text, which may be of anything."""
    return re.sub(r"[^\w.-]+", "-", text)[:NAME_MOST].strip("-.") or usual


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
