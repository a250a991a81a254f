"""Bring a clip to disk: streamed, resumed, measured, and only then named."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final, Protocol

from veo_widgets._lib.files import private, write_private
from veo_widgets.core.downloads import Version, answer, version
from veo_widgets.errors import EndpointUnreachable, MediaError
from veo_widgets.media.facts import VideoInfo
from veo_widgets.media.probe import ClipBroken

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from veo_widgets.service import Download

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

    A file that changed at its host since then is taken from its first byte.

    Args:
        opener: Opens the URL from a byte on.
        url: The clip.
        part: The growing file; it stays when this fails.

    Raises:
        ClipGone: The host has no such file; another address may.
        ClipBroken: What came is shorter than announced, or too long.
        EndpointUnreachable: The host did not answer with a file, or the connection
            broke; call again to go on.
    """
    start = part.stat().st_size if part.exists() else 0
    note = part.with_suffix(".part.json")
    async with opener(url, start) as download:
        match answer(download.status, download.headers, start, _begun(note)):
            case "restart":
                part.unlink(missing_ok=True)
                raise ClipBroken(f"the host refused to go on at byte {start}")
            case "gone":
                raise ClipGone(f"the clip's host answered {download.status}")
            case "trouble":
                raise EndpointUnreachable(
                    f"the clip's host answered {download.status} without a video"
                )
            case kind:
                now = version(download.status, download.headers)
                write_private(note, json.dumps(asdict(now)))
                await _save(download.chunks, part, "ab" if kind == "rest" else "wb")
    size = part.stat().st_size
    if now.size is not None and size < now.size:
        raise ClipBroken(f"the download broke off: {size} of {now.size} bytes")
    if now.size is not None and size > now.size:
        part.unlink(missing_ok=True)
        raise ClipBroken(f"more came than was announced: {size} of {now.size} bytes")
    note.unlink(missing_ok=True)
    return await asyncio.to_thread(_digest, part)


def _begun(note: Path) -> Version:
    try:
        return Version(**json.loads(note.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Version()


def _digest(part: Path) -> Fetched:
    with part.open("rb") as file:
        return Fetched(hashlib.file_digest(file, "sha256").hexdigest(), part.stat().st_size)


async def _save(chunks: AsyncIterator[bytes], part: Path, mode: str) -> None:
    with open(part, mode, opener=private) as file:
        async for chunk in chunks:
            file.write(chunk)
            if file.tell() > MOST_BYTES:
                raise ClipBroken(f"the download passed {MOST_BYTES / 1e9:.0f} GB")


async def save_stream(chunks: AsyncIterator[bytes], part: Path) -> Fetched:
    """Write a clip that is already streaming, from its first byte."""
    await _save(chunks, part, "wb")
    return await asyncio.to_thread(_digest, part)


def is_video(path: Path) -> bool:
    """Tell whether a file begins as a video does, whatever is in it."""
    with path.open("rb") as file:
        head = file.read(12)
    return (
        head[4:8] in {b"ftyp", b"moov", b"mdat", b"free", b"wide"}
        or head.startswith((b"\x1a\x45\xdf\xa3", b"OggS", b"GIF8"))
        or (head.startswith(b"RIFF") and head[8:12] == b"AVI ")
    )


def unread(size: int) -> VideoInfo:
    """Return what is known of a clip that this machine cannot decode.

    Args:
        size: Bytes.
    """
    return VideoInfo(0, 0, 0.0, 0, 0.0, has_audio=False, video_codec="", audio_codec="", size=size)
