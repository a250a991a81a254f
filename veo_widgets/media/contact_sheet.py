"""A picture of many clips: a line of frames for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.errors import MediaError
from veo_widgets.media.lettering import LINE, PAPER, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def contact_sheet(strips: Sequence[tuple[str, Path]], target: Path) -> Path:
    """Write strips under each other, each below its name.

    Args:
        strips: Names and pictures of frames side by side.
        target: A ``.png`` or ``.jpg``.

    Returns:
        The target.

    Raises:
        MediaError: There is no strip, or the picture cannot be written.
    """
    import cv2
    import numpy as np

    if not strips:
        raise MediaError("there is no clip yet for a contact sheet")
    parts = []
    pictures = [(name, np.asarray(cv2.imread(str(path)))) for name, path in strips]
    width = max(picture.shape[1] for _, picture in pictures)
    for name, picture in pictures:
        line = np.full((LINE + picture.shape[0], width, 3), PAPER, np.uint8)
        line[:LINE] = written(name, width)
        line[LINE:, : picture.shape[1]] = picture
        parts.append(line)
    try:
        done, data = cv2.imencode(target.suffix or ".png", np.vstack(parts))
    except cv2.error as error:
        raise MediaError(f"{target.name} is no picture: use .png or .jpg") from error
    if not done:
        raise MediaError(f"{target} cannot be written")
    try:
        target.write_bytes(bytes(data))
    except OSError as error:
        raise MediaError(f"{target} cannot be written: {error.strerror or error}") from None
    return target
