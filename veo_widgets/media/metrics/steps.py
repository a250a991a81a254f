"""What happens between one frame and the next: flicker, standstill, repeats, black, cuts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.media.metrics.base import Reading, metric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from veo_widgets.media.metrics.sample import Sample

BLOCK: Final = 16
FROZEN_S: Final = 0.25
FROZEN_FLAG: Final = 0.05
BLACK: Final = 26
BLACK_PIXELS: Final = 0.98
BLACK_FLAG: Final = 0.03
BINS: Final = 32
CUT_HISTOGRAM: Final = 0.25
CUT_CHANGE: Final = 8.0
CUT_OVER_USUAL: Final = 4.0
NEAR: Final = 8
FLASH_S: Final = 0.35
REPEAT: Final = 0.2
MOVES: Final = 0.1


def changes(sample: Sample) -> NDArray[np.float64]:
    """Return the mean absolute difference of each frame to the one before."""
    grey = sample.grey
    return np.asarray([cv2.absdiff(a, b).mean() for a, b in itertools.pairwise(grey)])


def lumas(sample: Sample) -> NDArray[np.float64]:
    """Return each frame's mean luma."""
    return np.asarray(sample.grey.mean((1, 2)), np.float64)


def blocks(sample: Sample) -> NDArray[np.float32]:
    """Return the mean of each block of 16 x 16 pixels of every frame."""
    height, width = sample.grey.shape[1:]
    size = max(1, width // BLOCK), max(1, height // BLOCK)
    small = [
        cv2.resize(frame.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        for frame in sample.grey
    ]
    return np.stack(small)


def dark(sample: Sample) -> NDArray[np.bool_]:
    """Tell of each frame whether it is black."""
    return np.asarray((sample.grey <= BLACK).mean((1, 2)) >= BLACK_PIXELS)


def cut_frames(sample: Sample) -> list[int]:
    """Return the frames that begin another shot; black frames and flashes begin none."""
    change = sample.once(changes)
    black = sample.once(dark)
    prints = np.stack([_histogram(frame) for frame in sample.grey])
    distance = np.abs(np.diff(prints, axis=0)).sum(1) / 2
    jumps = [
        index + 1
        for index in range(len(change))
        if distance[index] > CUT_HISTOGRAM
        and change[index] > CUT_CHANGE
        and change[index] > CUT_OVER_USUAL * _usual(change, index)
        and not (black[index] or black[index + 1])
    ]
    reach = max(1, round(FLASH_S / sample.step))
    return [at for at in jumps if not _returns(at, jumps, reach, prints)]


def _histogram(frame: NDArray[np.uint8]) -> NDArray[np.float64]:
    counts = cv2.calcHist([frame], [0], None, [BINS], [0, 256]).ravel()
    return np.asarray(counts / counts.sum(), np.float64)


def _usual(change: NDArray[np.float64], index: int) -> float:
    near = np.r_[change[max(0, index - NEAR) : index], change[index + 1 : index + 1 + NEAR]]
    return float(np.median(near)) if len(near) else 0.0


def _returns(at: int, jumps: list[int], reach: int, prints: NDArray[np.float64]) -> bool:
    """Tell whether the picture before a jump is back after another one close by."""

    def alike(one: int, other: int) -> bool:
        return bool(np.abs(prints[one] - prints[other]).sum() / 2 < CUT_HISTOGRAM)

    return any(
        alike(min(at, other) - 1, min(max(at, other), len(prints) - 1))
        for other in jumps
        if other != at and abs(other - at) <= reach
    )


def _standing(sample: Sample) -> Iterator[tuple[int, int]]:
    """Yield first and last frame of each stretch in which no block changes."""
    seen, times = sample.once(blocks), sample.times
    start = 0
    for index in range(1, len(seen) + 1):
        if index < len(seen) and np.abs(seen[index] - seen[start]).max() < 1.0:
            continue
        if times[index - 1] - times[start] + sample.step >= FROZEN_S and index - 1 > start:
            yield start, index - 1
        start = index


def frozen_frames(sample: Sample) -> list[tuple[int, int]]:
    """Return the stretches in which the picture stands still, black ones left out."""
    black = sample.once(dark)
    return [(a, b) for a, b in _standing(sample) if not black[a : b + 1].all()]


@metric(
    "flicker",
    "code values rms",
    1,
    low=0,
    misleads="Blind to what flickers in one corner (see residual); real lamps flicker too.",
)
def flicker(sample: Sample) -> float | None:
    """How much the brightness of the whole picture trembles from frame to frame."""
    luma = sample.once(lumas)
    if len(luma) < 3:
        return None
    bend = luma[2:] - 2 * luma[1:-1] + luma[:-2]
    black = sample.once(dark)
    skipped = {*sample.once(cut_frames), *(np.flatnonzero(np.diff(black.astype(int))) + 1)}
    kept = [n for n in range(len(bend)) if not {n + 1, n + 2} & skipped]
    return float(np.sqrt((bend[kept] ** 2).mean())) if kept else None


@metric(
    "steadiness",
    "0-1",
    1,
    low=0,
    high=1,
    misleads="A still picture scores 1: it is here to compare with figures of VBench only.",
)
def steadiness(sample: Sample) -> float | None:
    """How alike frames are to the next ones, as VBench's temporal flickering has it."""
    change = sample.once(changes)
    return float((255 - change.mean()) / 255) if len(change) else None


@metric(
    "frozen",
    "0-1",
    1,
    low=0,
    high=1,
    flag="frozen",
    raised=lambda share, _: share >= FROZEN_FLAG,
    misleads="A picture that was asked to stand still is no defect.",
)
def frozen(sample: Sample) -> Reading:
    """The share of time in which nothing at all changes for a quarter of a second or longer."""
    spans = sample.once(frozen_frames)
    still = sum(sample.times[b] - sample.times[a] for a, b in spans)
    moments = tuple(float(sample.times[a]) for a, _ in spans)
    return Reading(min(1.0, still / _seconds(sample)), moments=moments)


@metric(
    "repeated",
    "0-1",
    1,
    low=0,
    high=1,
    misleads="Encoding a clip again hides repeats; a drawn style may hold frames on purpose.",
)
def repeated(sample: Sample) -> float | None:
    """The share of frames that only repeat the one before while the picture moves."""
    change = sample.once(changes)
    if not len(change):
        return None
    still = {n for a, b in sample.once(frozen_frames) for n in range(a, b + 1)}
    count = 0
    for index, amount in enumerate(change):
        near = change[max(0, index - NEAR // 2) : index + NEAR // 2 + 1]
        usual = float(np.percentile(near, 75))
        count += index not in still and usual > MOVES and amount < REPEAT * usual
    return count / len(change)


@metric(
    "black",
    "0-1",
    1,
    low=0,
    high=1,
    flag="black",
    raised=lambda share, _: share >= BLACK_FLAG,
    misleads="A night scene is no black frame as long as a fiftieth of it is lit; a fade is.",
)
def black(sample: Sample) -> Reading:
    """The share of time in which the picture is black."""
    seen = sample.once(dark)
    starts = np.flatnonzero(np.diff(np.r_[0, seen.astype(int)]) == 1)
    return Reading(float(seen.mean()), moments=tuple(float(sample.times[n]) for n in starts))


@metric(
    "cuts",
    "count",
    1,
    low=0,
    misleads="A very fast pan or an explosion may count; a soft dissolve does not.",
)
def cuts(sample: Sample) -> Reading:
    """How many times another shot begins."""
    at = sample.once(cut_frames)
    return Reading(len(at), moments=tuple(float(sample.times[n]) for n in at))


def _seconds(sample: Sample) -> float:
    return float(sample.times[-1]) + sample.step
