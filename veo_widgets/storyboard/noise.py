"""Keyed random streams, and noise made of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from veo_widgets.storyboard.draw import Floats, Rng


def stream(*names: object) -> Rng:
    """Return the random stream of a name: the same on every machine and run."""
    text = "|".join(map(str, names)).encode()
    return np.random.Generator(
        np.random.PCG64(int.from_bytes(hashlib.sha256(text).digest()[:16], "little"))
    )


def noise2(
    rng: Rng,
    width: int,
    height: int,
    cells: int = 4,
    octaves: int = 6,
    gain: float = 0.5,
    *,
    ridged: bool = False,
) -> Floats:
    """Return fractal value noise from 0 to 1, ``height`` x ``width``.

    Lattices have a size of their own, so that 720p and 1080p show the same picture.

    Args:
        rng: The noise's own stream.
        width: Pixels.
        height: Pixels.
        cells: Lattice rows of the coarsest octave.
        octaves: How often it is refined, each time twice as fine.
        gain: Weight of an octave against the coarser one.
        ridged: Whether the middle values become crests.
    """
    out = np.zeros((height, width), np.float32)
    weight, total = 1.0, 0.0
    for octave in range(octaves):
        rows = cells << octave
        lattice = rng.random((rows + 3, int(rows * 3.6) + 3), dtype=np.float32)
        if octave and rows > height:
            break
        columns = min(round(rows * width / height) + 2, lattice.shape[1])
        layer = cv2.resize(
            np.ascontiguousarray(lattice[:, :columns]),
            (width, height),
            interpolation=cv2.INTER_CUBIC,
        )
        out += weight * (1 - np.abs(2 * layer - 1) if ridged else layer)
        total += weight
        weight *= gain
    return np.asarray(out / total, np.float32)


def noise1(
    rng: Rng,
    xs: NDArray[np.float64],
    cells: float = 3,
    octaves: int = 6,
    gain: float = 0.5,
    span: float = 6.0,
) -> NDArray[np.float64]:
    """Return a fractal profile from 0 to 1, as long as ``xs``.

    Args:
        rng: The profile's own stream.
        xs: Where, in picture heights from the middle.
        cells: Lattice points to a picture height in the coarsest octave.
        octaves: How often it is refined, each time twice as fine.
        gain: Weight of an octave against the coarser one.
        span: Picture heights that the lattice covers.
    """
    out = np.zeros(len(xs))
    weight, total = 1.0, 0.0
    for octave in range(octaves):
        count = int(cells * span * 2**octave) + 4
        values = rng.random(count)
        at = (xs + span / 2) * cells * 2**octave % (count - 2)
        index = at.astype(int)
        part = at - index
        part = part * part * (3 - 2 * part)
        out += weight * (values[index] * (1 - part) + values[index + 1] * part)
        total += weight
        weight *= gain
    return out / total
