"""Opening clips and turning their frames upright."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from os import PathLike

    import av
    import numpy as np
    from av.container import InputContainer
    from numpy.typing import NDArray

BROWSERS_OWN: Final = ("mov", "matroska")
STILL_FORMATS: Final = ("image2", "_pipe")
UNITS: Final = 1_000_000


def opened(path: str | PathLike[str]) -> InputContainer:
    """Open a clip, whatever its title is written in."""
    import av

    return av.open(os.fspath(path), metadata_errors="replace")


def picture_of(container: InputContainer) -> av.VideoStream | None:
    """Return the track that is the picture, no cover and no still; ``None`` without one."""
    import av

    if any(name in container.format.name for name in STILL_FORMATS):
        return None
    stream = container.streams.best("video")
    if not isinstance(stream, av.VideoStream):
        return None
    cover = av.stream.Disposition.attached_pic
    return None if stream.disposition & cover else stream


def sound_of(container: InputContainer) -> av.AudioStream | None:
    """Return the track that is heard; ``None`` where there is none that decodes."""
    import av

    tracks = [container.streams.best("audio"), *container.streams.audio]
    for track in tracks:
        if isinstance(track, av.AudioStream) and track.codec_context is not None:
            return track
    return None


def origin(container: InputContainer) -> float:
    """Return the file's moment that a browser calls 0, in seconds.

    Browsers play MP4 and Matroska by the file's own clock; what they know only by
    its proxy starts at 0 here.
    """
    if container.format.name.startswith(BROWSERS_OWN):
        return 0.0
    return max(0.0, (container.start_time or 0) / UNITS)


class Pose(NamedTuple):
    """How frames become what is shown.

    Attributes:
        width: Pixels as shown.
        height: Pixels as shown.
        quarters: Turns of 90 degrees against the clock.
        mirrored: Whether left and right change places, after the turn.
    """

    width: int
    height: int
    quarters: int
    mirrored: bool

    def scaled(self, most: int, *, short: bool = False) -> tuple[int, int]:
        """Return the even size at most so wide (or so much on the short side)."""
        side = min(self.width, self.height) if short else self.width
        scale = min(1.0, most / side)
        width, height = (max(2, round(edge * scale / 2) * 2) for edge in (self.width, self.height))
        return width, height

    def before(self, width: int, height: int) -> tuple[int, int]:
        """Return the size a frame has before it is turned to one of this size."""
        return (height, width) if self.quarters % 2 else (width, height)

    def turned(self, plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Turn one plane, or a whole picture."""
        import numpy as np

        upright = np.rot90(plane, self.quarters)
        return np.ascontiguousarray(upright[:, ::-1] if self.mirrored else upright)


def pose(frame: av.VideoFrame, stream: av.VideoStream) -> Pose:
    """Read how a frame is meant to be shown."""
    shape = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    aspect = float(shape) if shape else 1.0
    width = round(frame.width * aspect) if aspect > 1 else frame.width
    height = round(frame.height / aspect) if 0 < aspect < 1 else frame.height
    quarters, mirrored = _turn(frame)
    return Pose(*((height, width) if quarters % 2 else (width, height)), quarters, mirrored)


def _turn(frame: av.VideoFrame) -> tuple[int, bool]:
    told = frame.side_data.get("DISPLAYMATRIX")
    if told is None:
        return 0, False
    matrix = bytes(told)  # type: ignore[call-overload]
    a, b, _, c, d = struct.unpack("<5i", matrix[:20])
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    across, down = abs(a) >= abs(b), a if abs(a) >= abs(b) else b
    quarters = (0 if down >= 0 else 2) if across else (3 if down > 0 else 1)
    return quarters, mirrored


def flat(frame: av.VideoFrame) -> av.VideoFrame:
    """Return a frame without holes: what is clear is black, as on a pane."""
    import av
    import numpy as np

    layers = frame.format.components
    if frame.format.name != "pal8" and not any(layer.is_alpha for layer in layers):
        return frame
    pixels = frame.to_ndarray(format="rgba")
    shown = pixels[..., :3].astype(np.uint16) * pixels[..., 3:] // 255
    full = av.VideoFrame.from_ndarray(np.ascontiguousarray(shown.astype(np.uint8)), format="rgb24")
    full.pts, full.time_base = frame.pts, frame.time_base
    return full


def shown(frame: av.VideoFrame, at: Pose, width: int, height: int) -> NDArray[np.uint8]:
    """Return a frame upright, as blue, green and red of this size."""
    before = at.before(width, height)
    pixels: Any = flat(frame).to_ndarray(format="bgr24", width=before[0], height=before[1])
    return at.turned(pixels)
