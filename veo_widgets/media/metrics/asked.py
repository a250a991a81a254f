"""What was asked and can be read off the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets.media.metrics.base import Reading, metric

if TYPE_CHECKING:
    from veo_widgets.media.metrics.sample import Sample

OFF_S: Final = 0.25


@metric(
    "length_off",
    "s",
    1,
    asks=("duration",),
    flag="length off",
    raised=lambda off, _: abs(off) > OFF_S,
    misleads="Models offer fixed lengths: the nearest may be what was meant.",
)
def length_off(sample: Sample) -> Reading:
    """By how much the picture is longer than was asked; shorter where below zero."""
    seconds = _number(sample.asked.get("duration"))
    if seconds is None:
        return Reading(None, "no length was asked for")
    return Reading(sample.facts.duration - seconds)


def _number(value: Any) -> float | None:  # noqa: ANN401
    """Return seconds from ``8``, ``"8"`` or ``"8s"``."""
    try:
        return float(str(value).removesuffix("s"))
    except ValueError:
        return None
