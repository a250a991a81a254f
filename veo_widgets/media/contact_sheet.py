"""A picture of many clips: a line of frames for each."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from veo_widgets.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

LINE: Final = 26
PAPER: Final = 255
INK: Final = (40, 40, 40)
LETTERS: Final = 16
INDENT: Final = 6
FONT: Final = "uni"
"""OpenCV's own font for many scripts; it lies in the package, whatever the system has."""
FAMILIES: Final = "Noto Sans, DejaVu Sans, Liberation Sans, Segoe UI, Arial, Helvetica, sans-serif"


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


def written(name: str, width: int) -> NDArray[np.uint8]:
    """Write a name on a line of paper, in whatever script it is.

    Args:
        name: Any text; its breaks become spaces.
        width: Pixels.
    """
    words = " ".join(name.split()).encode("utf-8", "replace").decode()
    text = unicodedata.normalize("NFC", "".join(c for c in words if c.isprintable()))
    if all(_own(letter) for letter in set(text)):
        return _by_own_font(text, width)
    line = _by_system_fonts(text, width)
    return line if (line != PAPER).any() else _by_own_font(text, width)


def _own(letter: str) -> bool:
    """Tell whether OpenCV's font has a letter, and whether it stands by itself."""
    if letter == "?":
        return True
    plain = unicodedata.bidirectional(letter) not in {"R", "AL"}
    lone = unicodedata.category(letter) not in {"Mn", "Mc", "Me"}
    unknown = _by_own_font("?", LINE)
    return plain and lone and bool((_by_own_font(letter, LINE) != unknown).any())


def _by_own_font(text: str, width: int) -> NDArray[np.uint8]:
    import cv2
    import numpy as np

    line = np.full((LINE, width, 3), PAPER, np.uint8)
    cv2.putText(line, text, (INDENT, LINE - 8), INK, cv2.FontFace(FONT), LETTERS)
    return line


def _by_system_fonts(text: str, width: int) -> NDArray[np.uint8]:
    from html import escape

    import cv2
    import numpy as np
    import resvg_py

    ink = "rgb({2},{1},{0})".format(*INK)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{LINE}">'
        f'<rect width="100%" height="100%" fill="#fff"/><text x="{INDENT}" y="{LINE - 8}" '
        f'font-family="{FAMILIES}" font-size="{LETTERS}" fill="{ink}">{escape(text)}</text></svg>'
    )
    png = np.frombuffer(resvg_py.svg_to_bytes(svg_string=svg), np.uint8)
    return np.asarray(cv2.imdecode(png, cv2.IMREAD_COLOR), np.uint8)
