"""What is heard: loudness, peaks, clipping, silence, and how the track begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from veo_widgets._lib.loudness import SILENCE, loudness
from veo_widgets.media.metrics.base import Reading, metric
from veo_widgets.media.metrics.sample import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from veo_widgets.media.metrics.sample import Sample

BLOCK: Final = RATE // 20
QUIET_DB: Final = -60.0
SILENT_FLAG: Final = 0.98
FULL: Final = 0.999
RUN: Final = 3
CLIPPED_FLAG: Final = 0.001
PADDING_S: Final = 0.05
SHORT_S: Final = 0.15
FLOOR_DB: Final = -120.0
PHASES: Final = 4
TAPS: Final = 12
MOST_PEAKS: Final = 20_000
NONE: Final = "there is no sound track"


def track(sample: Sample) -> NDArray[np.float32] | None:
    """Return the sound, or ``None`` where there is none to measure."""
    sound = sample.sound
    return None if sound is None or not sound.shape[1] else sound


@metric(
    "loudness",
    "LUFS",
    1,
    low=SILENCE,
    high=0,
    misleads="A quiet scene may have been asked for; a few seconds are little to judge by.",
)
def loud(sample: Sample) -> Reading:
    """How loud the whole clip is to the ear (ITU-R BS.1770)."""
    sound = track(sample)
    if sound is None:
        return Reading(None, NONE)
    return Reading(max(SILENCE, loudness(sound.astype(np.float64), RATE)))


@metric(
    "true_peak",
    "dBTP",
    1,
    low=FLOOR_DB,
    misleads="Encoding moves peaks by a decibel; one click is enough.",
)
def true_peak(sample: Sample) -> Reading:
    """The highest peak, between the samples too."""
    sound = track(sample)
    if sound is None:
        return Reading(None, NONE)
    peak = float(np.abs(sound).max())
    tops = np.abs(sound).max(0)
    near = np.flatnonzero(tops >= peak / 2)
    near = near[np.argsort(tops[near])[::-1]]
    return Reading(_decibels(max(peak, _between(sound, near))))


def _between(sound: NDArray[np.float32], near: NDArray[np.int64]) -> float:
    """Return the highest value between samples, close to the loudest ones."""
    reach = TAPS // 2
    near = near[(near >= reach - 1) & (near < sound.shape[1] - reach)][:MOST_PEAKS]
    if not len(near):
        return 0.0
    steps = np.arange(1 - reach, 1 + reach)
    around = sound[:, near[:, None] + steps]
    distance = steps - np.arange(1, PHASES)[:, None] / PHASES
    taps = np.sinc(distance) * np.cos(np.pi * distance / (TAPS + 1)) ** 2
    return float(np.abs(around @ taps.T.astype(np.float32)).max())


@metric(
    "clipped",
    "0-1",
    1,
    low=0,
    high=1,
    flag="clipped",
    raised=lambda share, _: share >= CLIPPED_FLAG,
    misleads="Distortion that was asked for clips; lossy encoding hides short clipping.",
)
def clipped(sample: Sample) -> Reading:
    """The share of samples in runs of three or more at full scale."""
    sound = track(sample)
    if sound is None:
        return Reading(None, NONE)
    return Reading(float(np.mean([_in_runs(np.abs(channel) >= FULL) for channel in sound])))


def _in_runs(at: NDArray[np.bool_]) -> float:
    edges = np.flatnonzero(np.diff(np.r_[0, at.astype(np.int8), 0]))
    lengths = edges[1::2] - edges[::2]
    return float(lengths[lengths >= RUN].sum() / len(at))


@metric(
    "silent",
    "0-1",
    1,
    low=0,
    high=1,
    flag="silent",
    raised=lambda share, asked: share >= SILENT_FLAG and asked.get("audio") is True,
    misleads="Silence is right where no sound was asked for; it is raised where it was.",
)
def silent(sample: Sample) -> Reading:
    """The share of time in which nothing is heard (below -60 dBFS)."""
    sound = track(sample)
    if sound is None:
        return Reading(1.0, NONE)
    count = max(1, sound.shape[1] // BLOCK)
    parts = np.array_split(sound[:, : count * BLOCK], count, axis=1)
    return Reading(float(np.mean([_level(part) < QUIET_DB for part in parts])))


@metric(
    "start_level",
    "dBFS",
    1,
    low=FLOOR_DB,
    high=3,
    misleads="Most clips begin in the middle of a sound, and may.",
)
def start_level(sample: Sample) -> Reading:
    """How loud the first twentieth of a second is."""
    sound = track(sample)
    return Reading(None, NONE) if sound is None else Reading(_level(sound[:, :BLOCK]))


@metric(
    "end_level",
    "dBFS",
    1,
    low=FLOOR_DB,
    high=3,
    misleads="A sound that goes on is no defect by itself; a word that breaks off is.",
)
def end_level(sample: Sample) -> Reading:
    """How loud the last twentieth of a second is; the encoder's padding is left out."""
    sound = track(sample)
    if sound is None:
        return Reading(None, NONE)
    heard = np.flatnonzero(np.abs(sound).max(0) > 1e-6)
    end = int(heard[-1]) + 1 if len(heard) else sound.shape[1]
    padded = sound.shape[1] - end <= int(PADDING_S * RATE)
    part = sound[:, max(0, end - BLOCK) : end] if padded else sound[:, -BLOCK:]
    return Reading(_level(part))


@metric(
    "sound_lag",
    "s",
    1,
    flag="cut off",
    raised=lambda lag, _: lag <= -SHORT_S,
    misleads="Encoders pad a track by some hundredths of a second, which count as none.",
)
def sound_lag(sample: Sample) -> Reading:
    """By how much the sound ends after the picture; before it where below zero."""
    if track(sample) is None:
        return Reading(None, NONE)
    if not sample.whole:
        return Reading(None, "the clip is too long to be measured to its end")
    return Reading(0.0 if abs(sample.lag) < PADDING_S else sample.lag)


def _level(part: NDArray[np.float32]) -> float:
    if not part.size:
        return FLOOR_DB
    return _decibels(float(np.sqrt((part.astype(np.float64) ** 2).mean())))


def _decibels(amplitude: float) -> float:
    return max(FLOOR_DB, 20 * float(np.log10(amplitude + 1e-12)))
