"""What a sweep would send, and what that would cost; sends nothing."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

from veo_widgets._lib.displayable import Displayable
from veo_widgets.core.decisions import stands
from veo_widgets.core.money import UNKNOWN, Sum
from veo_widgets.core.power import Power, power
from veo_widgets.core.record import FAILED
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.axis import SAMPLES
from veo_widgets.experiment.cells import Cell, make_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.conductor import Limits
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.spec import SweepSpec

BLOCKED: Final = "blocked before: the same again would be too"
FAILED_BEFORE: Final = "failed before: retry() sends it again"


@dataclass(frozen=True)
class Plan(Displayable):
    """What a sweep would send, and what that would cost.

    Attributes:
        spec: The sweep.
        cells: Every combination, in order.
        expected_s: Seconds until the last clip, with the caps in force and as many at once as
            the service was seen to work on; ``None`` where nobody knows.
        warnings: What to know before paying, each once.
        play_money: Whether the prices are the local server's play money.
    """

    spec: SweepSpec
    cells: tuple[Cell, ...]
    expected_s: float | None
    warnings: tuple[str, ...]
    play_money: bool = False

    @classmethod
    def of(
        cls,
        spec: SweepSpec,
        cells: tuple[Cell, ...],
        endpoint: str,
        usual_s: Callable[[Cell], float | None],
        limits: Limits,
        **more: Any,  # noqa: ANN401
    ) -> Self:
        """Add up the cells of a sweep.

        Args:
            spec: The sweep.
            cells: Its cells, each with its fate.
            endpoint: Where the new ones would be sent.
            usual_s: Returns the seconds that a worker usually has such a clip, where known.
            limits: The caps in force.
            **more: What else a subclass holds.
        """
        new = [(cell.model, usual_s(cell)) for cell in cells if cell.fate == "send"]
        expected = _expected(new, limits)
        warnings = tuple(_warnings(spec, cells))
        return cls(spec, cells, expected, warnings, endpoint == "local", **more)

    @property
    def new(self) -> tuple[Cell, ...]:
        """The cells that would be sent and charged."""
        return tuple(cell for cell in self.cells if cell.fate == "send")

    @property
    def cost(self) -> Sum:
        """What the new cells cost, and for how many of them nobody knows it."""
        return Sum.of((cell.low, cell.high) for cell in self.new)

    @property
    def low(self) -> float | None:
        """The least that the new cells may cost, in US dollars; ``None`` if not known."""
        cost = self.cost
        return cost.low if cost.known else None

    @property
    def high(self) -> float | None:
        """The most that the new cells may cost, in US dollars; ``None`` if not known."""
        return self.cost.at_most(None)

    @property
    def unpriced(self) -> int:
        """How many of the new cells have no known price."""
        return self.cost.unknown

    def agree(self, count: int, high: float, unpriced: int) -> None:
        """Let nothing be sent that costs other than what a person saw and said yes to.

        Args:
            count: How many new cells that were.
            high: The most, in US dollars, that those of known price came to.
            unpriced: How many of them had no known price.

        Raises:
            InvalidRequest: It is another price by now.
        """
        if (count, high, unpriced) != (self.cost.count, self.cost.high, self.cost.unknown):
            raise InvalidRequest("the price is another one by now; look at it and press again")

    @property
    def price(self) -> str:
        """What the new cells cost, in words."""
        cost = self.cost
        unit = "play money" if self.play_money else "US dollars, est."
        money = f"{cost.low:.2f}-{cost.high:.2f} {unit}"
        if cost.known:
            return money
        unknown = f"{UNKNOWN} for {cost.unknown} of {cost.count}"
        return f"{money}; {unknown}" if cost.unknown < cost.count else unknown

    @property
    def power(self) -> Power | None:
        """What one vote on each pair of clips can show; ``None`` where nothing is compared."""
        axis = self._compared
        if not axis:
            return None
        clips: dict[str, set[str]] = {}
        for cell in self.cells:
            if cell.key and cell.fate != "ended":
                clips.setdefault(str(cell.at[axis]), set()).add(cell.key)
        return power(min(map(len, clips.values()))) if len(clips) > 1 else None

    @property
    def shows(self) -> str:
        """The same in one line; empty where nothing is compared."""
        there = self.power
        return f"By {self._compared.replace('_', ' ')}: {there.sentence}." if there else ""

    @property
    def _compared(self) -> str:
        """The axis that a verdict compares by itself: models, else the first that is no seed."""
        axes = [n for n, v in self.spec.axes.items() if len(v) > 1 and n not in SAMPLES]
        return "model" if "model" in axes else next(iter(axes), "")

    def counts(self) -> Counter[str]:
        """Count the cells by fate."""
        return Counter(cell.fate for cell in self.cells)

    @property
    def takes(self) -> str:
        """How long the new cells take, in words."""
        if self.expected_s is None:
            return "time unknown"
        return f"about {self.expected_s:.0f} s"

    def __repr__(self) -> str:
        """Say counts, price and time."""
        shows = self.shows if self.new else ""
        fates = ", ".join(f"{count} {fate}" for fate, count in self.counts().items())
        return (
            f"Plan({self.spec.name}: {len(self.cells)} cells: {fates}; "
            f"{self.price}; {self.takes}{shows and f'. {shows}'})"
        )


def make_plan(
    spec: SweepSpec,
    catalogue: Catalogue,
    endpoint: str,
    find: Callable[[Iterable[str]], Mapping[str, JobRecord]],
    usual_s: Callable[[Cell], float | None],
    limits: Limits,
) -> Plan:
    """Work out every cell of a sweep.

    Args:
        spec: The sweep.
        catalogue: The models.
        endpoint: Whose clips may be reused.
        find: Returns the jobs that have one of these keys.
        usual_s: Returns the seconds that a worker usually has such a clip, where known.
        limits: The caps in force.
    """
    cells = make_cells(spec, catalogue, endpoint)
    return Plan.of(spec, with_jobs(cells, find(keys_of(cells))), endpoint, usual_s, limits)


def keys_of(cells: Iterable[Cell]) -> set[str]:
    """Return what names the cells' clips."""
    return {cell.key for cell in cells if cell.key}


