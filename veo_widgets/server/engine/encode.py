"""Frames and sound into an MP4; the same input gives the same bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av
import numpy as np
from av.video.frame import PictureType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from veo_widgets.server.engine.spec import RenderSpec

THREADS: Final = 2
SOUND_RATE: Final = 48_000
AAC_FRAME: Final = 1024


def encode(
    spec: RenderSpec,
    frames: Iterable[NDArray[np.uint8]],
    sound: Callable[[], NDArray[np.float32]] | None,
    metadata: Mapping[str, str],
) -> bytes:
    """Return an MP4 with H.264 (yuv420p) and AAC, ready to stream.

    Args:
        spec: Size and rate.
        frames: I420 planes, in order; drawn while this encodes.
        sound: Returns two channels at 48 kHz once the frames are in, or ``None``.
        metadata: Written into the file.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        _write(path, spec, frames, sound, metadata)
        return path.read_bytes()


def _write(
    path: Path,
    spec: RenderSpec,
    frames: Iterable[NDArray[np.uint8]],
    sound: Callable[[], NDArray[np.float32]] | None,
    metadata: Mapping[str, str],
) -> None:
    options = {"movflags": "+faststart+use_metadata_tags"}
    with av.open(path, "w", options=options) as out:
        out.metadata.update(metadata)
        quality = ("ultrafast", "26") if spec.draft else ("veryfast", "19")
        exact = {0} if spec.start else set[int]()
        if spec.last:
            exact.add(spec.frames - 1)
        if exact and not spec.draft:
            quality = ("veryfast", "17")
        video = out.add_stream(
            "libx264", rate=spec.fps, options={"preset": quality[0], "crf": quality[1]}
        )
        video.width, video.height, video.pix_fmt = spec.width, spec.height, "yuv420p"
        video.codec_context.thread_count = THREADS
        audio = (
            out.add_stream("aac", rate=SOUND_RATE, layout="stereo") if sound is not None else None
        )
        if audio is not None:
            audio.bit_rate = 192_000
        for number, planes in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts = number
            if number in exact:
                frame.pict_type = PictureType.I
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None and sound is not None:
            track = sound()
            for start in range(0, track.shape[1], AAC_FRAME):
                part = np.ascontiguousarray(track[:, start : start + AAC_FRAME])
                block = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
                block.sample_rate, block.pts = SOUND_RATE, start
                out.mux(audio.encode(block))
            out.mux(audio.encode(None))
