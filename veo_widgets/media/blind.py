"""A copy of a clip that does not tell whose it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from veo_widgets.errors import MediaError
from veo_widgets.media.reading import opened, picture_of, sound_of

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
    except (OSError, ValueError) as error:
        raise MediaError(f"{source.name} cannot be copied blind: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(
    clip: InputContainer, out: OutputContainer, seconds: float | None, *, sound: bool
) -> None:
    from av.bitstream import BitStreamFilterContext

    tracks: tuple[Stream | None, ...] = (picture_of(clip), sound_of(clip) if sound else None)
    kept = [track for track in tracks if track is not None]
    copies = {stream.index: out.add_stream_from_template(stream) for stream in kept}
    for copy in copies.values():
        copy.metadata.clear()
    out.metadata.clear()
    filters = {
        stream.index: BitStreamFilterContext(SILENT_UNITS[stream.codec.name], stream)
        for stream in kept
        if stream.codec.name in SILENT_UNITS
    }
    for packet in clip.demux(kept):
        if packet.dts is None or packet.pts is None or packet.time_base is None:
            continue
        if seconds is not None and packet.pts * packet.time_base >= seconds:
            continue
        index = packet.stream_index
        for quiet in filters[index].filter(packet) if index in filters else [packet]:
            quiet.stream = copies[index]
            out.mux(quiet)
