"""Sounds for requests that take one."""

from __future__ import annotations

import wave
from io import BytesIO

import numpy as np


def sound(seconds: float, pitch: float = 440.0) -> bytes:
    """Return a WAV of one tone."""
    time = np.arange(int(seconds * 16_000)) / 16_000
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((np.sin(time * pitch * 2 * np.pi) * 20_000).astype("<i2").tobytes())
    return out.getvalue()
