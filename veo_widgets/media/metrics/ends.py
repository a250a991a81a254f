"""Whether a clip begins and ends as it should: against given images, and against itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import cv2
import numpy as np

from veo_widgets.media.metrics.base import Reading, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from veo_widgets.media.metrics.sample import Sample

Role = str
ALIGN_WIDTH: Final = 320
ALIGN_ROUNDS: Final = 60
ALIGN_GAIN: Final = 1e-5
MOST_SCALE: Final = 0.15
MARGIN: Final = 0.05
SIGMA: Final = 1.5
STEADY: Final = ((0.01 * 255) ** 2, (0.03 * 255) ** 2)
NOT_ASKED: Final = "no such image was given"


class Likeness(NamedTuple):
    """How alike two pictures are.

    Attributes:
        ssim: Structure, 1 when equal.
        colour: Mean distance of colours (CIE 1976 dE), 0 when equal.
    """

    ssim: float
    colour: float


def likeness(one: NDArray[np.uint8], other: NDArray[np.uint8], *, align: bool) -> Likeness:
    """Compare two pictures of blue, green and red.

    Args:
        one: A picture; it sets the size.
        other: The other; cropped to the first one's shape.
        align: Whether shifts, crops and scales by some percent are undone before.
    """
    height, width = one.shape[:2]
    other = cv2.resize(
        _cropped(other, width / height), (width, height), interpolation=cv2.INTER_AREA
    )
    inner = np.s_[:, :]
    if align and (matrix := _aligning(one, other)) is not None:
        other = cv2.warpAffine(
            other,
            matrix,
            (width, height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        rim = round(MARGIN * height), round(MARGIN * width)
        inner = np.s_[rim[0] : height - rim[0], rim[1] : width - rim[1]]
    one, other = one[inner], other[inner]
    apart = _lab(one) - _lab(other)
    return Likeness(_ssim(_grey(one), _grey(other)), float(np.sqrt((apart**2).sum(2)).mean()))


def _cropped(picture: NDArray[np.uint8], aspect: float) -> NDArray[np.uint8]:
    """Cut a picture to a shape, about its middle."""
    height, width = picture.shape[:2]
    wide, tall = min(width, round(height * aspect)), min(height, round(width / aspect))
    left, top = (width - wide) // 2, (height - tall) // 2
    return picture[top : top + max(1, tall), left : left + max(1, wide)]


def _aligning(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Return the affine matrix that lays the other picture over the first, if one does."""
    height, width = one.shape[:2]
    scale = ALIGN_WIDTH / width
    small, over = (
        cv2.resize(
            _grey(picture),
            (ALIGN_WIDTH, max(2, round(height * scale))),
            interpolation=cv2.INTER_AREA,
        )
        for picture in (one, other)
    )
    matrix = np.eye(2, 3, dtype=np.float32)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, ALIGN_ROUNDS, ALIGN_GAIN)
    try:
        _, matrix = cv2.findTransformECC(small, over, matrix, cv2.MOTION_AFFINE, stop, None, 5)
    except cv2.error:
        return None
    if np.abs(matrix[:, :2] - np.eye(2)).max() > MOST_SCALE:
        return None
    matrix[:, 2] /= scale
    return np.asarray(matrix, np.float32)


def _grey(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


def _lab(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_BGR2LAB))


def _ssim(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return the structural similarity of two grey pictures (Wang 2004)."""

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(values, (11, 11), SIGMA))

    a, b = one.astype(np.float32), other.astype(np.float32)
    means = mean(a), mean(b)
    spread = mean(a * a) - means[0] ** 2, mean(b * b) - means[1] ** 2
    shared = mean(a * b) - means[0] * means[1]
    over = (2 * means[0] * means[1] + STEADY[0]) * (2 * shared + STEADY[1])
    under = (means[0] ** 2 + means[1] ** 2 + STEADY[0]) * (spread[0] + spread[1] + STEADY[1])
    return float((over / under).mean())


def _to_given(sample: Sample, role: Role, end: int) -> Likeness | None:
    data = sample.images.get(role)
    if data is None:
        return None
    picture: Any = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return None if picture is None else likeness(sample.ends[end], picture, align=True)


def first(sample: Sample) -> Likeness | None:
    """Compare the first frame with the start image."""
    return _to_given(sample, "start_image", 0)


def last(sample: Sample) -> Likeness | None:
    """Compare the last frame with the image given for it."""
    return _to_given(sample, "last_frame", 1) if sample.whole else None


def seam(sample: Sample) -> Likeness | None:
    """Compare the last frame with the first."""
    return likeness(*sample.ends, align=False) if sample.whole else None


def _reading(seen: Likeness | None, what: str) -> Reading:
    return Reading(None, NOT_ASKED) if seen is None else Reading(float(getattr(seen, what)))


CROP: Final = (
    "A crop or shift by some percent is undone before; a change of colour is not seen here."
)
TINT: Final = (
    "A grade or a gamma that shifts everything a little counts as much as one wrong thing."
)


@metric("first_frame", "SSIM", 1, low=-1, high=1, asks=("start_image",), misleads=CROP)
def first_frame(sample: Sample) -> Reading:
    """How like the first frame is to the image that was given to start with."""
    return _reading(sample.once(first), "ssim")


@metric("first_frame_colour", "dE", 1, low=0, asks=("start_image",), misleads=TINT)
def first_frame_colour(sample: Sample) -> Reading:
    """How far the first frame's colours are from those of the start image."""
    return _reading(sample.once(first), "colour")


@metric("last_frame", "SSIM", 1, low=-1, high=1, asks=("last_frame",), misleads=CROP)
def last_frame(sample: Sample) -> Reading:
    """How like the last frame is to the image that was given to end on."""
    return _reading(sample.once(last), "ssim")


@metric("last_frame_colour", "dE", 1, low=0, asks=("last_frame",), misleads=TINT)
def last_frame_colour(sample: Sample) -> Reading:
    """How far the last frame's colours are from those of the image given for it."""
    return _reading(sample.once(last), "colour")


@metric(
    "loop",
    "SSIM",
    1,
    low=-1,
    high=1,
    misleads="Equal ends do not make a loop if the movement jumps; a still clip always has them.",
)
def loop(sample: Sample) -> Reading:
    """How like the last frame is to the first."""
    return _reading(sample.once(seam), "ssim")


@metric("loop_colour", "dE", 1, low=0, misleads="See loop.")
def loop_colour(sample: Sample) -> Reading:
    """How far the last frame's colours are from the first one's."""
    return _reading(sample.once(seam), "colour")
