"""One frame of a clip as a picture: the one that is on the screen at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.errors import MediaError
from veo_widgets.media.facts import ROUNDING_S
from veo_widgets.media.probe import ClipBroken
from veo_widgets.media.reading import UNITS, opened, origin, picture_of, pose, shown

if TYPE_CHECKING:
    from os import PathLike

    import av

    from veo_widgets.media.reading import Pose

POSTER_WIDTH: Final = 640


def poster(path: str | PathLike[str], at: float = 0.0, width: int = POSTER_WIDTH) -> bytes:
    """Return one frame as a JPEG, upright.

    Args:
        path: The clip.
        at: Seconds of the file.
        width: Pixels at most.

    Raises:
        MediaError: The file does not decode.
    """
    import cv2

    return _still(path, at, width, ".jpg", [cv2.IMWRITE_JPEG_QUALITY, 82])


def smaller(jpeg: bytes, width: int) -> bytes:
    """Return a JPEG again, at most so many pixels wide; as it is where it is no picture."""
    import cv2
    import numpy as np

    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if image is None or image.shape[1] <= width:
        return jpeg
    size = (width, max(1, round(image.shape[0] * width / image.shape[1])))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 82])[1])


def bare(data: bytes, width: int) -> bytes | None:
    """Return a picture as a JPEG at most so many pixels wide, without what its file says besides.

    Args:
        data: A picture of any kind.
        width: Pixels.

    Returns:
        The JPEG; ``None`` where it does not decode.
    """
    import cv2
    import numpy as np

    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    if image is None:
        return None
    return smaller(bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]), width)


def frame_png(path: str | PathLike[str], at: float) -> bytes:
    """Return one frame as a PNG of the clip's own size, upright.

    Args:
        path: The clip.
        at: Seconds of the file.

    Raises:
        MediaError: The file does not decode.
    """
    return _still(path, at, None, ".png", [])


def _still(
    path: str | PathLike[str], at: float, most: int | None, kind: str, options: list[int]
) -> bytes:
    import av
    import cv2

    try:
        frame, upright = _frame(path, at)
        width = min(most or upright.width, upright.width)
        height = max(1, round(upright.height * width / upright.width))
        image = shown(frame, upright, width, height)
    except (av.FFmpegError, IndexError) as error:
        raise ClipBroken(f"{path} does not decode: {error}") from error
    done, data = cv2.imencode(kind, image, options)
    if not done:
        raise MediaError(f"no picture could be made of {path}")
    return bytes(data)


def _frame(path: str | PathLike[str], at: float) -> tuple[av.VideoFrame, Pose]:
    """Return the last frame presented by a moment, or the first one, and how it is shown."""
    import av

    if at > 0:
        try:
            taken, early = _decoded(path, at, sought=True)
        except av.FFmpegError:
            taken, early = None, True
        if not early and taken is not None:
            return taken
    taken, _ = _decoded(path, at, sought=False)
    if taken is None:
        raise ClipBroken(f"{path} does not decode")
    return taken


def _decoded(
    path: str | PathLike[str], at: float, *, sought: bool
) -> tuple[tuple[av.VideoFrame, Pose] | None, bool]:
    """Decode up to a moment; tell also whether even the first frame was past it."""
    with opened(path) as container:
        stream = picture_of(container)
        if stream is None or stream.codec_context is None:
            raise ClipBroken(f"{path} holds no video")
        moment = at + origin(container)
        if sought:
            container.seek(int(moment * UNITS))
        kept, early = None, False
        for frame in container.decode(stream):
            late = frame.time is not None and frame.time > moment + ROUNDING_S
            if late and kept is not None:
                break
            kept, early = frame, late
            if late:
                break
        # The stream is gone with its container, so its shape is read in here.
        return (kept, pose(kept, stream)) if kept is not None else None, early or kept is None
