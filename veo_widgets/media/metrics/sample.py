"""One decode of a clip, from which every metric reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import cv2
import numpy as np

from veo_widgets.errors import MediaError
from veo_widgets.media.probe import probe
from veo_widgets.media.reading import flat, opened, origin, picture_of, pose, shown, sound_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import av
    from numpy.typing import NDArray

    from veo_widgets.media.facts import VideoInfo
    from veo_widgets.media.reading import Pose

T = TypeVar("T")
WIDTH: Final = 320
"""Pixels of the longer side of what metrics look at."""
COLOUR_EVERY: Final = 6
FULL_FRAMES: Final = 9
ENDS_WIDTH: Final = 640
RATE: Final = 48_000
MOST_FRAMES: Final = 3600
"""Of a longer clip the beginning is measured, so that memory stays bounded."""
FULL_RANGE: Final = 2
EXPANDED: Final = np.clip((np.arange(256) - 16) * 255 / 219 + 0.5, 0, 255).astype(np.uint8)


@dataclass(eq=False)
class Sample:
    """A clip as metrics see it. Luma and colours are 0 to 255, black to white.

    Attributes:
        path: The file.
        facts: What the probe found.
        times: When each frame is presented, in seconds from the first.
        grey: Every frame, frames x height x width, at most 320 pixels a side.
        colour: Every sixth frame as red, green and blue, at the same size.
        full: Nine frames' luma at full size.
        ends: The first and the last frame as blue, green and red, 640 pixels wide.
        sound: Two channels x samples at 48 kHz; ``None`` without a track.
        lag: Seconds that the sound ends after the picture.
        whole: Whether all of the clip was read.
        asked: What was asked, by role; empty where that is not known.
        images: The images that were given, by role, as the bytes of their files.
        models: Where heavy metrics have their models, by the metric's name.
    """

    path: Path
    facts: VideoInfo
    times: NDArray[np.float64]
    grey: NDArray[np.uint8]
    colour: NDArray[np.uint8]
    full: list[NDArray[np.uint8]]
    ends: tuple[NDArray[np.uint8], NDArray[np.uint8]]
    sound: NDArray[np.float32] | None
    lag: float
    whole: bool
    asked: Mapping[str, Any] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False)

    def once(self, make: Callable[[Sample], T]) -> T:
        """Return what a function makes of this sample, made once for all metrics."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @property
    def step(self) -> float:
        """Seconds from one frame to the next, usually."""
        return 1 / self.facts.fps


def read_sample(path: Path, most: int = MOST_FRAMES) -> Sample:
    """Decode a clip, once.

    Args:
        path: The file.
        most: At most so many frames.

    Raises:
        ClipBroken: It is no whole clip.
        MediaError: It does not decode.
    """
    import av

    facts = probe(path)
    try:
        return _read(path, facts, min(most, facts.frames))
    except av.FFmpegError as error:
        raise MediaError(f"{path} does not decode: {error}") from error


def _read(path: Path, facts: VideoInfo, count: int) -> Sample:
    import av

    look = _Look(count)
    heard: list[NDArray[Any]] = []
    began: float | None = None
    whole = count == facts.frames
    until = facts.starts()[count] if not whole else float("inf")
    with opened(path) as source:
        video, track, zero = picture_of(source), sound_of(source), origin(source)
        assert video is not None  # noqa: S101
        video.codec_context.thread_count = 1
        resampler = av.AudioResampler("fltp", "stereo", RATE)
        for packet in source.demux(*filter(None, (video, track))):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    look.add(frame, video)
                elif isinstance(frame, av.AudioFrame) and (frame.time or 0.0) - zero < until:
                    began = (frame.time or 0.0) - zero if began is None else began
                    heard += [part.to_ndarray() for part in resampler.resample(frame)]
            if not whole and look.done:
                break
        if track is not None and heard:
            heard += [part.to_ndarray() for part in resampler.resample(None)]
    if not look.grey:
        raise MediaError(f"{path} holds no frames")
    sound = np.concatenate(heard, 1).astype(np.float32, copy=False) if heard else None
    times = np.asarray(facts.starts()[: len(look.grey)], np.float64)
    end = facts.start + facts.duration
    lag = 0.0 if sound is None else (began or 0.0) + sound.shape[1] / RATE - end
    return Sample(
        path,
        facts,
        times - times[0],
        np.stack(look.grey),
        np.stack(look.colour),
        look.full,
        look.ends(),
        sound,
        lag if whole else 0.0,
        whole,
    )


class _Look:
    """The frames as they come.

    Args:
        count: How many there will be.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._full_at = {round(n * (count - 1) / (FULL_FRAMES - 1)) for n in range(FULL_FRAMES)}
        self.grey: list[NDArray[np.uint8]] = []
        self.colour: list[NDArray[np.uint8]] = []
        self.full: list[NDArray[np.uint8]] = []
        self._pose: Pose | None = None
        self._first: NDArray[np.uint8] | None = None
        self._last: av.VideoFrame | None = None

    @property
    def done(self) -> bool:
        """Whether all that is wanted was seen."""
        return len(self.grey) >= self._count

    def add(self, frame: av.VideoFrame, stream: av.VideoStream) -> None:
        """Look at a frame."""
        if self.done:
            return
        number = len(self.grey)
        if self._pose is None:
            self._pose = pose(frame, stream)
            self._first = shown(frame, self._pose, *self._pose.scaled(ENDS_WIDTH))
        at = self._pose
        scale = WIDTH / max(at.width, at.height)
        size = max(2, round(at.width * scale)), max(2, round(at.height * scale))
        before = at.before(*size)
        luma, full_range = _luma(frame)
        small = cv2.resize(luma, before, interpolation=cv2.INTER_AREA)
        self.grey.append(at.turned(small if full_range else cv2.LUT(small, EXPANDED)))
        if number % COLOUR_EVERY == 0:
            pixels: Any = flat(frame).to_ndarray(format="rgb24", width=before[0], height=before[1])
            self.colour.append(at.turned(pixels))
        if number in self._full_at:
            self.full.append(at.turned(luma if full_range else cv2.LUT(luma, EXPANDED)))
        self._last = frame

    def ends(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return the first and the last frame."""
        assert self._pose is not None and self._last is not None and self._first is not None  # noqa: S101, PT018
        return self._first, shown(self._last, self._pose, *self._pose.scaled(ENDS_WIDTH))


def _luma(frame: av.VideoFrame) -> tuple[NDArray[np.uint8], bool]:
    """Return a frame's luma as it is stored, and whether that is 0 to 255."""
    picture = flat(frame)
    if picture.format.name not in {"yuv420p", "yuvj420p", "nv12", "yuv422p", "yuv444p"}:
        picture = picture.reformat(format="yuv420p")
    plane = picture.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    full = picture.format.name == "yuvj420p" or int(picture.color_range) == FULL_RANGE
    return np.ascontiguousarray(rows[: picture.height, : picture.width]), full
