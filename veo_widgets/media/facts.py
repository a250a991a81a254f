"""What is known of a clip, and its frames by the moments at which they are presented."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROUNDING_S: Final = 1.1e-3
"""Containers round a frame's moment to a millisecond; two such roundings add up."""
USUAL_RATES: Final = (24000 / 1001, 24.0, 25.0, 30000 / 1001, 30.0, 50.0, 60000 / 1001, 60.0)
DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a player can know of a clip.

    Attributes:
        width: Pixels, as shown: turned upright, its pixels square.
        height: Pixels, as shown.
        fps: Frames a second; the mean where the rate varies.
        frames: Number of frames that are presented.
        duration: Seconds of the picture, from its first frame to its last one's end.
        has_audio: Whether there is a sound track that decodes.
        video_codec: Such as ``h264``.
        audio_codec: Such as ``aac``; empty without sound.
        size: Bytes.
        start: When the first frame is presented, in seconds of the file.
        length: Seconds of the file, sound included; 0 where it was not read.
        times: When each frame is presented, in seconds of the file; empty where
            ``start`` and ``fps`` say it.
        uneven: Whether the file says of frames that they are over before the next one
            comes, so that browsers skip some when they seek.
    """

    width: int
    height: int
    fps: float
    frames: int
    duration: float
    has_audio: bool
    video_codec: str
    audio_codec: str
    size: int
    start: float = 0.0
    length: float = 0.0
    times: tuple[float, ...] = ()
    uneven: bool = False

    @classmethod
    def from_dict(cls, facts: Mapping[str, Any]) -> VideoInfo:
        """Return what ``as_dict`` wrote down, also of an older version or a newer one."""
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in facts.items() if name in known}
        return cls(**{**given, "times": tuple(given.get("times", ()))})

    def as_dict(self) -> dict[str, Any]:
        """Return the facts as JSON can hold them."""
        return {**asdict(self), "times": list(self.times)}

    @property
    def decoded(self) -> bool:
        """Whether this machine could read the picture; else sizes and times are zero."""
        return self.frames > 0 and self.width > 0

    def starts(self) -> Sequence[float]:
        """Return when each frame is presented, in seconds of the file."""
        return self.times or [self.start + number / self.fps for number in range(self.frames)]

    def frame_at(self, seconds: float) -> int:
        """Return the number of the frame that is on the screen at a moment of the file."""
        starts = self.starts()
        return max(0, bisect_right(starts, seconds + ROUNDING_S) - 1)

    def time_of(self, frame: int) -> float:
        """Return a moment in the middle of a frame, where a seek always shows it."""
        starts = self.starts()
        if not starts:
            return self.start
        number = max(0, min(frame, len(starts) - 1))
        end = self.start + self.duration
        following = starts[number + 1] if number + 1 < len(starts) else end
        return (starts[number] + following) / 2


def steady_rate(times: Sequence[float], told: Iterable[float]) -> float | None:
    """Return the rate at which frames come one as the other; ``None`` where it varies.

    Args:
        times: When each frame is presented, in seconds.
        told: What the file says of its rate.
    """
    first = times[0]
    span = times[-1] - first
    mean = [(len(times) - 1) / span] if span > 0 else []
    for rate in (*told, *USUAL_RATES, *mean):
        if rate > 0 and all(
            abs(time - first - number / rate) <= ROUNDING_S for number, time in enumerate(times)
        ):
            return rate
    return None
