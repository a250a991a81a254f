"""A copy of a clip that does not tell whose it is."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.errors import MediaError
from veo_widgets.media.reading import opened, picture_of, sound_of
from veo_widgets.media.units import blanked, prefix_of, quiet_header, quiet_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction
    from pathlib import Path

    from av import Packet
    from av.container import InputContainer, OutputContainer
    from av.stream import Stream

SLACK_S: Final = 0.002
"""Lengths are told to a thousandth: a frame that begins so near an end is behind it."""
OPTIONS: Final = {"movflags": "+faststart", "fflags": "+bitexact"}
SILENT_UNITS: Final = {
    "h264": "filter_units=remove_types=6",
    "hevc": "filter_units=remove_types=39|40",
}
"""Filters that drop what encoders write about themselves, where units stand behind start codes."""


def is_preview(path: Path) -> bool:
    """Tell whether a clip is the local renderer's, with what it is burnt into its picture."""
    try:
        with opened(path) as clip:
            told = json.loads(clip.metadata.get("description", ""))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and "model" in told


def safe_cuts(times: Sequence[Fraction]) -> list[int]:
    """Return after how many frames, as they are decoded, a clip may end; after all, at last.

    What is before such a cut is shown before the rest, so it needs none of it.

    Args:
        times: When each frame is shown, in the order in which they are decoded.
    """
    rest = [*accumulate(reversed(times), min)][::-1][1:]
    before = enumerate(zip(accumulate(times, max), rest, strict=False), 1)
    return [*(number for number, (last, after) in before if last < after), len(times)]


def safe_lengths(source: Path) -> list[float]:
    """Return how long a cut copy can be, in seconds from the first frame that is shown, rising.

    Raises:
        MediaError: It cannot be read.
    """
    try:
        times, start = _times(source)
    except (OSError, ValueError, IndexError) as error:
        raise MediaError(f"{source.name} cannot be copied blind: {error}") from error
    order = sorted(times)
    return [
        float(order[cut] - start) for cut in safe_cuts(times)[:-1] if order[cut] > start + SLACK_S
    ]


def blind_copy(
    source: Path, target: Path, *, seconds: float | None = None, sound: bool = True
) -> None:
    """Copy pictures and sound, as they are coded, and nothing else.

    Args:
        source: A clip.
        target: The MP4 to write; its folder is there.
        seconds: How long it is at most, from its first frame; it ends where it can be cut. All of
            it when ``None``.
        sound: Whether to copy the sound, too.

    Raises:
        MediaError: The clip cannot be copied so.
    """
    import av

    part = target.with_suffix(".part")
    try:
        end = None if seconds is None else _end(source, seconds)
        with opened(source) as clip, av.open(part, "w", "mp4", options=OPTIONS) as out:
            _copy(clip, out, end, sound=sound)
        part.replace(target)
    except (OSError, ValueError, IndexError) as error:
        raise MediaError(f"{source.name} cannot be copied blind: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _times(source: Path) -> tuple[list[Fraction], Fraction]:
    """Return when each frame is shown, as they are decoded, and the first that is not hidden."""
    with opened(source) as clip:
        stream = picture_of(clip)
        frames = [(at, p.is_discard) for at, p in _dated(clip, [stream] if stream else [])]
    return [at for at, _ in frames], min(at for at, hidden in frames if not hidden)


def _end(source: Path, seconds: float) -> Fraction | float:
    times, start = _times(source)
    order, latest = sorted(times), start + seconds
    cut = max(cut for cut in safe_cuts(times) if order[cut - 1] < latest - SLACK_S)
    return order[cut] if cut < len(order) else latest


def _dated(clip: InputContainer, streams: list[Stream]) -> Iterator[tuple[Fraction, Packet[Any]]]:
    for packet in clip.demux(streams):
        if packet.dts is not None and packet.pts is not None and packet.time_base is not None:
            yield packet.pts * packet.time_base, packet


def _copy(
    clip: InputContainer, out: OutputContainer, end: Fraction | float | None, *, sound: bool
) -> None:
    streams: tuple[Stream | None, ...] = (picture_of(clip), sound_of(clip) if sound else None)
    kept = [stream for stream in streams if stream is not None]
    tracks = {stream.index: _Track(stream, out.add_stream_from_template(stream)) for stream in kept}
    out.metadata.clear()
    for at, packet in _dated(clip, kept):
        if end is not None and at >= end:
            continue
        track = tracks[packet.stream_index]
        for quiet in track.quiet(packet):
            quiet.stream = track.copy
            out.mux(quiet)


class _Track:
    """A track that is copied without what its encoder says of itself."""

    def __init__(self, stream: Stream, copy: Stream) -> None:
        from av.bitstream import BitStreamFilterContext

        self.copy, self._codec = copy, stream.codec.name
        copy.metadata.clear()
        context = copy.codec_context
        header = b"" if context is None else context.extradata or b""
        self._prefix = prefix_of(self._codec, header)
        if context is not None and header:
            context.extradata = quiet_header(self._codec, header)
        named = None if self._prefix else SILENT_UNITS.get(self._codec)
        self._filter = None if named is None else BitStreamFilterContext(named, stream)
        self._begun = False

    def quiet(self, packet: Packet[Any]) -> list[Packet[Any]]:
        """Return a packet's pictures or sound and nothing else."""
        if not self._begun:
            self._begun = True
            packet.update(blanked(bytes(packet)))
        if self._filter is not None:
            return self._filter.filter(packet)
        if not self._prefix:
            return [packet]
        hidden = packet.is_discard
        data = quiet_units(self._codec, bytes(packet), self._prefix, fill=hidden)
        if hidden:
            packet.update(data)
        return [packet] if len(data) == packet.size else [_with(packet, data)]


def _with(packet: Packet[Any], data: bytes) -> Packet[Any]:
    """Return a packet of other bytes, shown at the same time."""
    import av

    fresh: Packet[Any] = av.Packet(data)
    for name in ("pts", "dts", "time_base", "duration", "is_keyframe"):
        setattr(fresh, name, getattr(packet, name))
    return fresh
