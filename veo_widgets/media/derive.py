"""What a comparison needs of a clip, made in one pass: proxy, strip, poster, facts.

Run as ``python -m veo_widgets.media.derive CLIP FOLDER SHA256``, so that a kernel's
threads stay free.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable

PROXY_SHORT: Final = 360
STRIP_FRAMES: Final = 12
STRIP_WIDTH: Final = 192
PRINT_SIZE: Final = (16, 9)
GROUP: Final = "12"


def derive(clip: Path, folder: Path, sha256: str) -> None:
    """Write ``<sha256>.proxy.mp4``, ``.strip.jpg``, ``.thumb.jpg`` and ``.json``.

    The proxy has the clip's frames at 360 pixels on the short side, a key frame
    every 12 frames and no B-frames, so that it seeks fast and many play at once;
    its sound is the clip's own, not encoded again. The strip is 12 frames side by
    side, the thumb is the first of them. The facts hold ``loudness`` (LUFS, ``null`` without sound) and ``print``
    (16 x 9 bytes of luma for each frame, base64), by which clips are told apart.

    Raises:
        MediaError: The clip does not decode.
    """
    import av

    try:
        facts = _write(clip, folder, sha256)
        facts["loudness"] = _loudness(clip)
    except av.FFmpegError as error:
        raise MediaError(f"{clip} does not decode: {error}") from error
    text = json.dumps(facts).encode()
    _whole(folder / f"{sha256}.json", partial(_put, data=text))


def _write(clip: Path, folder: Path, sha256: str) -> dict[str, Any]:
    import av
    import cv2
    import numpy as np

    prints, strip = [], []
    with av.open(os.fspath(clip)) as source:
        video = source.streams.video[0]
        fps = Fraction(video.average_rate or 24).limit_denominator(1001)
        seconds = float((video.duration or 0) * (video.time_base or 0))
        total = video.frames or round(seconds * fps)
        wanted = {round(n * (total - 1) / (STRIP_FRAMES - 1)) for n in range(STRIP_FRAMES)}
        scale = PROXY_SHORT / min(video.width, video.height)
        width, height = (
            max(2, round(side * min(1.0, scale) / 2) * 2) for side in (video.width, video.height)
        )

        def encode(path: Path) -> None:
            with av.open(
                os.fspath(path), "w", format="mp4", options={"movflags": "+faststart"}
            ) as out:
                options = {"preset": "veryfast", "crf": "25", "g": GROUP, "bf": "0"}
                proxy = out.add_stream("libx264", rate=fps, options=options)
                proxy.width, proxy.height, proxy.pix_fmt = width, height, "yuv420p"
                sound = source.streams.audio[0] if source.streams.audio else None
                copied = out.add_stream_from_template(sound) if sound else None
                number = 0
                for packet in source.demux(*filter(None, (video, sound))):
                    if packet.stream is sound and copied is not None:
                        if packet.dts is not None:
                            packet.stream = copied
                            out.mux(packet)
                        continue
                    for frame in packet.decode():
                        assert isinstance(frame, av.VideoFrame)  # noqa: S101
                        small = frame.reformat(width, height, "yuv420p")
                        small.pts, small.time_base = number, 1 / fps
                        out.mux(proxy.encode(small))
                        planes = small.to_ndarray()
                        luma = planes[:height]
                        print_ = cv2.resize(luma, PRINT_SIZE, interpolation=cv2.INTER_AREA)
                        prints.append(print_.tobytes())
                        if number in wanted:
                            colour = cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420)
                            size = (STRIP_WIDTH, round(STRIP_WIDTH * height / width))
                            strip.append(cv2.resize(colour, size, interpolation=cv2.INTER_AREA))
                        number += 1
                out.mux(proxy.encode(None))

        _whole(folder / f"{sha256}.proxy.mp4", encode)
    if not strip:
        raise MediaError(f"{clip} holds no frames")
    strip += [strip[-1]] * (STRIP_FRAMES - len(strip))
    for name, picture in (("strip", np.hstack(strip)), ("thumb", strip[0])):
        done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 78])
        if not done:
            raise MediaError(f"no {name} could be made of {clip}")
        _whole(folder / f"{sha256}.{name}.jpg", partial(_put, data=bytes(data)))
    return {"print": base64.b64encode(b"".join(prints)).decode()}


def _loudness(clip: Path) -> float | None:
    """Return integrated loudness in LUFS, or ``None`` for a silent clip."""
    import av
    import numpy as np

    from veo_widgets._lib.loudness import loudness

    rate = 48_000
    with av.open(os.fspath(clip)) as source:
        if not source.streams.audio:
            return None
        resampler = av.AudioResampler("fltp", "stereo", rate)
        parts = [
            block.to_ndarray()
            for frame in source.decode(audio=0)
            for block in resampler.resample(frame)
        ]
    if not parts:
        return None
    return round(loudness(np.concatenate(parts, 1).astype(np.float64), rate), 2)


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _whole(target: Path, write: Callable[[Path], object]) -> None:
    """Write a file under another name and give it its own when it is whole."""
    fresh = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        write(fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


if __name__ == "__main__":
    os.nice(5)
    derive(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
