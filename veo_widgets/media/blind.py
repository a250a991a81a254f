"""A copy of a clip that does not tell whose it is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from veo_widgets.errors import MediaError
from veo_widgets.media.reading import opened, origin, picture_of, sound_of

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer, OutputContainer
    from av.stream import Stream

OPTIONS: Final = {"movflags": "+faststart", "fflags": "+bitexact"}
SILENT_UNITS: Final = {
    "h264": "filter_units=remove_types=6",
    "hevc": "filter_units=remove_types=39|40",
}
"""Filters that drop what encoders write about themselves between the pictures."""
ENCODER: Final = re.compile(rb"Lav[cf][\d.]+")
"""What FFmpeg writes about itself into headers, and into a sound's first frame."""
HEVC_WORDS: Final = frozenset({39, 40})
"""Units of HEVC's header that say something and show nothing."""
HEVC_HEAD: Final = 23
"""Its bytes before the units."""


def is_preview(path: Path) -> bool:
    """Tell whether a clip is the local renderer's, with what it is burnt into its picture."""
    try:
        with opened(path) as clip:
            told = json.loads(clip.metadata.get("description", ""))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and "model" in told


def blind_copy(
    source: Path, target: Path, *, seconds: float | None = None, sound: bool = True
) -> None:
    """Copy pictures and sound, as they are coded, and nothing else.

    Args:
        source: A clip.
        target: The MP4 to write; its folder is there.
        seconds: Where to end at the latest; all of it when ``None``.
        sound: Whether to copy the sound, too.

    Raises:
        MediaError: The clip cannot be copied so.
    """
    import av

    part = target.with_suffix(".part")
    try:
        with opened(source) as clip, av.open(part, "w", "mp4", options=OPTIONS) as out:
            _copy(clip, out, seconds, sound=sound)
        part.replace(target)
    except (OSError, ValueError, IndexError) as error:
        raise MediaError(f"{source.name} cannot be copied blind: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(
    clip: InputContainer, out: OutputContainer, seconds: float | None, *, sound: bool
) -> None:
    from av.bitstream import BitStreamFilterContext

    tracks: tuple[Stream | None, ...] = (picture_of(clip), sound_of(clip) if sound else None)
    kept = [track for track in tracks if track is not None]
    zero = origin(clip)
    copies = {stream.index: out.add_stream_from_template(stream) for stream in kept}
    for copy in copies.values():
        copy.metadata.clear()
        context = copy.codec_context
        if context is not None and context.extradata:
            context.extradata = quiet_header(context.name, context.extradata)
    out.metadata.clear()
    filters = {
        stream.index: BitStreamFilterContext(SILENT_UNITS[stream.codec.name], stream)
        for stream in kept
        if stream.codec.name in SILENT_UNITS
    }
    begun: set[int] = set()
    for packet in clip.demux(kept):
        if packet.dts is None or packet.pts is None or packet.time_base is None:
            continue
        if seconds is not None and packet.pts * packet.time_base - zero >= seconds:
            continue
        index = packet.stream_index
        if index not in begun:
            begun.add(index)
            packet.update(_blanked(bytes(packet)))
        for quiet in filters[index].filter(packet) if index in filters else [packet]:
            quiet.stream = copies[index]
            out.mux(quiet)


def quiet_header(codec: str, header: bytes) -> bytes:
    """Return what a decoder is set up with, without the encoder's words.

    Args:
        codec: What it is coded in.
        header: The track's extra data; HEVC's as an MP4 holds it (ISO/IEC 14496-15, 8.3.3.1).
    """
    if codec != "hevc" or len(header) < HEVC_HEAD or header[0] != 1:
        return _blanked(header)
    kept, at = [], HEVC_HEAD
    for _ in range(header[at - 1]):
        start, kind, units = at, header[at] & 63, int.from_bytes(header[at + 1 : at + 3])
        at += 3
        for _ in range(units):
            at += 2 + int.from_bytes(header[at : at + 2])
        kept += [] if kind in HEVC_WORDS else [header[start:at]]
    return header[: HEVC_HEAD - 1] + bytes([len(kept)]) + b"".join(kept)


def _blanked(data: bytes) -> bytes:
    return ENCODER.sub(lambda found: b" " * len(found[0]), data)
