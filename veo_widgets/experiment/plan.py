"""Every cell of a sweep with its exact request, fate and price; sends nothing."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from veo_widgets._lib.displayable import Displayable
from veo_widgets.core.decisions import stands
from veo_widgets.core.record import FAILED, reuse_key
from veo_widgets.experiment.spec import OWN, filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from veo_widgets.catalogue import Catalogue, Model
    from veo_widgets.conductor import Limits
    from veo_widgets.core.record import JobRecord
    from veo_widgets.errors import Problem
    from veo_widgets.experiment.spec import SweepSpec
    from veo_widgets.experiment.sweep import Sweep

Fate = Literal["send", "reuse", "merged", "refused"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination of a sweep.

    Attributes:
        index: Its number in the plan, from 0.
        at: Its value on each axis.
        model: The model's slug.
        parameters: The exact request.
        take: The n-th paid run of this request.
        key: What names the clip; equal cells have equal keys. Empty when refused.
        fate: ``send`` (a new charge), ``reuse`` (there or coming already, free),
            ``merged`` (the same clip as an earlier cell, one charge) or ``refused``
            (not applicable: the model refuses a value).
        reason: Why, for the last three.
        into: The cell that a merged one stands with.
        dropped: What the model has no parameter for.
        low: The least it may cost, in US dollars; 0 when nothing is sent.
        high: The most it may cost, in US dollars.
        problems: What the model refuses.
        warnings: What may not work as hoped, with its source.
    """

    index: int
    at: Mapping[str, Any]
    model: str
    parameters: Mapping[str, Any]
    take: int = 1
    key: str = ""
    fate: Fate = "send"
    reason: str = ""
    into: int | None = None
    dropped: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan(Displayable):
    """What a sweep would send, and what that would cost.

    Attributes:
        spec: The sweep.
        cells: Every combination, in order.
        expected_s: Seconds until the last clip, with the caps in force.
        warnings: What to know before paying, each once.
        play_money: Whether the prices are the local server's play money.
        source: The sweep that was planned, when there is one to run.
    """

    spec: SweepSpec
    cells: tuple[Cell, ...]
    expected_s: float
    warnings: tuple[str, ...]
    play_money: bool = False
    source: Sweep | None = field(default=None, repr=False, compare=False)

    @property
    def new(self) -> tuple[Cell, ...]:
        """The cells that would be sent and charged."""
        return tuple(cell for cell in self.cells if cell.fate == "send")

    @property
    def low(self) -> float:
        """The least that the new cells may cost, in US dollars."""
        return round(sum(cell.low for cell in self.new), 4)

    @property
    def high(self) -> float:
        """The most that the new cells may cost, in US dollars."""
        return round(sum(cell.high for cell in self.new), 4)

    def counts(self) -> Counter[str]:
        """Count the cells by fate."""
        return Counter(cell.fate for cell in self.cells)

    def __repr__(self) -> str:
        """Say counts, price and time."""
        told = ", ".join(f"{count} {fate}" for fate, count in self.counts().items())
        money = "play money" if self.play_money else "US dollars, est."
        return (
            f"Plan({self.spec.name}: {len(self.cells)} cells: {told}; "
            f"{self.low:.2f}-{self.high:.2f} {money}; about {self.expected_s:.0f} s)"
        )


def make_plan(
    spec: SweepSpec,
    catalogue: Catalogue,
    endpoint: str,
    find: Callable[[Iterable[str]], Mapping[str, JobRecord]],
    usual_s: Callable[[str], float],
    limits: Limits,
) -> Plan:
    """Work out every cell.

    Args:
        spec: The sweep.
        catalogue: The models.
        endpoint: Whose clips may be reused.
        find: Returns the jobs that have one of these keys.
        usual_s: Returns a model's usual seconds.
        limits: The caps in force.
    """
    cells = [
        _cell(index, at, spec, catalogue, endpoint) for index, at in enumerate(spec.combinations())
    ]
    there = find({cell.key for cell in cells if cell.key})
    first: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if cell.fate == "refused":
            continue
        if cell.key in first:
            into = first[cell.key]
            cells[index] = replace(
                cell,
                fate="merged",
                into=into,
                low=0.0,
                high=0.0,
                reason=_same_as(cell, cells[into]),
            )
            continue
        first[cell.key] = index
        job = there.get(cell.key)
        if job is not None and stands(job):
            how = "made before" if job.state == "ready" else "on its way"
            how = "paid before, to be fetched" if job.state in FAILED else how
            cells[index] = replace(
                cell, fate="reuse", low=0.0, high=0.0, reason=f"{how}: job {job.id}"
            )
    new = [cell for cell in cells if cell.fate == "send"]
    return Plan(
        spec,
        tuple(cells),
        _expected([(cell.model, usual_s(cell.model)) for cell in new], limits),
        tuple(_warnings(spec, cells)),
        endpoint == "local",
    )


