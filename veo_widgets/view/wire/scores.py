"""What metrics say of a grid's cells."""

from __future__ import annotations

from typing import Literal, TypedDict


class MetricView(TypedDict):
    """A metric that some cell has a value of, and how it misleads."""

    name: str
    unit: str
    about: str
    misleads: str


class CellScores(TypedDict):
    """One cell: values in the metrics' units, ``[place, of how many]`` among its prompt's, defects."""

    values: dict[str, float]
    places: dict[str, list[int]]
    flags: list[str]


class ScoresView(TypedDict):
    """What is known of the cells, by their numbers; ``total`` is 0 while nothing is measured."""

    metrics: list[MetricView]
    cells: dict[str, CellScores]
    done: int
    total: int
    missing: int
    trouble: str


class ScoreFilter(TypedDict):
    """Which cells are shown: from ``least`` to ``most`` of the chosen score, by defects."""

    least: float | None
    most: float | None
    flagged: Literal["any", "with", "without"]


class Measure(TypedDict):
    """Measure the clips that were not yet; or stop."""

    type: Literal["measure"]
