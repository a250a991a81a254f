"""The small copy of a clip: its frames at their own moments, with its own sound."""

from __future__ import annotations

import os
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, cast

from veo_widgets.media.reading import flat

if TYPE_CHECKING:
    from pathlib import Path

    import av
    import numpy as np
    from av.container import OutputContainer
    from numpy.typing import NDArray

    from veo_widgets.media.reading import Pose

SHORT: Final = 360
SHORT_SMALL: Final = 180
SHORT_INSTEAD: Final = 1080
FINE: Final = {"crf": "18"}
SMALL: Final = {"preset": "ultrafast", "crf": "24", "g": "12", "bf": "0"}
OPTIONS: Final = {"preset": "superfast", "crf": "25", "g": "12", "bf": "0"}
COPIED: Final = ("aac", "mp3", "mp3float", "opus")
SOUND_RATE: Final = 48_000
RATE_LIMIT: Final = 1001
CLOCK: Final = Fraction(1, 90_000)


class Pictures:
    """The proxy's frames: upright, 360 pixels on the short side.

    That of an uneven clip is shown instead of it everywhere, and keeps up to 1080.

    Args:
        out: The file they go to.
        rate: Frames a second, the mean where it varies.
        shape: How the clip's frames are shown.
        zero: The clip's moment that becomes 0, in seconds.
        uneven: Whether browsers skip frames of the clip itself.
    """

    def __init__(
        self, out: OutputContainer, rate: float, shape: Pose, zero: float, *, uneven: bool
    ) -> None:
        nominal = Fraction(rate).limit_denominator(RATE_LIMIT) or Fraction(24)
        self._out, self._shape, self._zero = out, shape, zero
        options = {**OPTIONS, **FINE} if uneven else OPTIONS
        short = SHORT_INSTEAD if uneven else SHORT
        self.stream = out.add_stream("libx264", rate=nominal, options=options)
        self.stream.width, self.stream.height = shape.scaled(short, short=True)
        self.stream.pix_fmt = "yuv420p"
        self.stream.time_base = self.stream.codec_context.time_base = CLOCK
        self._step = 1 / nominal
        self._last: Fraction | None = None

    def add(self, frame: av.VideoFrame) -> av.VideoFrame | None:
        """Write a frame; return it as written, or nothing if its moment is taken already."""
        import av

        width, height = self.stream.width, self.stream.height
        at = self._moment(frame)
        if self._last is not None and at <= self._last:
            return None
        self._last = at
        before = self._shape.before(width, height)
        small = flat(frame).reformat(*before, "yuv420p")
        if self._shape.quarters or self._shape.mirrored:
            planes = _turned(cast("NDArray[np.uint8]", small.to_ndarray()), before, self._shape)
            small = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        small.time_base, small.pts = CLOCK, round(at / CLOCK)
        if frame.duration and frame.time_base:
            small.duration = round(frame.duration * frame.time_base / CLOCK)
        small.pict_type = av.video.frame.PictureType.NONE
        self._out.mux(self.stream.encode(small))
        return small

    def _moment(self, frame: av.VideoFrame) -> Fraction:
        if frame.pts is None or frame.time_base is None:
            return Fraction(0) if self._last is None else self._last + self._step
        return frame.pts * frame.time_base - Fraction(self._zero).limit_denominator(1_000_000)

    def end(self) -> None:
        """Write what the encoder still holds."""
        self._out.mux(self.stream.encode(None))


class Small:
    """The proxy's frames again at 180 pixels, silent, for machines that cannot play it.

    Args:
        out: The file they go to.
        proxy: Whose frames they are.
        shape: How the clip's frames are shown.
    """

    def __init__(self, out: OutputContainer, proxy: Pictures, shape: Pose) -> None:
        self._out = out
        rate = proxy.stream.codec_context.framerate
        self.stream = out.add_stream("libx264", rate=rate, options=SMALL)
        self.stream.width, self.stream.height = shape.scaled(SHORT_SMALL, short=True)
        self.stream.pix_fmt = "yuv420p"
        self.stream.time_base = self.stream.codec_context.time_base = CLOCK

    def add(self, frame: av.VideoFrame) -> None:
        """Write a frame of the proxy."""
        import av

        small = frame.reformat(self.stream.width, self.stream.height)
        small.time_base, small.pts, small.duration = CLOCK, frame.pts, frame.duration
        small.pict_type = av.video.frame.PictureType.NONE
        self._out.mux(self.stream.encode(small))

    def end(self) -> None:
        """Write what the encoder still holds."""
        self._out.mux(self.stream.encode(None))


class Sound:
    """The proxy's sound: the clip's own packets, or encoded again where browsers want it.

    Args:
        out: The file it goes to.
        track: The clip's sound.
        zero: The clip's moment that becomes 0, in seconds.
    """

    def __init__(self, out: OutputContainer, track: av.AudioStream, zero: float) -> None:
        import av

        self._out, self._track, self._zero = out, track, zero
        self.stream: Any
        self._resampler: av.AudioResampler | None = None
        self._next = 0
        if track.codec_context.name in COPIED:
            self.stream = out.add_stream_from_template(track)
        else:
            self.stream = out.add_stream("aac", rate=SOUND_RATE, layout="stereo")
            self._resampler = av.AudioResampler("fltp", "stereo", SOUND_RATE)

    def add(self, packet: av.Packet[Any]) -> None:
        """Write a packet of the clip's sound."""
        if self._resampler is not None:
            for frame in packet.decode():
                self._encode(frame)
        elif packet.dts is not None and packet.time_base is not None:
            shift = round(self._zero / packet.time_base)
            packet.dts -= shift
            packet.pts = None if packet.pts is None else packet.pts - shift
            packet.stream = self.stream
            self._out.mux(packet)

    def _encode(self, frame: Any) -> None:  # noqa: ANN401
        assert self._resampler is not None  # noqa: S101
        if frame is not None and frame.pts is not None and self._zero:
            frame.pts -= round(self._zero / frame.time_base)
        for block in self._resampler.resample(frame):
            block.pts = max(block.pts or 0, self._next)
            self._next = block.pts + block.samples
            self._out.mux(self.stream.encode(block))

    def end(self) -> None:
        """Write what the encoder still holds."""
        if self._resampler is not None:
            self._encode(None)
            self._out.mux(self.stream.encode(None))


def write_pictures(proxy: Path, target: Path) -> None:
    """Write a proxy's pictures without its sound, as they are.

    Args:
        proxy: The proxy, whole.
        target: The file they go to.
    """
    import av

    with (
        av.open(os.fspath(proxy)) as source,
        av.open(os.fspath(target), "w", format="mp4", options={"movflags": "+faststart"}) as out,
    ):
        (video,) = source.streams.video
        copied = out.add_stream_from_template(video)
        for packet in source.demux(video):
            if packet.dts is not None:
                packet.stream = copied
                out.mux(packet)


def _turned(planes: NDArray[np.uint8], before: tuple[int, int], shape: Pose) -> NDArray[np.uint8]:
    """Turn the three planes of a 4:2:0 picture that lie below each other."""
    import numpy as np

    width, height = before
    luma = shape.turned(planes[:height])
    chroma = planes[height:].reshape(2, height // 2, width // 2)
    parts = [luma.reshape(-1), *(shape.turned(plane).reshape(-1) for plane in chroma)]
    return np.concatenate(parts).reshape(-1, luma.shape[1])
