"""Where a result names its clip, in every shape that was seen, and what it says instead."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLACES: Final = (
    *("video", "output", "videos", "outputs", "result", "results", "data", "generation"),
    *("video_url", "output_url", "url", "uri", "video_uri"),
)
"""The fields of a body that may hold its clip, the likeliest first."""
BESIDE: Final = frozenset(
    {
        *("thumbnail", "thumbnails", "poster", "preview", "image", "images", "last_frame"),
        *("first_frame", "audio", "status_url", "response_url", "input", "request"),
        *("thumbnail_url", "preview_url", "image_url", "audio_url", "webhook"),
    }
)
"""Fields within an output that name other files."""
VIDEOS: Final = (".mp4", ".webm", ".mov", ".mkv", ".m4v")
OTHERS: Final = (".jpg", ".jpeg", ".png", ".webp", ".wav", ".mp3", ".json", ".srt", ".vtt")
SAYING: Final = frozenset(
    {"error", "detail", "message", "reason", "warning", "note", "raimediafilteredreasons"}
)
DEEPEST: Final = 6
LONGEST_NOTE: Final = 300


def output_url(body: Mapping[str, Any]) -> str | None:
    """Find the clip's URL in a result, whichever of its known places it is in."""
    return _best([url for name in PLACES for url in _urls(body.get(name))])


def clip_url(value: object) -> str | None:
    """Find the clip's URL in a single field."""
    return _best(list(_urls(value)))


def _best(urls: list[str]) -> str | None:
    """Return the first that a video's name ends, else the first that is no other file."""
    named = [url for url in urls if url.startswith("data:") or _ending(url).endswith(VIDEOS)]
    rest = [url for url in urls if not _ending(url).endswith(OTHERS)]
    return next(iter([*named, *rest]), None)


def _ending(url: str) -> str:
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def _urls(value: object, depth: int = 0) -> Iterator[str]:
    value = _parsed(value)
    parts: list[object] = []
    if isinstance(value, str) and is_address(value):
        yield value
    elif isinstance(value, dict):
        parts = [part for name, part in value.items() if str(name).lower() not in BESIDE]
    elif isinstance(value, list):
        parts = value
    for part in parts if depth < DEEPEST else ():
        yield from _urls(part, depth + 1)


def _parsed(value: object) -> object:
    """Return what a text holds that is JSON, else the text without blanks around it."""
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, str) and text.startswith(("{", "[", '"')):
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(text)
    return text


def is_address(url: object) -> bool:
    """Tell whether a text can be fetched as a clip."""
    if not isinstance(url, str):
        return False
    return url.startswith(("http://", "https://", "data:video/", "data:application/octet-stream"))


def note(body: Mapping[str, Any]) -> str:
    """Return what a body says in words that has no clip; empty when it says nothing."""
    texts = dict.fromkeys(
        " ".join(text.split())
        for name, value in body.items()
        if (said := str(name).lower() in SAYING) or name in PLACES
        for text in _words(value, said=said)
    )
    return "; ".join(filter(None, texts))[:LONGEST_NOTE]


def _words(value: object, depth: int = 0, *, said: bool = False) -> Iterator[str]:
    value = _parsed(value)
    parts: list[tuple[object, bool]] = []
    if isinstance(value, str) and not is_address(value) and (said or " " in value):
        yield value
    elif isinstance(value, dict):
        parts = [(part, said or str(name).lower() in SAYING) for name, part in value.items()]
    elif isinstance(value, list):
        parts = [(part, said) for part in value]
    for part, tells in parts if depth < DEEPEST else ():
        yield from _words(part, depth + 1, said=tells)