def with_jobs(
    cells: Iterable[Cell], jobs: Mapping[str, JobRecord], left: Collection[str] = ()
) -> tuple[Cell, ...]:
    """Return cells with the fate that their jobs give them.

    What is there or on its way is reused. A prompt that was blocked is not sent again
    unchanged.

    Args:
        cells: As ``make_cells`` returns them.
        jobs: The job of each key that has one.
        left: The keys of those that are not sent again either, once they have failed.
    """
    return tuple(
        _fated(cell, jobs[cell.key], left) if cell.fate == "send" and cell.key in jobs else cell
        for cell in cells
    )


def standing(
    cells: Iterable[Cell],
    find: Callable[[Iterable[str]], Mapping[str, JobRecord]],
    left: Collection[str] = (),
) -> list[tuple[Cell, JobRecord | None]]:
    """Return cells as they stand now, each with its job if there is one.

    Args:
        cells: As ``make_cells`` returns them, or a plan holds them.
        find: Returns the jobs that have one of these keys.
        left: As for ``with_jobs``.
    """
    cells = tuple(cells)
    jobs = find(keys_of(cells))
    return [(cell, jobs.get(cell.key)) for cell in with_jobs(cells, jobs, left)]


def _fated(cell: Cell, job: JobRecord, left: Collection[str]) -> Cell:
    if not stands(job):
        if job.state == "blocked":
            return replace(cell, fate="ended", reason=BLOCKED)
        if job.state in FAILED and cell.key in left:
            return replace(cell, fate="ended", reason=FAILED_BEFORE)
        return cell
    how = "made before" if job.state == "ready" else "on its way"
    how = "paid before, to be fetched" if job.state in FAILED else how
    return replace(cell, fate="reuse", reason=f"{how}: job {job.id}")


def _warnings(spec: SweepSpec, cells: Sequence[Cell]) -> Iterable[str]:
    counted = Counter(text for cell in cells for text in cell.warnings)
    for text, count in counted.items():
        where = "" if count == len(cells) else f" ({count} of {len(cells)} cells)"
        yield f"{text}{where}"
    for name in spec.base:
        without = sorted({cell.model for cell in cells if name in cell.dropped})
        if without:
            has = "has" if len(without) == 1 else "have"
            yield f"{', '.join(without)} {has} no {name}: left out there."


def _expected(jobs: Sequence[tuple[str, float | None]], limits: Limits) -> float | None:
    """Return when the last job ends if each starts as soon as the caps let it."""
    ends: list[float] = []
    by_model: dict[str, list[float]] = {}
    last = 0.0
    for model, seconds in jobs:
        if seconds is None:
            return None
        start = heapq.heappop(ends) if len(ends) >= limits.in_flight else 0.0
        mine = by_model.setdefault(model, [])
        if limits.per_model is not None and len(mine) >= limits.per_model:
            start = max(start, heapq.heappop(mine))
        end = start + seconds
        heapq.heappush(ends, end)
        heapq.heappush(mine, end)
        last = max(last, end)
    return last
