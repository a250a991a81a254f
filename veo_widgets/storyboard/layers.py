"""Pictures at a depth, and what neighbouring frames share of them."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from veo_widgets.storyboard.draw import Image

SHARED: Final = 4
KEPT: Final = 4


@dataclass
class Layer:
    """A picture at a depth.

    Attributes:
        image: Premultiplied BGRA.
        x: Left edge at rest, in pixels.
        y: Top edge at rest, in pixels.
        depth: 0 is infinitely far, 1 at one's face.
        drift: Pixels a second to the right.
        period: Pixels after which a drifting image repeats; 0 when it does not.
        bob: Height in pixels, rate and phase of a swell.
        repaint: Returns the image at a time, for a screen in the scene.
    """

    image: Image
    x: float
    y: float
    depth: float
    drift: float = 0.0
    period: int = 0
    bob: tuple[float, float, float] | None = None
    repaint: Callable[[float], Image] | None = None
    first: int = field(init=False)
    solid: int = field(init=False)
    pieces: list[tuple[int, int, int, int]] = field(init=False)

    def __post_init__(self) -> None:
        """Find where there is anything, and the first row that hides all."""
        alpha = self.image[..., 3]
        self.pieces = _pieces(np.ascontiguousarray(self.image).view(np.uint32)[..., 0] > 0)
        rows = np.flatnonzero(alpha.max(1))
        self.first = int(rows[0]) if len(rows) else self.image.shape[0]
        open_rows = np.flatnonzero(alpha.min(1) < 255)
        self.solid = int(open_rows[-1]) + 1 if len(open_rows) else 0


class Plates:
    """Pictures of what is far, shared by neighbouring frames.

    Far layers move by a tenth of a pixel a frame: drawn anew for every fourth frame,
    nobody sees the step, and a seventh of the drawing is saved.

    Args:
        draw: Draws the plate of a frame.
    """

    def __init__(self, draw: Callable[[int], Image]) -> None:
        self._draw = draw
        self._lock = Lock()
        self._made: OrderedDict[int, Future[Image]] = OrderedDict()

    def get(self, index: int) -> Image:
        """Return a plate, drawn by whichever thread asks first."""
        with self._lock:
            coming = self._made.get(index)
            mine = coming is None
            if coming is None:
                coming = self._made[index] = Future()
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
        if mine:
            try:
                coming.set_result(self._draw(index))
            except BaseException as error:
                coming.set_exception(error)
                raise
        return coming.result()


def _pieces(shown: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Cut a layer into bands, and bands at wide gaps: rows and columns of each piece.

    A frame of trees around an empty middle then costs its edges only.
    """
    tall, wide = shown.shape
    band, gap = max(8, tall // 6), max(24, wide // 12)
    found = []
    for top in range(0, tall, band):
        bottom = min(tall, top + band)
        used = np.flatnonzero(shown[max(0, top - 2) : bottom + 2].any(0))
        if not len(used):
            continue
        breaks = np.flatnonzero(np.diff(used) > gap)
        starts = [used[0], *used[breaks + 1]]
        ends = [*used[breaks], used[-1]]
        found += [
            (top, bottom, max(0, int(start) - 3), min(wide, int(end) + 4))
            for start, end in zip(starts, ends, strict=True)
        ]
    merged: list[tuple[int, int, int, int]] = []
    for piece in found:
        before = merged[-1] if merged else None
        if before and before[1] == piece[0] and before[2:] == piece[2:]:
            merged[-1] = (before[0], piece[1], *piece[2:])
        else:
            merged.append(piece)
    return merged
