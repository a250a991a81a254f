"""Where a clip stands among others, and whether a figure goes with what people prefer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

Key = TypeVar("Key", bound="Hashable")


class Place(NamedTuple):
    """A clip's place by one figure.

    Attributes:
        place: 1 for the highest value; equal values share the better place.
        of: How many clips have a value.
    """

    place: int
    of: int


def places(values: Mapping[Key, float | None]) -> dict[Key, Place]:
    """Return each one's place, the highest value first; those without a value have none."""
    known = {key: value for key, value in values.items() if value is not None}
    falling = sorted(known.values(), reverse=True)
    first: dict[float, int] = {}
    for number, value in enumerate(falling, 1):
        first.setdefault(value, number)
    return {key: Place(first[value], len(falling)) for key, value in known.items()}


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value, from 1 for the least; equal ones share the mean."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranked = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for index in order[start : end + 1]:
            ranked[index] = (start + end) / 2 + 1
        start = end + 1
    return ranked


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return the rank correlation of two figures of the same clips, ties at their mean rank.

    Args:
        one: A value for each clip.
        other: Another one for each.

    Returns:
        From -1 to 1; ``None`` where one of them is the same for all, or fewer than
        three clips have both.

    Raises:
        ValueError: They are not equally many.
    """
    pairs = list(zip(ranks(one), ranks(other), strict=True))
    if len(pairs) < 3:
        return None
    middle = (len(pairs) + 1) / 2
    spread = [sum((pair[side] - middle) ** 2 for pair in pairs) for side in (0, 1)]
    if not all(spread):
        return None
    shared = sum((a - middle) * (b - middle) for a, b in pairs)
    return float(shared / (spread[0] * spread[1]) ** 0.5)


class Agreement(NamedTuple):
    """How often a figure and a vote point the same way.

    Attributes:
        share: Of the votes below; ``None`` without any.
        votes: The decided votes on clips that differ in the figure.
    """

    share: float | None
    votes: int


def agreement(values: Mapping[Key, float | None], decided: Iterable[tuple[Key, Key]]) -> Agreement:
    """Return how often the clip that was preferred has the higher value.

    Args:
        values: The figure of each clip.
        decided: Votes without ties, as pairs of the preferred clip and the other one.
    """
    hits = count = 0
    for better, worse in decided:
        high, low = values.get(better), values.get(worse)
        if high is not None and low is not None and high != low:
            count += 1
            hits += high > low
    return Agreement(hits / count if count else None, count)
