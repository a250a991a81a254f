"""On which kind of file system a home lies: shares need another care than disks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

SHARED: Final = frozenset(
    [
        "9p",
        "afs",
        "afpfs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "drvfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
    ]
)
"""File systems that several machines, or a machine and its host, see at once."""


def file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system that a path lies on; empty when not known.

    Args:
        path: Absolute.
        mounts: What ``/proc/mounts`` says.
    """
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_unescaped(fields[1]))
        if len(point.parts) >= deepest and path.is_relative_to(point):
            deepest, kind = len(point.parts), fields[2]
    return kind


def is_shared(kind: str) -> bool:
    """Tell whether a type of file system cannot share memory between its users."""
    return kind in SHARED or kind.startswith("fuse")


def read_mounts() -> str:
    """Return what the system has mounted; empty where it does not say."""
    try:
        return Path("/proc/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def lies_on_share(path: Path, mounts: str) -> bool:
    """Tell whether a path lies on a share.

    Args:
        path: A file or folder, there or not.
        mounts: What ``/proc/mounts`` says.
    """
    return is_shared(file_system(Path(os.path.realpath(path)), mounts))


def _unescaped(point: str) -> str:
    for code, sign in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        point = point.replace(code, sign)
    return point
