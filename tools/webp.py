"""Small files for the pictures of the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_BYTES: Final = 150_000
QUALITIES: Final = (88, 80, 72, 64, 56, 48, 40)


def small(pixels: NDArray[Any]) -> bytes:
    """Return a picture as WebP, as good as it can be below the most bytes."""
    data = b""
    for quality in QUALITIES:
        data = cv2.imencode(".webp", pixels, [cv2.IMWRITE_WEBP_QUALITY, quality])[1].tobytes()
        if len(data) <= MOST_BYTES:
            break
    return data
