"""What a metric is: a named, versioned measurement of one clip, and what it must not be taken for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.values import short
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from veo_widgets.media.metrics.sample import Sample

Measure = Callable[["Sample"], "Reading | float | None"]
Raised = Callable[[float, Mapping[str, Any]], bool]
NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one measurement gave.

    Attributes:
        value: In the metric's unit; ``None`` where it cannot be told.
        note: Why not, or what to know of it.
        moments: Where in the clip, in seconds.
        failed: Whether it may succeed another time; then it is not kept.
    """

    value: float | None
    note: str = ""
    moments: tuple[float, ...] = ()
    failed: bool = False


@dataclass(frozen=True)
class Metric:
    """A measurement of one clip.

    Attributes:
        name: Small letters, digits and underscores.
        unit: Such as ``s``; ``0-1`` for a share.
        version: Counts up whenever the same clip may get another value.
        measure: Measures a decoded clip.
        low: The least it can be; ``None`` without a bound.
        high: The most it can be.
        about: What it measures, in one sentence.
        misleads: How it misleads, in one sentence.
        flag: The defect it may raise, such as ``frozen``; empty for a description.
        raised: Tells of a value, and of what was asked by role, whether it is the defect.
        asks: The roles of the request that the value hangs on, beside the clip.
        heavy: Whether it needs a model of its own; then it is off until one is named.
    """

    name: str
    unit: str
    version: int
    measure: Measure
    low: float | None = None
    high: float | None = None
    about: str = ""
    misleads: str = ""
    flag: str = ""
    raised: Raised | None = None
    asks: tuple[str, ...] = ()
    heavy: bool = False

    def read(self, sample: Sample) -> Reading:
        """Measure a clip; what goes wrong is the reading's note."""
        try:
            given = self.measure(sample)
        except Exception as error:  # noqa: BLE001  # a metric may come from any package
            return Reading(None, f"{type(error).__name__}: {error}"[:300], failed=True)
        reading = given if isinstance(given, Reading) else Reading(given)
        value = None if reading.value is None else float(reading.value)
        if value is not None and value - value != 0:
            return Reading(None, reading.note or "no number came of it", reading.moments)
        return replace(reading, value=value, moments=tuple(map(float, reading.moments)))

    def defect(self, value: float | None, asked: Mapping[str, Any]) -> str:
        """Return the flag that a value raises; empty when all is well or unknown."""
        if value is None or self.raised is None:
            return ""
        return self.flag if self.raised(value, asked) else ""


ENTERED: Final[dict[str, Metric]] = {}


def metric(
    name: str,
    unit: str,
    version: int,
    *,
    low: float | None = None,
    high: float | None = None,
    about: str = "",
    misleads: str = "",
    flag: str = "",
    raised: Raised | None = None,
    asks: tuple[str, ...] = (),
    heavy: bool = False,
) -> Callable[[Measure], Metric]:
    """Enter a function as a metric; it takes a ``Sample`` and returns a number.

    Another package enters its own by naming their module under the entry point group
    ``veo_widgets.metrics``. The arguments are the attributes of ``Metric``.

    Args:
        name: Small letters, digits and underscores.
        unit: Such as ``s``; ``0-1`` for a share.
        version: Counts up whenever the same clip may get another value.
        low: The least it can be; ``None`` without a bound.
        high: The most it can be.
        about: What it measures; the first line of the function's docstring when not given.
        misleads: How it misleads.
        flag: The defect it may raise; empty for a description.
        raised: Tells of a value, and of what was asked by role, whether it is the defect.
        asks: The roles of the request that the value hangs on, beside the clip.
        heavy: Whether it needs a model of its own; then it is off until one is named.

    Raises:
        InvalidRequest: The name is none, the version is no whole number, or another
            function has the name already.
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise InvalidRequest(
            f"{short(name)} is no name of a metric: small letters, digits and underscores"
        )
    if type(version) is not int or version < 1:
        raise InvalidRequest(f"the version of {name} counts from 1, it is not {short(version)}")

    def enter(measure: Measure) -> Metric:
        earlier = ENTERED.get(name)
        if earlier is not None and _place(earlier.measure) != _place(measure):
            raise InvalidRequest(f"{name} is a metric already, of {_place(earlier.measure)[0]}")
        said = about or (measure.__doc__ or "").strip().partition("\n")[0]
        made = Metric(
            name, unit, version, measure, low, high, said, misleads, flag, raised, asks, heavy
        )
        ENTERED[name] = made
        return made

    return enter


def _place(function: Measure) -> tuple[str, str]:
    return function.__module__, getattr(function, "__qualname__", "")
