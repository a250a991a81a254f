"""The outermost boxes of an MP4: walked, and one of XMP put in without touching the rest."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

XMP: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
CREDENTIALS: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
MOST_XMP: Final = 4_000_000
MOST_BOXES: Final = 200_000
HEAD: Final = 8
LONG_HEAD: Final = 16
NAME: Final = 16
WIDE: Final = 1
TO_THE_END: Final = 0
MOST_PLAIN: Final = 2**32


class Box(NamedTuple):
    """A box of a file.

    Attributes:
        kind: Four letters.
        start: Where it begins.
        size: Bytes, head included.
        head: Bytes before what it holds.
        uuid: What names a ``uuid`` box; empty for others.
        open: Whether it says "to the end of the file" in place of its size.
    """

    kind: bytes
    start: int
    size: int
    head: int
    uuid: bytes = b""
    open: bool = False


def boxes_of(file: BinaryIO) -> list[Box]:
    """Return the outermost boxes of an MP4.

    Returns:
        None where the file is no MP4, or does not end with a whole box.
    """
    end, at, boxes = file.seek(0, os.SEEK_END), 0, list[Box]()
    while at < end:
        file.seek(at)
        start = file.read(LONG_HEAD + NAME)
        if len(start) < HEAD or len(boxes) == MOST_BOXES:
            return []
        size, kind = struct.unpack(">I4s", start[:HEAD])
        head, to_the_end = HEAD, size == TO_THE_END
        if size == WIDE and len(start) >= LONG_HEAD:
            head, size = LONG_HEAD, struct.unpack(">Q", start[HEAD:LONG_HEAD])[0]
        size = end - at if to_the_end else size
        if size < head or at + size > end or (not boxes and kind != b"ftyp"):
            return []
        uuid = start[head : head + NAME] if kind == b"uuid" else b""
        boxes.append(Box(kind, at, size, head + len(uuid), uuid, to_the_end))
        at += size
    return boxes


def has_credentials(path: Path) -> bool:
    """Tell whether a file carries Content Credentials, which any other change would break."""
    try:
        with path.open("rb") as file:
            return any(box.uuid == CREDENTIALS for box in boxes_of(file))
    except OSError:
        return False


def xmp_of(path: Path) -> bytes:
    """Return the XMP that a file carries; empty where there is none.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        for box in boxes_of(file):
            if box.uuid == XMP and box.size <= MOST_XMP:
                file.seek(box.start + box.head)
                return file.read(box.size - box.head)
    return b""


def appendable(path: Path) -> bool:
    """Tell whether XMP may simply follow what a file holds.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        boxes = boxes_of(file)
    marked = any(box.uuid in {XMP, CREDENTIALS} for box in boxes)
    return bool(boxes) and not (marked or boxes[-1].open or boxes[-1].kind == b"mfra")


def box_of(packet: bytes) -> bytes:
    """Return the box that holds XMP."""
    return struct.pack(">I4s", HEAD + NAME + len(packet), b"uuid") + XMP + packet


def put_xmp(path: Path, change: Callable[[bytes], bytes]) -> bool:
    """Put XMP into a file in place of what it has; no picture and no sound moves.

    What was there becomes a free box, so that every other byte stays where it is.

    Args:
        path: The MP4, which is changed.
        change: Returns the new XMP, of the one that is there.

    Returns:
        Whether the file could take it: it is an MP4 that ends with a whole box.

    Raises:
        OSError: It cannot be read or written.
    """
    with path.open("r+b") as file:
        boxes = boxes_of(file)
        if not boxes or (boxes[-1].open and boxes[-1].size >= MOST_PLAIN):
            return False
        old = next((box for box in boxes if box.uuid == XMP and box.size <= MOST_XMP), None)
        packet = b""
        if old is not None:
            file.seek(old.start + old.head)
            packet = file.read(old.size - old.head)
        last = boxes[-1]
        # An index of fragments is looked for at the very end.
        at = last.start if last.kind == b"mfra" else last.start + last.size
        file.seek(at)
        tail = file.read()
        if old is not None:
            file.seek(old.start + HEAD // 2)
            file.write(b"free")
        if last.open:
            file.seek(last.start)
            file.write(struct.pack(">I", last.size))
        file.seek(at)
        file.write(box_of(change(packet)) + tail)
    return True
