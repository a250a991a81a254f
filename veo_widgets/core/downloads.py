"""What a host's answer to a download means, and where a broken one goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

GONE: Final = frozenset({401, 403, 404, 410})
RANGE: Final = re.compile(r"bytes\s+(\d+)-\d+/(\d+|\*)")

Answer = Literal["whole", "rest", "restart", "gone", "trouble"]


@dataclass(frozen=True, slots=True)
class Version:
    """Which file a host sends, so that two versions are never spliced.

    Attributes:
        tag: Its ETag, else its date of change; empty when not told.
        size: Bytes of the whole file, when told.
    """

    tag: str = ""
    size: int | None = None

    def same(self, other: Version) -> bool:
        """Tell whether nothing that is told of both speaks against one file."""
        tags = not self.tag or not other.tag or self.tag == other.tag
        sizes = self.size is None or other.size is None or self.size == other.size
        return tags and sizes


def version(status: int, headers: Mapping[str, str]) -> Version:
    """Read a version off an answer (RFC 9110, 8.8 and 14.4).

    Args:
        status: The HTTP code.
        headers: By lower-case name.
    """
    tag = headers.get("etag") or headers.get("last-modified") or ""
    if status == 206:
        found = RANGE.fullmatch(headers.get("content-range", "").strip())
        return Version(tag, int(found[2]) if found and found[2] != "*" else None)
    length = headers.get("content-length", "")
    encoded = headers.get("content-encoding", "identity") != "identity"
    return Version(tag, int(length) if length.isdigit() and not encoded else None)


def answer(status: int, headers: Mapping[str, str], start: int, begun: Version) -> Answer:
    """Tell what to do with what a host begins to send.

    Args:
        status: The HTTP code.
        headers: By lower-case name.
        start: The first byte that was asked for.
        begun: What the bytes before it were taken from.

    Returns:
        ``whole`` (write from the start), ``rest`` (write after ``start``), ``restart``
        (drop what is there and ask for all of it), ``gone`` (the host has no such
        file) or ``trouble`` (a host or a portal that says nothing of the file).
    """
    if status == 416:
        return "restart"
    if status in GONE:
        return "gone"
    page = headers.get("content-type", "").startswith(("text/", "application/json"))
    if status not in {200, 206} or page:
        return "trouble"
    if status == 200:
        return "whole"
    found = RANGE.fullmatch(headers.get("content-range", "").strip())
    at = int(found[1]) if found else start
    return "rest" if at == start and begun.same(version(status, headers)) else "restart"


def forgotten(words: int, seconds: float, patience_s: float) -> bool:
    """Tell whether to believe a service that it knows a request or a file no more.

    Args:
        words: How often in a row it said so itself.
        seconds: For how long.
        patience_s: How long it is not believed.
    """
    return words >= 4 and seconds >= patience_s
