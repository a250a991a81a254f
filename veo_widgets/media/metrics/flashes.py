"""Flashes that may harm, counted as WCAG 2.3.1 and ITU-R BT.1702 do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.media.metrics.base import Reading, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from veo_widgets.media.metrics.sample import Sample

GRID: Final = (48, 27)
WHITE: Final = 200.0
"""Candela per square metre of a usual white."""
GAMMA: Final = 2.4
CHANGE: Final = 20.0
DARKER: Final = 160.0
AREA: Final = 0.25
TOGETHER_S: Final = 0.1
WINDOW_S: Final = 1.0
ALLOWED: Final = 3


def swings(sample: Sample) -> list[tuple[float, int]]:
    """Return when a quarter of the picture or more changes at once, and which way.

    Each point of the grid follows its own extremes: it swings once its brightness is 20
    candela off the last one, the darker state below 160. Points that swing within a tenth
    of a second swing together; of two equal swings in a row the first counts.
    """
    reach = max(1, round(TOGETHER_S / sample.step))
    recent: list[tuple[NDArray[np.bool_], NDArray[np.bool_]]] = []
    low = high = state = np.zeros(0)
    told: list[tuple[float, int]] = []
    for at, frame in zip(sample.times, sample.grey, strict=True):
        small = cv2.resize(frame.astype(np.float32), GRID, interpolation=cv2.INTER_AREA)
        light = WHITE * (small.ravel() / 255) ** GAMMA
        if not len(low):
            low, high, state = light, light, np.zeros(len(light))
            continue
        low, high = np.minimum(low, light), np.maximum(high, light)
        up = (state <= 0) & (light - low >= CHANGE) & (low < DARKER)
        down = (state >= 0) & (high - light >= CHANGE) & (light < DARKER) & ~up
        state = np.where(up, 1, np.where(down, -1, state))
        turned = up | down
        low, high = np.where(turned, light, low), np.where(turned, light, high)
        recent = [*recent, (up, down)][-reach:]
        for way, which in ((1, 0), (-1, 1)):
            joined = np.logical_or.reduce([pair[which] for pair in recent])
            if joined.mean() >= AREA and (not told or told[-1][1] != way):
                told.append((float(at), way))
                recent = []
                break
    return told


@metric(
    "flashes",
    "in the worst second",
    1,
    low=0,
    flag="flash risk",
    raised=lambda count, _: count > ALLOWED,
    misleads="A screening, no certificate: red flashes and patterns are not looked for, and "
    "guidelines disagree.",
)
def flashes(sample: Sample) -> Reading:
    """How often a quarter of the picture flashes within one second, at the worst."""
    times = np.asarray([at for at, _ in sample.once(swings)])
    if not len(times):
        return Reading(0.0)
    counts = np.searchsorted(times, times + WINDOW_S - sample.step / 2) - np.arange(len(times))
    worst = int(np.argmax(counts))
    return Reading(float(counts[worst] // 2), moments=(float(times[worst]),))
