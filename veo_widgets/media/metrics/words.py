"""Words that the prompt quotes: read in the picture, heard in the sound."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from veo_widgets.core.quoted import quotes, recall
from veo_widgets.media.metrics.base import Reading, metric
from veo_widgets.media.metrics.sample import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from veo_widgets.core.quoted import Kind
    from veo_widgets.media.metrics.sample import Sample

FRAMES: Final = (3, 5, 8)
"""Of the nine full-size frames; the card of a local preview is gone by the first of them."""
SURE: Final = 0.6
HEARD_RATE: Final = 16_000
VOICE_S: Final = 0.3
UNDERSTOOD: Final = -0.9
BUILT_IN: Final = "rapidocr"


def _quoted(sample: Sample, kind: Kind) -> str:
    prompt = str(sample.asked.get("prompt") or "")
    return " ".join(quote.text for quote in quotes(prompt) if quote.kind == kind)


def _missing(package: str, extra: str) -> Reading:
    note = f"cannot tell: {package} is not installed (pip install 'veo-widgets[{extra}]')"
    return Reading(None, note, failed=True)


@metric(
    "words_shown",
    "0-1",
    1,
    low=0,
    high=1,
    heavy=True,
    asks=("prompt",),
    misleads="Three frames are read: a text that passes quickly is missed; drawn letters are hard.",
)
def words_shown(sample: Sample) -> Reading:
    """The share of the words quoted in the prompt that can be read in the picture."""
    wanted = _quoted(sample, "text")
    if not wanted:
        return Reading(None, "the prompt quotes no text to be shown")
    try:
        read = _reader(sample.models.get("words_shown", BUILT_IN))
    except ImportError:
        return _missing("rapidocr", "ocr")
    shares: list[tuple[float, str]] = []
    unsure = ""
    for index in FRAMES:
        frame = sample.full[min(index, len(sample.full) - 1)]
        lines = _lines(read(np.repeat(frame[..., None], 3, 2)))
        unsure = unsure or next((text for text, sure in lines if sure < SURE), "")
        text = " ".join(text for text, sure in lines if sure >= SURE)
        shares.append((recall(wanted, text) or 0.0, text))
    share, text = max(shares)
    if not share and unsure:
        return Reading(None, f"cannot tell: there is text that cannot be read ({unsure[:60]})")
    return Reading(share, f"read: {text[:200]}" if text else "no text is seen")


@cache
def _reader(model: str) -> Any:  # noqa: ANN401
    from rapidocr import RapidOCR

    folder = Path(model)
    params = {"Global.log_level": "error"}
    if folder.is_dir():
        params["Global.model_root_dir"] = str(folder)
    return RapidOCR(params=params)


def _lines(result: Any) -> list[tuple[str, float]]:  # noqa: ANN401
    return list(zip(result.txts or (), map(float, result.scores or ()), strict=True))


@metric(
    "words_said",
    "0-1",
    1,
    low=0,
    high=1,
    heavy=True,
    asks=("prompt",),
    misleads="A small model mishears names, songs and accents; other languages need another one.",
)
def words_said(sample: Sample) -> Reading:
    """The share of the speech quoted in the prompt that can be understood in the sound."""
    wanted = _quoted(sample, "speech")
    if not wanted:
        return Reading(None, "the prompt quotes no speech")
    if sample.sound is None:
        return Reading(0.0, "there is no sound track")
    try:
        from faster_whisper.vad import get_speech_timestamps
    except ImportError:
        return _missing("faster-whisper", "transcript")
    sound = lowered(sample.sound)
    spans = get_speech_timestamps(sound)
    voice = sum(span["end"] - span["start"] for span in spans) / HEARD_RATE
    if voice < VOICE_S:
        return Reading(0.0, "no voice is heard")
    moments = tuple(span["start"] / HEARD_RATE for span in spans)
    listener = _listener(sample.models["words_said"])
    segments = list(listener.transcribe(sound, temperature=0.0, beam_size=1)[0])
    weight = sum(part.end - part.start for part in segments)
    sure = sum((part.end - part.start) * part.avg_logprob for part in segments)
    if not segments or sure / max(weight, 1e-6) < UNDERSTOOD:
        return Reading(None, "cannot tell: there is a voice that cannot be understood", moments)
    text = " ".join(part.text.strip() for part in segments)
    return Reading(recall(wanted, text), f"heard: {text[:200]}", moments)


def lowered(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return two channels at 48 kHz as one at 16 kHz, what is too high left out."""
    taps = np.sinc(np.arange(-24, 25) / 3) / 3 * np.hanning(51)[1:-1]
    step = RATE // HEARD_RATE
    mono = sound.mean(0)
    return np.convolve(mono, taps.astype(np.float32), "same")[::step].astype(np.float32)


@cache
def _listener(model: str) -> Any:  # noqa: ANN401
    from faster_whisper import WhisperModel

    return WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=1)
