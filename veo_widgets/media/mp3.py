"""A clip with its sound as MP3, for browsers that know no AAC; its pictures stay as they are.

VS Code's browser knows neither AAC nor Opus.

Run as ``python -m veo_widgets.media.mp3 CLIP TARGET``, so that a kernel's threads stay free.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final

from veo_widgets.errors import MediaError

RATE: Final = 48_000
BIT_RATE: Final = 192_000
SAMPLES: Final = 1152


def with_mp3(clip: Path, target: Path) -> None:
    """Write a clip's own pictures, and its sound encoded again.

    Both lie in one file, so that they cannot drift apart.

    Args:
        clip: An MP4 with sound.
        target: Where to.

    Raises:
        MediaError: It has no picture, no sound, or does not decode.
    """
    import av

    from veo_widgets.media.reading import opened, picture_of, sound_of

    fresh = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    options = {"movflags": "+faststart"}
    try:
        with (
            opened(clip) as source,
            av.open(os.fspath(fresh), "w", format="mp4", options=options) as out,
        ):
            picture, sound = picture_of(source), sound_of(source)
            if picture is None or sound is None:
                raise MediaError(f"{clip} has no {'sound' if picture else 'picture'}")
            copied = out.add_stream_from_template(picture)
            heard: Any = out.add_stream("libmp3lame", rate=RATE, layout="stereo")
            heard.bit_rate = BIT_RATE
            to_mp3 = av.AudioResampler("fltp", "stereo", RATE, SAMPLES)
            for packet in source.demux(picture, sound):
                if packet.stream is sound:
                    frames: list[Any] = list(packet.decode())
                    for frame in frames:
                        out.mux([p for part in to_mp3.resample(frame) for p in heard.encode(part)])
                elif packet.dts is not None:
                    packet.stream = copied
                    out.mux(packet)
            out.mux([p for part in to_mp3.resample(None) for p in heard.encode(part)])
            out.mux(heard.encode(None))
        fresh.replace(target)
    except av.FFmpegError as error:
        raise MediaError(f"{clip} does not decode: {error}") from error
    finally:
        fresh.unlink(missing_ok=True)


if __name__ == "__main__":
    from_clip, to = map(Path, sys.argv[1:])
    with_mp3(from_clip, to)
