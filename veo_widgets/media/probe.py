"""What a clip really is, read from the file."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.errors import MediaError
from veo_widgets.media.facts import DIGITS, VideoInfo, steady_rate
from veo_widgets.media.reading import opened, origin, picture_of, pose, sound_of

if TYPE_CHECKING:
    from os import PathLike

    import av
    from av.container import InputContainer

LATE_FRAMES: Final = 2
LATE_S: Final = 0.5
NOTED_GAP_S: Final = 5e-3
SHOWN_BIT: Final = 0x10
UNITS: Final = 1_000_000


class ClipBroken(MediaError):
    """The file is no whole video that decodes; a fresh copy may be."""


class Presented(NamedTuple):
    """When things happen in a file, in seconds of it.

    Attributes:
        times: When each frame is presented, each once, in order.
        last: How long the last frame stays.
        gap: By how much frames are said to be over before the next one comes, at most.
        end: When the last of all tracks ends.
    """

    times: list[float]
    last: float
    gap: float
    end: float


def probe(path: str | PathLike[str]) -> VideoInfo:
    """Read a clip's facts and decode its first frame, to know that it decodes.

    Raises:
        ClipBroken: The file is no video, or cut short.
    """
    import os

    import av

    try:
        with opened(path) as container:
            video = picture_of(container)
            if video is None:
                raise ClipBroken(f"{path} holds no video")
            if video.codec_context is None:
                raise ClipBroken(f"{path} holds a picture in a codec that is not known here")
            frame = next(container.decode(video), None)
            if frame is None:
                raise ClipBroken(f"{path} does not decode")
            shape, sound = pose(frame, video), sound_of(container)
        with opened(path) as container:
            presented = presentation(container, path)
            rates = [float(rate) for rate in _told(container) if rate]
    except (av.FFmpegError, StopIteration) as error:
        raise ClipBroken(f"{path} does not decode: {error}") from error
    times = presented.times
    rate = steady_rate(times, rates)
    duration = len(times) / rate if rate else times[-1] + presented.last - times[0]
    return VideoInfo(
        shape.width,
        shape.height,
        round(rate or len(times) / duration, 6),
        len(times),
        round(duration, 3),
        sound is not None,
        video.codec_context.name,
        sound.codec_context.name if sound is not None else "",
        os.stat(path).st_size,  # noqa: PTH116
        round(times[0], DIGITS),
        round(max(presented.end, times[0] + duration), 3),
        () if rate else tuple(round(time, DIGITS) for time in times),
        rate is None and presented.gap > NOTED_GAP_S,
    )


def presentation(container: InputContainer, path: object) -> Presented:
    """Read when each frame is presented, without decoding one.

    Raises:
        ClipBroken: The file is cut short.
    """
    video = picture_of(container)
    assert video is not None  # noqa: S101
    zero = origin(container)
    steps: dict[float, float] = {}
    read, end = 0, 0.0
    for packet in container.demux():
        told = packet.pts if packet.pts is not None else packet.dts
        if told is None or packet.time_base is None:
            continue
        base = float(packet.time_base)
        at, step = told * base - zero, (packet.duration or 0) * base
        end = max(end, at + step)
        if packet.stream.index != video.index:
            continue
        read += 1
        if packet.is_corrupt or packet.size == 0:
            raise ClipBroken(f"{path} is cut short at {at:.2f} seconds")
        if not packet.is_discard and _is_shown(video, packet):
            steps[at] = step
    if not steps:
        raise ClipBroken(f"{path} holds no frame that is shown")
    times = sorted(steps)
    usual = 1 / float(video.average_rate or 24)
    last = steps[times[-1]] or usual
    _check_end(container, video, (read, times[-1] + last, end), path)
    gaps = [after - at - steps[at] for at, after in pairwise(times) if steps[at]]
    return Presented(times, last, max(gaps, default=0.0), max(end, times[-1] + last))


def _is_shown(video: av.VideoStream, packet: av.Packet[Any]) -> bool:
    """Tell whether a packet is a frame; VP8 has some that others are only made from."""
    if video.codec_context.name != "vp8":
        return True
    return bool(bytes(packet)[0] & SHOWN_BIT)


def _check_end(
    container: InputContainer, video: av.VideoStream, seen: tuple[int, float, float], path: object
) -> None:
    """Compare what was read with what the file says it holds."""
    read, last, end = seen
    slack = LATE_FRAMES / float(video.average_rate or 24)
    told = 0.0
    if video.duration and video.time_base:
        told = float((video.duration + (video.start_time or 0)) * video.time_base)
    whole = (container.duration or 0) / UNITS + (container.start_time or 0) / UNITS
    zero = origin(container)
    if (
        last < told - zero - slack
        or end < whole - zero - max(slack, LATE_S)
        or read < (video.frames or 0) - LATE_FRAMES
    ):
        seconds = max(told, whole) - zero
        raise ClipBroken(f"{path} is cut short: {min(last, end):.2f} of {seconds:.2f} seconds")


def _told(container: InputContainer) -> list[Any]:
    video = picture_of(container)
    return [] if video is None else [video.average_rate, video.guessed_rate, video.base_rate]
