"""Clips whose frames say their own number, so that a test reads what is shown."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

BITS = 12
QUICK = {"crf": "20", "preset": "ultrafast"}
KINDS = Path(__file__).parent.parent / "js" / "test" / "kinds"


def coded_clip(
    path: Path,
    frames: int = 96,
    width: int = 640,
    height: int = 360,
    hue: int = 128,
    fps: int | str = 24,
    bit_rate: int | None = None,
    *,
    sound: bool = False,
    options: dict[str, str] | None = None,
) -> Path:
    """Write a clip; each frame holds its number as 12 black or white blocks.

    With a bit rate, noise that moves fills it. The coder's options are those of x264.
    """
    noise = np.random.default_rng(hue).integers(0, 90, (height, width, 3), np.uint8)
    rate = Fraction(fps)
    with av.open(path, "w") as out:
        video = out.add_stream("libx264", rate=rate, options=options or QUICK)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        if bit_rate is not None:
            video.bit_rate, video.options = bit_rate, {**(options or {"preset": "ultrafast"})}
        audio = out.add_stream("aac", rate=48_000, layout="stereo") if sound else None
        for number in range(frames):
            image = np.full((height, width, 3), (hue, 90, 255 - hue), np.uint8)
            if bit_rate is not None:
                image = np.roll(noise, 7 * number, 1) + image // 2
            block = width // BITS
            for bit in range(BITS):
                on = number >> (BITS - 1 - bit) & 1
                image[height // 3 : 2 * height // 3, bit * block : (bit + 1) * block] = 255 * on
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None:
            time = np.arange(int(48_000 * frames / rate)) / 48_000
            tone = (0.2 * np.sin(2 * np.pi * (220 + hue) * time)).astype(np.float32)
            for start in range(0, len(time), 1024):
                part = np.ascontiguousarray(np.stack([tone[start : start + 1024]] * 2))
                sound_frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
                sound_frame.sample_rate, sound_frame.pts = 48_000, start
                out.mux(audio.encode(sound_frame))
            out.mux(audio.encode(None))
    return path


def number_of(gray: Any) -> int:
    """Read a frame's number from its grey picture."""
    height, width = gray.shape
    line = gray[height // 2]
    block = width // BITS
    bits = [line[bit * block + block // 2] > 127 for bit in range(BITS)]
    return sum(int(on) << (BITS - 1 - n) for n, on in enumerate(bits))
