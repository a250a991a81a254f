"""A clip with its sound as Opus, for browsers that know no AAC; its pictures stay as they are.

Run as ``python -m veo_widgets.media.opus CLIP TARGET``, so that a kernel's threads stay free.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final

from veo_widgets.errors import MediaError

RATE: Final = 48_000
BIT_RATE: Final = 128_000


def with_opus(clip: Path, target: Path) -> None:
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
            heard: Any = out.add_stream("libopus", rate=RATE, layout="stereo")
            heard.bit_rate = BIT_RATE
            to_opus = av.AudioResampler(
                "s16", "stereo", RATE, heard.codec_context.frame_size or 960
            )
            for packet in source.demux(picture, sound):
                if packet.stream is sound:
                    for frame in packet.decode():
                        out.mux([p for part in to_opus.resample(frame) for p in heard.encode(part)])
                elif packet.dts is not None:
                    packet.stream = copied
                    out.mux(packet)
            out.mux([p for part in to_opus.resample(None) for p in heard.encode(part)])
            out.mux(heard.encode(None))
        fresh.replace(target)
    except av.FFmpegError as error:
        raise MediaError(f"{clip} does not decode: {error}") from error
    finally:
        fresh.unlink(missing_ok=True)


if __name__ == "__main__":
    from_clip, to = map(Path, sys.argv[1:])
    with_opus(from_clip, to)
