"""What all jointed figures share: a canvas measured in their own size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from veo_widgets.storyboard.draw import curve, limb, oval, polygon

if TYPE_CHECKING:
    from veo_widgets.storyboard.draw import Image, Point


Ink = tuple[int, int, int, int]


class Brush(Protocol):
    """What hats and beards are drawn with; places and widths in body heights.

    ``y`` grows downwards, from the top of the head at 0 to the feet at 1.
    """

    def ink(self, code: str, shade: float = 1.0, *, glow: bool = False) -> Ink:
        """Return the BGRA colour of ``#rrggbb`` in the scene's light."""

    def shape(self, points: list[Point], ink: object) -> None:
        """Fill a smooth outline."""

    def corners(self, points: list[Point], ink: object) -> None:
        """Fill a polygon."""

    def ellipse(self, at: Point, radii: Point, ink: object) -> None:
        """Fill an ellipse."""

    def stroke(self, start: Point, end: Point, radius: float, ink: object) -> None:
        """Draw a rounded line."""


class Figure:
    """Shapes whose places and widths are shares of the figure's size.

    Args:
        size: Pixels.
    """

    _image: Image
    _origin: Point

    def __init__(self, size: float) -> None:
        self.size = size

    def at(self, x: float, y: float) -> Point:
        """Return the pixel of a place; ``y`` grows downwards."""
        return self._origin[0] + x * self.size, self._origin[1] + y * self.size

    def limb(self, a: Point, b: Point, wide: float, tip: float, ink: object) -> None:
        """Draw a rounded stroke that may taper."""
        ends = (self.at(*a), self.at(*b))
        limb(self._image, *ends, wide * self.size, tip * self.size, ink)

    def shape(self, points: list[Point], ink: object) -> None:
        """Fill a smooth outline."""
        polygon(self._image, curve([self.at(*point) for point in points]), ink)

    def corners(self, points: list[Point], ink: object) -> None:
        """Fill a polygon."""
        polygon(self._image, [self.at(*point) for point in points], ink)

    def ellipse(self, at: Point, radii: Point, ink: object) -> None:
        """Fill an ellipse."""
        size = (radii[0] * self.size, radii[1] * self.size)
        oval(self._image, self.at(*at), size, ink)

    def stroke(self, start: Point, end: Point, radius: float, ink: object) -> None:
        """Draw a rounded line."""
        self.limb(start, end, radius, radius, ink)
