"""A clip's pictures as planes, each at its moment and as large as a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets.errors import MediaError
from veo_widgets.media.reading import flat, opened, origin, picture_of, pose

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

    import av
    import numpy as np
    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]

BLACK: Final = (16, 128)


def parts_of(planes: Plane, width: int, height: int) -> tuple[Plane, Plane, Plane]:
    """Return luma and both chromas of I420 planes, as views."""
    flat_planes = planes.reshape(-1)
    luma, chroma = width * height, width * height // 4
    half = (height // 2, width // 2)
    return (
        flat_planes[:luma].reshape(height, width),
        flat_planes[luma : luma + chroma].reshape(half),
        flat_planes[luma + chroma :].reshape(half),
    )


class Pictures:
    """A clip's frames by their moments, each as large as a pane.

    Args:
        path: The clip.
        size: Width and height of the pane.
        stack: Closes the file.
    """

    def __init__(self, path: Path, size: tuple[int, int], stack: ExitStack) -> None:
        self._container = stack.enter_context(opened(path))
        video = picture_of(self._container)
        if video is None:
            raise MediaError(f"{path} holds no video")
        video.thread_type = "AUTO"
        self._size, self._video, self._zero = size, video, origin(self._container)
        self._frames = self._container.decode(video)
        self._next = next(self._frames, None)
        self._now: av.VideoFrame | None = None
        self._planes: Plane | None = None

    def at(self, seconds: float) -> Plane | None:
        """Return the planes of what is shown at a moment; the last frame stays."""
        fresh = None
        while self._next is not None and self._time(self._next) <= seconds + 1e-3:
            fresh, self._next = self._next, next(self._frames, None)
        if fresh is None and self._planes is None:
            fresh = self._next
        if fresh is not None:
            self._planes = self._fitted(fresh)
        return self._planes

    def _time(self, frame: av.VideoFrame) -> float:
        return (frame.time or 0.0) - self._zero

    def _fitted(self, frame: av.VideoFrame) -> Plane:
        """Return a frame upright in the middle of the pane, black around it."""
        import numpy as np

        width, height = self._size
        at = pose(frame, self._video)
        scale = min(width / at.width, height / at.height)
        wide, high = (max(2, round(side * scale / 2) * 2) for side in (at.width, at.height))
        wide, high = min(wide, width), min(high, height)
        before = at.before(wide, high)
        # Every source pixel counts, at half of what the default way costs.
        scaled = flat(frame).reformat(*before, "yuv420p", interpolation="AREA")
        planes: Any = scaled.to_ndarray()
        if (wide, high) == (width, height) and not at.quarters and not at.mirrored:
            return np.asarray(planes)
        whole = np.empty((height * 3 // 2, width), np.uint8)
        for number, (goal, part) in enumerate(
            zip(parts_of(whole, width, height), parts_of(planes, *before), strict=True)
        ):
            goal[:] = BLACK[min(number, 1)]
            upright = at.turned(part)
            y, x = ((a - b) // 2 for a, b in zip(goal.shape, upright.shape, strict=True))
            goal[y : y + upright.shape[0], x : x + upright.shape[1]] = upright
        return whole