def _cell(
    index: int, at: Mapping[str, Any], spec: SweepSpec, catalogue: Catalogue, endpoint: str
) -> Cell:
    values = {**spec.base, **at}
    model = catalogue[values["model"]]
    take = int(values.get("take", 1))
    asked, dropped = payload(model, values, catalogue)
    report = model.check(asked)
    warnings = tuple(f"{one.message} ({one.source})" for one in report.warnings)
    if report.problems:
        return Cell(
            index,
            at,
            model.slug,
            report.parameters,
            take,
            fate="refused",
            reason=" ".join(map(str, report.problems)),
            dropped=dropped,
            problems=report.problems,
        )
    parameters, fixed = model.with_seed(report.parameters, lambda _: spec.drawn - 1)
    if not fixed:
        why = "drawn once and kept with the sweep" if model.having("seed") else ""
        warnings += (
            f"No seed is fixed: {spec.drawn} is {why}."
            if why
            else f"{model.slug} has no seed: its clips cannot be made again.",
        )
    full = {**model.defaults(), **parameters}
    price = model.price(full)
    return Cell(
        index,
        at,
        model.slug,
        parameters,
        take,
        reuse_key(endpoint, model.slug, full, take),
        dropped=dropped,
        low=price.low,
        high=price.high,
        warnings=warnings,
    )


def payload(
    model: Model, values: Mapping[str, Any], catalogue: Catalogue
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Map one intent onto a model's own field names.

    A start image is ``image`` for one model and ``image_url`` for another; what a
    model has no parameter for is left out.

    Returns:
        The request, and the names left out.
    """
    own = {n: v for n, v in values.items() if n not in OWN and v is not None}
    roles = _roles(catalogue)
    variables = {n: v for n, v in own.items() if n not in roles}
    asked: dict[str, Any] = {"prompt": filled(str(values["prompt"]), variables)}
    dropped = []
    for name, value in own.items():
        if name in variables:
            continue
        target = name if name in model.properties else model.having(roles[name])
        if target is None:
            dropped.append(name)
        else:
            asked[target] = value
    return asked, tuple(dropped)


def _roles(catalogue: Catalogue) -> dict[str, str]:
    """Return the role of each parameter name that any model knows."""
    found: dict[str, str] = {}
    for model in catalogue.values():
        for name, schema in model.properties.items():
            role = str(schema.get("x-role", name))
            found.setdefault(name, role)
            found.setdefault(role, role)
    return found


def _same_as(cell: Cell, other: Cell) -> str:
    if cell.dropped:
        return f"{cell.model} has no {' or '.join(cell.dropped)}: the same clip"
    return f"the same request as {' · '.join(map(str, other.at.values()))}"


def _warnings(spec: SweepSpec, cells: Sequence[Cell]) -> Iterable[str]:
    counted = Counter(text for cell in cells for text in cell.warnings)
    for text, count in counted.items():
        where = "" if count == len(cells) else f" ({count} of {len(cells)} cells)"
        yield f"{text}{where}"
    for name in spec.base:
        without = sorted({cell.model for cell in cells if name in cell.dropped})
        if without:
            yield f"{', '.join(without)} has no {name}: left out there."


def _expected(jobs: Sequence[tuple[str, float]], limits: Limits) -> float:
    """Return when the last job ends if each starts as soon as the caps let it."""
    ends: list[float] = []
    by_model: dict[str, list[float]] = {}
    last = 0.0
    for model, seconds in jobs:
        start = heapq.heappop(ends) if len(ends) >= limits.in_flight else 0.0
        mine = by_model.setdefault(model, [])
        if limits.per_model is not None and len(mine) >= limits.per_model:
            start = max(start, heapq.heappop(mine))
        end = start + seconds
        heapq.heappush(ends, end)
        heapq.heappush(mine, end)
        last = max(last, end)
    return last
