"""A copy of a clip that does not tell whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av
from av.bitstream import BitStreamFilterContext

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


def blind_copy(source: Path, target: Path, *, seconds: float | None = None) -> None:
    """Copy pictures and sound, as they are coded, and nothing else.

    Args:
        source: A clip.
        target: The MP4 to write; its folder is there.
        seconds: Where to end at the latest; all of it when ``None``.

    Raises:
        MediaError: The clip cannot be copied so.
    """
    part = target.with_suffix(".part")
    try:
        with opened(source) as clip, av.open(part, "w", "mp4", options=OPTIONS) as out:
            _copy(clip, out, seconds)
        part.replace(target)
    except (OSError, ValueError) as error:
        raise MediaError(f"{source.name} cannot be copied blind: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(clip: InputContainer, out: OutputContainer, seconds: float | None) -> None:
    tracks: tuple[Stream | None, ...] = (picture_of(clip), sound_of(clip))
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
