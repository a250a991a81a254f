"""Speak the lines that a prompt quotes, when a voice is installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from veo_widgets.storyboard.sound.voices import RATE, Sound

if TYPE_CHECKING:
    from veo_widgets.storyboard.scene import Scene

CHILD: Final = Path(__file__).parent / "espeak.py"
VOICES: Final = {
    "sailor": ("en-gb+m3", 22),
    "woman": ("en-us+f4", 58),
    "child": ("en-us+f1", 80),
    "man": ("en-us+m1", 42),
}
TONGUES: Final = {
    "de": "de",
    "fr": "fr-fr",
    "es": "es",
    "it": "it",
    "pt": "pt",
    "nl": "nl",
    "pl": "pl",
    "sv": "sv",
    "ru": "ru",
}
WORDS: Final = 165
FASTEST: Final = 300
LEAD_S: Final = 0.8
TAIL_S: Final = 0.5
LEVEL: Final = 0.16


def installed() -> bool:
    """Tell whether there is a voice (the extra ``veo-widgets[speech]``)."""
    return importlib.util.find_spec("espeakng_loader") is not None


def spoken(scene: Scene, language: str) -> Sound | None:
    """Return the scene's quoted lines as one channel at 48 kHz, or ``None``.

    Lines too long for the clip are spoken faster, and cut at its end at last.

    Args:
        scene: Its lines, who speaks and how long the clip is.
        language: The prompt's language.
    """
    if not scene.quotes or not installed():
        return None
    who = next((name for name in scene.subjects if name in VOICES), "man")
    voice, pitch = VOICES[who]
    if language in TONGUES:
        voice = f"{TONGUES[language]}+{voice.partition('+')[2]}"
    text = " ".join(scene.quotes)
    room = scene.shot.seconds - LEAD_S - TAIL_S
    found = _speak(text, voice, WORDS, pitch)
    if found is not None and len(found) / RATE > room > 0:
        faster = min(FASTEST, int(WORDS * len(found) / RATE / room * 1.05))
        found = _speak(text, voice, faster, pitch)
    if found is None or room <= 0:
        return None
    found = found[: int(room * RATE)]
    loud = np.abs(found) > 0.01
    if not loud.any():
        return None
    return found * (LEVEL / np.sqrt((found[loud] ** 2).mean()))


def _speak(text: str, voice: str, words: int, pitch: int) -> Sound | None:
    try:
        said = subprocess.run(  # noqa: S603
            [sys.executable, str(CHILD), voice, str(words), str(pitch)],
            input=text.encode(errors="replace"),
            capture_output=True,
            check=True,
            timeout=20,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    rate = int.from_bytes(said[:4], "little")
    samples = np.frombuffer(said[4:], "<i2") / 32768
    if rate <= 0 or len(samples) < rate // 10:
        return None
    count = int(len(samples) * RATE / rate)
    return np.interp(np.arange(count) * rate / RATE, np.arange(len(samples)), samples)


def ducked(mixed: Sound, speech: Sound) -> Sound:
    """Return a mix that makes room for speech and holds it."""
    start = int(LEAD_S * RATE)
    hush = np.zeros(mixed.shape[1])
    hush[start : start + len(speech)] = 1
    width = int(0.25 * RATE)
    sums = np.cumsum(np.pad(hush, (width // 2 + 1, width - width // 2)))
    soft = (sums[width : width + len(hush)] - sums[: len(hush)]) / width
    out = mixed * (1 - 0.62 * soft)
    out[:, start : start + len(speech)] += speech
    return out
