"""How like two clips are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from veo_widgets.media.metrics.ends import likeness
from veo_widgets.media.metrics.sample import read_sample

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from veo_widgets.media.metrics.sample import Sample

FRAMES = 9


def alike(one: Path, other: Path) -> tuple[float, float]:
    """Return the least structural similarity of nine frames, and the largest colour distance.

    Frames are set beside each other by their share of the clip; nothing is aligned, for
    the same request should give the same frames.

    Raises:
        MediaError: A clip does not decode.
    """
    frames = [_frames(read_sample(path)) for path in (one, other)]
    seen = [likeness(a, b, align=False) for a, b in zip(*frames, strict=True)]
    return min(each.ssim for each in seen), max(each.colour for each in seen)


def _frames(sample: Sample) -> list[NDArray[np.uint8]]:
    """Return frames of blue, green and red from all over a clip, its ends first."""
    last = len(sample.colour) - 1
    middle = [round(n * last / (FRAMES - 1)) for n in range(1, FRAMES - 1)]
    inner = [cv2.cvtColor(sample.colour[n], cv2.COLOR_RGB2BGR) for n in middle]
    return [*sample.ends, *inner]
