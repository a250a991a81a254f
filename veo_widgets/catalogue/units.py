"""One length in seconds for what models spell as seconds, frames, ``"5s"`` or ``"5"``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from veo_widgets.catalogue.choices import number
from veo_widgets.catalogue.roles import snake

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL_FPS: Final = 24.0
SAME_S: Final = 1e-3
TEXT: Final = re.compile(
    r"^\s*(\d+(?:\.\d+)?)\s*(s|sec|secs|seconds?|ms|frames?|f)?\s*$", re.IGNORECASE
)


class Length(NamedTuple):
    """The parameter that says how long a clip is to be.

    Attributes:
        name: The parameter.
        row: Its description in the normal form.
        unit: Whether it counts seconds, milliseconds or frames.
    """

    name: str
    row: Mapping[str, Any]
    unit: Literal["s", "ms", "frames"]

    def seconds(self, value: object, fps: float = USUAL_FPS) -> float | None:
        """Return a value as seconds; ``None`` where it is no length.

        Args:
            value: As the parameter spells it.
            fps: Frames a second.
        """
        amount = amount_of(value)
        if amount is None:
            return None
        if self.unit == "frames":
            return amount / fps
        bare = not isinstance(value, str) or value.strip().replace(".", "", 1).isdecimal()
        return amount / 1000 if self.unit == "ms" and bare else amount

    def spelled(self, seconds: float, fps: float = USUAL_FPS) -> Any:  # noqa: ANN401
        """Return seconds as the parameter spells them, legal or not."""
        for value in self.row.get("enum", ()):
            own = self.seconds(value, fps)
            if own is not None and abs(own - seconds) < SAME_S:
                return value
        ending, unit = self._ending() if self.row.get("type") == "string" else ("", self.unit)
        amount = seconds * {"frames": fps, "ms": 1000.0, "s": 1.0}[unit]
        plain = number(round(amount) if unit != "s" or _near(amount) else amount)
        return f"{plain:.15g}{ending}" if self.row.get("type") == "string" else plain

    def _ending(self) -> tuple[str, str]:
        """Return what the samples end with, and the unit that they count so."""
        row = self.row
        for value in (row.get("default"), *row.get("enum", ()), *row.get("examples", ())):
            match = TEXT.match(value) if isinstance(value, str) else None
            if match and match[2]:
                word = match[2].lower()
                unit = "ms" if word == "ms" else "frames" if word.startswith("f") else "s"
                return value.rstrip()[match.end(1) :], unit
        return "", self.unit

    def legal(self, fps: float = USUAL_FPS) -> tuple[float, ...]:
        """Return the listed lengths in seconds, shortest first; none where any will do."""
        values = (self.seconds(value, fps) for value in self.row.get("enum", ()))
        return tuple(sorted({value for value in values if value is not None}))

    def bounds(self, fps: float = USUAL_FPS) -> tuple[float | None, float | None]:
        """Return the shortest and the longest length in seconds, where they are told."""
        listed = self.legal(fps)
        if listed:
            return listed[0], listed[-1]
        least, most = self.row.get("minimum"), self.row.get("maximum")
        return (
            None if least is None else self.seconds(least, fps),
            None if most is None else self.seconds(most, fps),
        )

    def nearest(self, seconds: float, fps: float = USUAL_FPS) -> Any:  # noqa: ANN401
        """Return the legal value nearest to a length; of two equally near ones the shorter."""
        listed = self.legal(fps)
        if listed:
            return self.spelled(min(listed, key=lambda own: abs(own - seconds)), fps)
        low, high = self.bounds(fps)
        held = max(seconds, low or 0.0)
        held = held if high is None else min(held, high)
        if self.unit == "s" and self.row.get("type") == "integer":
            held = float(round(held))
        return self.spelled(held, fps)


def _near(amount: float) -> bool:
    return abs(amount - round(amount)) < SAME_S


def amount_of(value: object) -> float | None:
    """Return the number of a length: ``5``, ``"5"`` and ``"5s"`` are five."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    match = TEXT.match(value) if isinstance(value, str) else None
    if match is None:
        return None
    return float(match[1]) / 1000 if (match[2] or "").lower() == "ms" else float(match[1])


def unit_of(name: str) -> str:
    """Return ``ms`` for a name that counts milliseconds; else nothing."""
    return "ms" if re.search(r"(^|_)(ms|msecs?|milliseconds)$", snake(name)) else ""


def length_of(properties: Mapping[str, Any], by_role: Mapping[str, str]) -> Length | None:
    """Return the parameter that says how long a clip is; ``None`` where there is none.

    Args:
        properties: Descriptions in the normal form, by name.
        by_role: Names by role.
    """
    for role, unit in (("duration", "s"), ("frames", "frames")):
        name = by_role.get(role)
        if name is not None:
            row = properties[name]
            told = str(row.get("x-unit", ""))
            if told == "ms":
                return Length(name, row, "ms")
            in_frames = told.startswith("frame") or unit == "frames"
            return Length(name, row, "frames" if in_frames else "s")
    return None


def seed_range(row: Mapping[str, Any], most: int) -> tuple[int, int]:
    """Return the least seed to draw and how many there are to draw from.

    Seeds from 1 up, within the parameter's own range; never the one that means "random".

    Args:
        row: The seed's description in the normal form.
        most: The largest seed where no limit is told.
    """
    low, high = number(row.get("minimum")), number(row.get("maximum"))
    last = most if high is None else min(int(high), most)
    first = max(1, int(low or 1)) if last >= 1 else int(low if low is not None else last)
    first = min(first, last)
    if first == row.get("x-random") and first < last:
        first += 1
    return first, last - first + 1
