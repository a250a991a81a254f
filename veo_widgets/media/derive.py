"""What a comparison needs of a clip, made in one pass: proxy, strip, poster, facts.

Run as ``python -m veo_widgets.media.derive CLIP FOLDER SHA256``, so that a kernel's
threads stay free.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable

    import av
    import numpy as np
    from numpy.typing import NDArray

    from veo_widgets.media.facts import VideoInfo

STRIP_FRAMES: Final = 12
STRIP_WIDTH: Final = 192
PRINT_SIZE: Final = (16, 9)
FACTS: Final = "4.json"
"""Files of another number were made by other rules, and are made again."""


def derive(clip: Path, folder: Path, sha256: str) -> None:
    """Write ``<sha256>.proxy.mp4``, ``.pictures.mp4``, ``.small.mp4``, stills and the facts.

    The proxy has the clip's frames at the moments at which the clip presents them,
    upright, at 360 pixels on the short side, a key frame every 12 frames and no
    B-frames, so that it seeks fast and many play at once; its sound is the clip's own,
    encoded again only where browsers do not know it. The pictures are the proxy's without its
    sound: of many that play at once one is heard, and browsers keep those without sound
    closer together. The small copy has the same frames at 180 pixels and no sound, for
    machines that cannot play the proxy. The strip (``.strip.jpg``) is 12 frames side by side,
    the thumb (``.thumb.jpg``) is the first of them. The facts hold ``loudness`` (LUFS, ``null``
    without sound), ``print`` (16 x 9 bytes of luma for each frame, base64), by which
    clips are told apart, and ``clip``: what ``probe`` and ``carried`` found.

    Raises:
        MediaError: The clip does not decode, or its bytes are not those of the digest.
    """
    import av

    _check_bytes(clip, sha256)
    made: dict[str, Path] = {}
    try:
        known, info = _known(clip)
        prints = _write(
            clip, info, lambda kind: made.setdefault(kind, _fresh(folder, sha256, kind))
        )
        facts = {"loudness": loudness_of(clip), "clip": known, "print": prints}
        _check_bytes(clip, sha256)
        text = _fresh(folder, sha256, FACTS)
        made[FACTS] = text
        text.write_text(json.dumps(facts), encoding="utf-8")
        for kind, fresh in made.items():
            fresh.replace(folder / f"{sha256}.{kind}")
    except av.FFmpegError as error:
        raise MediaError(f"{clip} does not decode: {error}") from error
    finally:
        for fresh in made.values():
            fresh.unlink(missing_ok=True)


def _fresh(folder: Path, sha256: str, kind: str) -> Path:
    return folder / f"{sha256}.{kind}.{os.getpid()}.tmp"


def _check_bytes(clip: Path, sha256: str) -> None:
    """Make sure that a digest only ever names its own bytes."""
    with clip.open("rb") as file:
        now = hashlib.file_digest(file, "sha256").hexdigest()
    if now != sha256:
        raise MediaError(f"{clip} is another file than the one that was opened: open it again")


def _known(clip: Path) -> tuple[dict[str, Any], VideoInfo]:
    from veo_widgets.media.probe import probe
    from veo_widgets.media.settings import as_dict, carried

    info = probe(clip)
    return {"facts": info.as_dict(), **as_dict(carried(clip))}, info


def _write(clip: Path, info: VideoInfo, fresh: Callable[[str], Path]) -> str:
    import av

    from veo_widgets.media.reading import opened, origin, picture_of, pose, sound_of

    form: dict[str, Any] = {"format": "mp4", "options": {"movflags": "+faststart"}}
    with opened(clip) as source:
        video, sound = picture_of(source), sound_of(source)
        assert video is not None  # noqa: S101
        first = next(source.decode(video), None)
        if first is None:
            raise MediaError(f"{clip} holds no frames")
        shape, zero = pose(first, video), origin(source)
    with (
        opened(clip) as source,
        av.open(os.fspath(fresh("proxy.mp4")), "w", **form) as out,
        av.open(os.fspath(fresh("small.mp4")), "w", **form) as out_small,
    ):
        from veo_widgets.media.proxy import Pictures, Small, Sound, write_pictures

        video, sound = picture_of(source), sound_of(source)
        assert video is not None  # noqa: S101
        proxy = Pictures(out, info.fps, shape, zero, uneven=info.uneven)
        small = Small(out_small, proxy, shape)
        heard = Sound(out, sound, zero) if sound is not None else None
        look = Look(info.frames)
        for packet in source.demux(*filter(None, (video, sound))):
            if heard is not None and packet.stream is sound:
                heard.add(packet)
                continue
            for frame in packet.decode():
                assert isinstance(frame, av.VideoFrame)  # noqa: S101
                written = proxy.add(frame)
                if written is not None:
                    small.add(written)
                    look.add(written)
        proxy.end()
        small.end()
        if heard is not None:
            heard.end()
    write_pictures(fresh("proxy.mp4"), fresh("pictures.mp4"))
    return look.write(clip, fresh)


class Look:
    """What the frames look like: a strip of some, a print of each.

    Args:
        total: How many frames there will be.
    """

    def __init__(self, total: int) -> None:
        self._wanted = {round(n * (total - 1) / (STRIP_FRAMES - 1)) for n in range(STRIP_FRAMES)}
        self._prints: list[bytes] = []
        self._strip: list[NDArray[np.uint8]] = []

    def add(self, frame: av.VideoFrame) -> None:
        """Look at a frame of the proxy."""
        import cv2
        import numpy as np

        planes, height = frame.to_ndarray(), frame.height
        small = cv2.resize(planes[:height], PRINT_SIZE, interpolation=cv2.INTER_AREA)
        if len(self._prints) in self._wanted:
            colour = cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420)
            size = (STRIP_WIDTH, max(1, round(STRIP_WIDTH * height / planes.shape[1])))
            picture = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
            self._strip.append(np.asarray(picture, np.uint8))
        self._prints.append(small.tobytes())

    def write(self, clip: Path, fresh: Callable[[str], Path]) -> str:
        """Write strip and thumb, and return the prints."""
        import cv2
        import numpy as np

        strip = self._strip
        if not strip:
            raise MediaError(f"{clip} holds no frames")
        strip += [strip[-1]] * (STRIP_FRAMES - len(strip))
        for name, picture in (("strip", np.hstack(strip)), ("thumb", strip[0])):
            done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 78])
            if not done:
                raise MediaError(f"no {name} could be made of {clip}")
            fresh(f"{name}.jpg").write_bytes(bytes(data))
        return base64.b64encode(b"".join(self._prints)).decode()


def loudness_of(clip: Path) -> float | None:
    """Return integrated loudness in LUFS, or ``None`` for a silent clip."""
    import av
    import numpy as np

    from veo_widgets._lib.loudness import loudness
    from veo_widgets.media.reading import opened, sound_of

    rate = 48_000
    with opened(clip) as source:
        track = sound_of(source)
        if track is None:
            return None
        resampler = av.AudioResampler("fltp", "stereo", rate)
        parts = [
            block.to_ndarray()
            for frame in source.decode(track)
            for block in resampler.resample(frame)
        ]
    if not parts:
        return None
    measured = loudness(np.concatenate(parts, 1).astype(np.float64), rate)
    return round(measured, 2) if np.isfinite(measured) else None


if __name__ == "__main__":
    os.nice(5)
    try:
        derive(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    except (MediaError, OSError) as error:
        sys.exit(str(error))
