"""What a clip really is, read from the file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from veo_widgets.errors import MediaError

if TYPE_CHECKING:
    from os import PathLike

POSTER_WIDTH = 640


class ClipBroken(MediaError):
    """The file is no whole video that decodes; a fresh copy may be."""


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a player can know of a clip.

    Attributes:
        width: Pixels.
        height: Pixels.
        fps: Frames a second.
        frames: Number of frames.
        duration: Seconds.
        has_audio: Whether there is a sound track.
        video_codec: Such as ``h264``.
        audio_codec: Such as ``aac``; empty without sound.
        size: Bytes.
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

    def as_dict(self) -> dict[str, Any]:
        """Return the facts as JSON can hold them."""
        return asdict(self)


def probe(path: str | PathLike[str]) -> VideoInfo:
    """Read a clip's facts and decode its first frame, to know that it decodes.

    Raises:
        ClipBroken: The file is no video, or cut short.
    """
    import os

    import av

    try:
        with av.open(os.fspath(path)) as container:
            if not container.streams.video:
                raise ClipBroken(f"{path} holds no video")
            video = container.streams.video[0]
            sound = container.streams.audio[0] if container.streams.audio else None
            fps = float(video.average_rate or video.base_rate or 24)
            base = float(video.time_base or 0)
            duration = (
                float(video.duration) * base
                if video.duration
                else float(container.duration or 0) / 1_000_000
            )
            first = next(container.decode(video), None)
            if first is None or duration <= 0:
                raise ClipBroken(f"{path} does not decode")
            info = VideoInfo(
                first.width,
                first.height,
                round(fps, 3),
                int(video.frames or round(duration * fps)),
                round(duration, 3),
                sound is not None,
                video.codec_context.name,
                sound.codec_context.name if sound is not None else "",
                os.stat(path).st_size,  # noqa: PTH116
            )
            _check_end(container, video, info, path)
    except (av.FFmpegError, StopIteration) as error:
        raise ClipBroken(f"{path} does not decode: {error}") from error
    return info


def embedded_request(path: str | PathLike[str]) -> tuple[str, dict[str, Any]]:
    """Return the model and the request that a clip carries in its metadata.

    Clips of the local server do; any other file gives an empty model and request.

    Args:
        path: A file that ``probe`` has read.
    """
    import json
    import os

    import av

    with av.open(os.fspath(path)) as container:
        text = container.metadata.get("description", "")
    try:
        told = json.loads(text)
    except ValueError:
        return "", {}
    asked = told.get("parameters") if isinstance(told, dict) else None
    if not asked or not isinstance(asked, dict):
        return "", {}
    return str(told.get("model", "")), asked


def _check_end(container: Any, video: Any, info: VideoInfo, path: object) -> None:  # noqa: ANN401
    """Read the last packets, so that a file cut short is found out."""
    container.seek(int(info.duration * 1_000_000))
    last = 0.0
    for packet in container.demux(video):
        if packet.pts is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
            if packet.size == 0 or packet.is_corrupt:
                raise ClipBroken(f"{path} is cut short")
    if last < info.duration - 2 / info.fps:
        raise ClipBroken(f"{path} is cut short: {last:.2f} of {info.duration:.2f} seconds")


def poster(path: str | PathLike[str], at: float = 0.0, width: int = POSTER_WIDTH) -> bytes:
    """Return one frame as a JPEG.

    Args:
        path: The clip.
        at: Seconds into the clip.
        width: Pixels at most.

    Raises:
        MediaError: The file does not decode.
    """
    import cv2

    options = [cv2.IMWRITE_JPEG_QUALITY, 82]
    return _still(path, at, width, ".jpg", options)


def frame_png(path: str | PathLike[str], at: float) -> bytes:
    """Return one frame as a PNG of the clip's own size.

    Args:
        path: The clip.
        at: Seconds into the clip.

    Raises:
        MediaError: The file does not decode.
    """
    return _still(path, at, None, ".png", [])


def _still(
    path: str | PathLike[str], at: float, most: int | None, kind: str, options: list[int]
) -> bytes:
    import os

    import av
    import cv2

    try:
        with av.open(os.fspath(path)) as container:
            video = container.streams.video[0]
            half = 0.5 / float(video.average_rate or 24)
            if at:
                container.seek(int(max(0.0, at - half) * 1_000_000))
            frame = None
            for frame in container.decode(video):
                if frame.time is None or frame.time + half >= at:
                    break
            if frame is None:
                raise ClipBroken(f"{path} does not decode")
            width = min(most or frame.width, frame.width)
            height = max(2, round(frame.height * width / frame.width))
            image = frame.to_ndarray(format="bgr24", width=width, height=height)
    except (av.FFmpegError, IndexError) as error:
        raise ClipBroken(f"{path} does not decode: {error}") from error
    done, data = cv2.imencode(kind, image, options)
    if not done:
        raise MediaError(f"no picture could be made of {path}")
    return bytes(data)
