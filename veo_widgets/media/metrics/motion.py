"""How much moves, and what of it the camera is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from veo_widgets.media.metrics.base import metric
from veo_widgets.media.metrics.steps import cut_frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from veo_widgets.media.metrics.sample import Sample

APART_S: Final = 1 / 8
TOP: Final = 0.05
STILL: Final = 0.2
"""Percent of the height per second below which nobody can tell what moves."""
GRID: Final = 8
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Flow:
    """Optical flow between frames an eighth of a second apart, cuts left out.

    Attributes:
        mean: Of each pair, in percent of the picture's height per second.
        top: The same of the fastest twentieth of the picture.
        camera: Of each pair, the share that one affine movement of all explains.
        residual: Of each pair, what differs after the flow is undone, in code values.
    """

    mean: NDArray[np.float64]
    top: NDArray[np.float64]
    camera: NDArray[np.float64]
    residual: NDArray[np.float64]


def flow(sample: Sample) -> Flow:
    """Compute the flow of a clip."""
    grey, times = sample.grey, sample.times
    stride = max(1, round(APART_S / sample.step))
    cuts = sample.once(cut_frames)
    height, width = grey.shape[1:]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    told: list[tuple[float, float, float, float]] = []
    for start in range(0, len(grey) - stride, stride):
        end = start + stride
        if any(start < cut <= end for cut in cuts):
            continue
        moved = dis.calc(grey[start], grey[end], None)
        per_s = 100 / height / max(float(times[end] - times[start]), 1e-6)
        speed = np.hypot(moved[..., 0], moved[..., 1]) * per_s
        kept = max(1, int(speed.size * TOP))
        top = float(np.partition(speed.ravel(), -kept)[-kept:].mean())
        undone = cv2.remap(
            grey[end],
            x + moved[..., 0],
            y + moved[..., 1],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        residual = float(cv2.absdiff(undone, grey[start]).mean())
        told.append((float(speed.mean()), top, _camera(moved), residual))
    columns = np.asarray(told, np.float64).reshape(-1, 4).T
    return Flow(*columns)


def _camera(moved: NDArray[np.float32]) -> float:
    """Return the share of a flow that the best affine movement explains.

    Points that move otherwise weigh less in each round, so that a subject before a
    moving background does not bend the fit.
    """
    half = GRID // 2
    points = moved[half::GRID, half::GRID].reshape(-1, 2).astype(np.float64)
    rows, columns = (range(half, edge, GRID) for edge in moved.shape[:2])
    y, x = np.meshgrid(rows, columns, indexing="ij")
    design = np.stack([x.ravel(), y.ravel(), np.ones(x.size)], 1)
    weight = np.ones(len(points))
    off = np.hypot(*points.T)
    whole = float(off.mean())
    for _ in range(ROUNDS):
        scaled = design * weight[:, None]
        solved = np.linalg.lstsq(scaled, points * weight[:, None], rcond=None)[0]
        off = np.hypot(*(points - design @ solved).T)
        weight = 1 / (1 + (off / (np.median(off) + 1e-3)) ** 2)
    return float(np.clip(1 - off.mean() / (whole + 1e-9), 0, 1))


@metric(
    "motion",
    "% of height / s",
    1,
    low=0,
    misleads="More is not better; water and rain count like a subject that moves.",
)
def motion(sample: Sample) -> float | None:
    """How fast the picture moves on average."""
    return _mean(sample.once(flow).mean)


@metric(
    "motion_top",
    "% of height / s",
    1,
    low=0,
    misleads="A single fast leaf is enough; an artefact that jumps counts too.",
)
def motion_top(sample: Sample) -> float | None:
    """How fast the fastest twentieth of the picture moves."""
    return _mean(sample.once(flow).top)


@metric(
    "camera",
    "0-1",
    1,
    low=0,
    high=1,
    misleads="Parallax hides camera movement, and a subject that fills the picture passes for it.",
)
def camera(sample: Sample) -> float | None:
    """The share of the movement that one movement of the whole picture explains."""
    seen = sample.once(flow)
    moving = seen.mean > STILL
    if not moving.any():
        return None
    return float(np.average(seen.camera[moving], weights=seen.mean[moving]))


@metric(
    "residual",
    "code values",
    1,
    low=0,
    high=255,
    misleads="Rain, water, smoke and fire differ from frame to frame as they should.",
)
def residual(sample: Sample) -> float | None:
    """What still differs between frames once their movement is undone."""
    return _mean(sample.once(flow).residual)


def _mean(values: NDArray[np.float64]) -> float | None:
    return float(values.mean()) if len(values) else None
