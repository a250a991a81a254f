"""Bring a clip to disk: streamed, resumed, measured, and only then named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from veo_widgets.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from veo_widgets.service import Download

GONE: Final = frozenset({401, 403, 404, 410})
MOST_BYTES: Final = 4_000_000_000


class ClipGone(MediaError):
    """The host does not have the file at this address, or no longer."""


class Opener(Protocol):
    """Opens a URL from a byte on."""

    def __call__(self, url: str, start: int = 0) -> AbstractAsyncContextManager[Download]:
        """Return the file that is being sent."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A download that is complete.

    Attributes:
        sha256: 64 hexadecimal digits.
        size: Bytes.
    """

    sha256: str
    size: int


async def fetch(opener: Opener, url: str, part: Path) -> Fetched:
    """Stream a URL into a ``.part`` file, going on where an earlier try ended.

    Args:
        opener: Opens the URL from a byte on.
        url: The clip.
        part: The growing file; it stays when this fails.

    Raises:
        ClipGone: The host has no such file; another address may.
        MediaError: What came is no video, or shorter than announced.
        EndpointUnreachable: The connection broke; call again to go on.
    """
    start = part.stat().st_size if part.exists() else 0
    async with opener(url, start) as download:
        if download.status == 416:
            part.unlink(missing_ok=True)
            raise MediaError(f"the host refused to go on at byte {start}")
        if download.status in GONE:
            raise ClipGone(f"the clip's host answered {download.status}")
        if download.status not in {200, 206}:
            raise MediaError(f"the clip's host answered {download.status}")
        if download.headers.get("content-type", "").startswith(("text/", "application/json")):
            raise MediaError("the clip's host answered with a page instead of a video")
        resumed = download.status == 206
        await _save(download.chunks, part, "ab" if resumed else "wb")
        length = download.headers.get("content-length")
        wanted = (start if resumed else 0) + int(length) if length else None
    size = part.stat().st_size
    if wanted is not None and size < wanted:
        raise MediaError(f"the download broke off: {size} of {wanted} bytes")
    with part.open("rb") as file:
        return Fetched(hashlib.file_digest(file, "sha256").hexdigest(), size)


async def _save(chunks: AsyncIterator[bytes], part: Path, mode: str) -> None:
    with part.open(mode) as file:
        async for chunk in chunks:
            file.write(chunk)
            if file.tell() > MOST_BYTES:
                raise MediaError(f"the download passed {MOST_BYTES / 1e9:.0f} GB")


async def save_stream(chunks: AsyncIterator[bytes], part: Path) -> Fetched:
    """Write a clip that is already streaming, from its first byte."""
    await _save(chunks, part, "wb")
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Fetched(digest, part.stat().st_size)
