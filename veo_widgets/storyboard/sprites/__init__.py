"""Pictures of things that no rig draws, and their names in twenty languages.

The shapes are Microsoft's Fluent Emoji, the names emojibase's; both are MIT (see
``NOTICE`` beside this file). ``tools/gen_sprites.py`` writes the two data files.
"""

from __future__ import annotations

import json
import lzma
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from veo_widgets.storyboard.sprites.own import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.storyboard.draw import Image

FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="{0}" height="{0}">{1}</svg>'
)


def _read(name: str) -> Any:  # noqa: ANN401
    packed = files(__package__).joinpath(f"{name}.json.xz").read_bytes()
    return json.loads(lzma.decompress(packed))


@cache
def _bodies() -> Mapping[str, tuple[str, str]]:
    return {**_read("bodies"), **OWN}


@cache
def names(language: str) -> Mapping[str, str]:
    """Return the sprites by their names in a language, in lower case."""
    found: Mapping[str, str] = _read("names").get(language, {})
    return found


def group(name: str) -> str:
    """Return what kind of thing a sprite shows, such as ``animal-bird``."""
    return _bodies()[name][0]


def known(name: str) -> bool:
    """Tell whether there is such a sprite."""
    return name in _bodies()


def raster(name: str, size: int) -> Image:
    """Draw a sprite.

    Args:
        name: One that is known.
        size: Width and height in pixels.

    Returns:
        Premultiplied BGRA, cut to what is visible.
    """
    import resvg_py

    png = resvg_py.svg_to_bytes(svg_string=FRAME.format(size, _bodies()[name][1]))
    image = cv2.imdecode(np.frombuffer(bytes(png), np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise ValueError(f"the sprite {name} cannot be drawn")
    share = cv2.cvtColor(image[..., 3], cv2.COLOR_GRAY2BGR)
    image[..., :3] = cv2.multiply(image[..., :3], share, scale=1 / 255)
    x, y, width, height = cv2.boundingRect(image[..., 3])
    return np.ascontiguousarray(image[y : y + height, x : x + width])
