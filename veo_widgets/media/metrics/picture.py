"""What single frames look like: sharpness, exposure, colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.media.metrics.base import metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from veo_widgets.media.metrics.sample import Sample

REBLUR: Final = 9
CRUSHED: Final = 2
BLOWN: Final = 253


@metric(
    "blur",
    "0-1",
    1,
    low=0,
    high=1,
    misleads="Depth of field, fog and drawn styles are soft on purpose, noise looks sharp; "
    "compare within one prompt and size.",
)
def blur(sample: Sample) -> float:
    """How little a frame loses when it is blurred again (Crete and Roffet), the median of nine."""
    return float(np.median([_blur(frame) for frame in sample.full]))


def _blur(frame: NDArray[np.uint8]) -> float:
    told = []
    for kernel, axis in (((REBLUR, 1), 1), ((1, REBLUR), 0)):
        again = cv2.blur(frame, kernel)
        before = cv2.absdiff(*_shifted(frame, axis))
        after = cv2.absdiff(*_shifted(again, axis))
        lost = float(cv2.subtract(before, after).sum())
        whole = float(before.sum())
        told.append((whole - lost) / whole if whole else 1.0)
    return max(told)


def _shifted(frame: NDArray[np.uint8], axis: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    return (frame[:, 1:], frame[:, :-1]) if axis else (frame[1:], frame[:-1])


@metric(
    "detail",
    "variance of the Laplacian",
    1,
    low=0,
    misleads="Noise and sharpening raise it; it hangs on the size of the picture.",
)
def detail(sample: Sample) -> float:
    """How much fine structure a frame has, the median of nine."""
    return float(np.median([cv2.Laplacian(frame, cv2.CV_32F).var() for frame in sample.full]))


@metric("brightness", "code values", 1, low=0, high=255, misleads="Night is right to be dark.")
def brightness(sample: Sample) -> float:
    """How bright the clip is on average."""
    return float(sample.grey.mean())


@metric(
    "contrast",
    "code values rms",
    1,
    low=0,
    high=128,
    misleads="Fog is right to be flat; one lamp in the dark is much contrast.",
)
def contrast(sample: Sample) -> float:
    """How far the pixels of a frame lie from its mean, averaged over frames."""
    return float(np.mean([frame.std() for frame in sample.grey]))


@metric(
    "crushed", "0-1", 1, low=0, high=1, misleads="Silhouettes and night are black with good reason."
)
def crushed(sample: Sample) -> float:
    """The share of pixels that are black without structure."""
    return float((sample.grey <= CRUSHED).mean())


@metric("blown", "0-1", 1, low=0, high=1, misleads="Snow, sun and titles are white.")
def blown(sample: Sample) -> float:
    """The share of pixels that are white without structure."""
    return float((sample.grey >= BLOWN).mean())


@metric(
    "colourfulness",
    "0-110",
    1,
    low=0,
    misleads="Vivid is not better: a night in the rain has 30, a sunset 58.",
)
def colourfulness(sample: Sample) -> float:
    """How colourful the frames are (Hasler and Suesstrunk), averaged."""
    return float(np.mean([_colourful(frame) for frame in sample.colour]))


def _colourful(frame: NDArray[np.uint8]) -> float:
    red, green, blue = frame.reshape(-1, 3).astype(np.float32).T
    one, other = red - green, (red + green) / 2 - blue
    return float(np.hypot(one.std(), other.std()) + 0.3 * np.hypot(one.mean(), other.mean()))
