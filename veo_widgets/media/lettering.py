"""Words in pictures, in whatever script they are; and which of them no font here can write."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

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
NO_LETTER: Final = "\U0010fffd"
"""A private one, which fonts do not have: it is drawn as the empty box."""
EAST_ASIA: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})


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


def unwritable(names: Iterable[str]) -> list[str]:
    """Say which scripts stand as empty boxes because no font here has them, and what to install.

    Args:
        names: The texts that are written.

    Returns:
        A sentence for each font that is missing.
    """
    box = _by_system_fonts(NO_LETTER, LINE)
    others = (set(name) for name in names if not all(map(_own, name)))
    letters = {letter for name in others for letter in name if letter.isprintable()}
    missing = {
        _script(letter)
        for letter in letters
        if letter.isalpha() or unicodedata.category(letter) == "So"
        if (_by_system_fonts(letter, LINE) == box).all()
    }
    fonts: dict[str, list[str]] = {}
    for script in sorted(missing):
        fonts.setdefault(_font(script), []).append(script)
    return [
        f"No font here has {' and '.join(scripts)}: these letters are empty boxes. "
        f"Install {font} and make it again."
        for font, scripts in fonts.items()
    ]


def _script(letter: str) -> str:
    """Return the script of a letter, as its Unicode name begins."""
    if unicodedata.category(letter) == "So":
        return "emoji"
    word = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if word in EAST_ASIA else word.title() or "private letters"


def _font(script: str) -> str:
    if script == "CJK":
        return "Noto Sans CJK (Debian: fonts-noto-cjk)"
    if script == "emoji":
        return "Noto Emoji (Debian: fonts-noto-color-emoji)"
    return f"Noto Sans {script} (Debian: fonts-noto-core)"
