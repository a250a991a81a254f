"""Every combination of a sweep as the exact request of its model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from veo_widgets.catalogue.mapping import known_roles, mapped
from veo_widgets.catalogue.roles import PROMPT
from veo_widgets.client.intent import intend
from veo_widgets.experiment.spec import OWN
from veo_widgets.experiment.wording import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue import Catalogue, Mapped, Model
    from veo_widgets.errors import Problem
    from veo_widgets.experiment.spec import SweepSpec

Fate = Literal["send", "reuse", "merged", "ended", "refused"]


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
            ``merged`` (the same clip as an earlier cell, one charge), ``ended`` (sent
            before and ended badly; only a retry sends it again) or ``refused`` (not
            applicable: the model refuses a value).
        reason: Why, for all but ``send``.
        into: The cell that a merged one stands with.
        dropped: What the model has no parameter for.
        low: The least that its request may cost, in US dollars, whatever its fate: now, when
            its job was sent, or if that is retried; 0 when merged or refused, ``None`` when
            no price is known. What a plan costs is of those to ``send`` alone.
        high: The most it may cost, in US dollars; ``None`` likewise.
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
    low: float | None = 0.0
    high: float | None = 0.0
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()


def make_cells(spec: SweepSpec, catalogue: Catalogue, endpoint: str) -> tuple[Cell, ...]:
    """Work out every cell as if no clip were there yet: sent, merged or refused.

    Args:
        spec: The sweep.
        catalogue: The models.
        endpoint: The endpoint's name; clips are named for it.
    """
    own, roles = spec.models(catalogue), roles_of(spec, catalogue)
    usual_s = own[0].seconds()
    cells: list[Cell] = []
    first: dict[str, Cell] = {}
    for index, at in enumerate(spec.combinations()):
        cell = _cell(
            index, at, spec, catalogue[{**spec.base, **at}["model"]], roles, usual_s, endpoint
        )
        if cell.fate == "send":
            earlier = first.setdefault(cell.key, cell)
            cell = cell if earlier is cell else _merged(cell, earlier)
        cells.append(cell)
    return tuple(cells)


def roles_of(spec: SweepSpec, catalogue: Catalogue) -> dict[str, str]:
    """Return the role of each name that some model knows, but for the variables of the prompt."""
    known = known_roles([*spec.models(catalogue), *catalogue.values()])
    for name in spec.variables(catalogue):
        known.pop(name, None)
    return known


def _cell(
    index: int,
    at: Mapping[str, Any],
    spec: SweepSpec,
    model: Model,
    roles: Mapping[str, str],
    usual_s: float | None,
    endpoint: str,
) -> Cell:
    values = {**spec.base, **at}
    take = int(values.get("take", 1))
    there = payload(model, values, roles, usual_s)
    dropped = there.dropped
    checked = model.check(there.parameters)
    warnings = tuple(f"{warned.message} ({warned.source})" for warned in checked.warnings)
    warnings += tuple(f"{model.slug}: {sentence}." for sentence in there.changed)
    if checked.problems:
        return Cell(
            index,
            at,
            model.slug,
            checked.parameters,
            take,
            fate="refused",
            reason=" ".join(map(str, checked.problems)),
            dropped=dropped,
            problems=checked.problems,
        )
    intent, fixed = intend(
        model,
        checked.parameters,
        endpoint,
        lambda below: (spec.drawn - 1) % below,
        take=take,
        named=True,
    )
    if not fixed:
        warnings += (_unseeded(model, intent.parameters),)
    return Cell(
        index,
        at,
        model.slug,
        intent.parameters,
        take,
        intent.key,
        dropped=dropped,
        low=intent.low,
        high=intent.high,
        warnings=warnings,
    )


def _unseeded(model: Model, sent: Mapping[str, Any]) -> str:
    name = model.having("seed")
    if name:
        return f"No seed is fixed: {sent[name]} is drawn once and kept with the sweep."
    return f"{model.slug} has no seed: its clips cannot be made again."


def _merged(cell: Cell, earlier: Cell) -> Cell:
    if cell.dropped:
        reason = f"{cell.model} has no {' or '.join(cell.dropped)}: the same clip"
    else:
        reason = f"the same request as {' · '.join(map(str, earlier.at.values()))}"
    return replace(cell, fate="merged", into=earlier.index, low=0.0, high=0.0, reason=reason)


def payload(
    model: Model,
    values: Mapping[str, Any],
    roles: Mapping[str, str],
    usual_s: float | None = None,
) -> Mapped:
    """Map one intent onto a model's own field names.

    A start image is ``image`` for one model and ``image_url`` for another; what a
    model has no parameter for is left out.

    Args:
        model: The model.
        values: What the sweep says, by any model's name for it or by role.
        roles: As ``roles_of`` returns them.
        usual_s: What a length ``"nearest"`` is near to, in seconds.
    """
    given = {n: v for n, v in values.items() if v is not None and n not in OWN}
    variables = {name: value for name, value in given.items() if name not in roles}
    asked = {name: value for name, value in given.items() if name in roles}
    if values.get(PROMPT) is not None:
        asked = {PROMPT: filled(str(values[PROMPT]), variables), **asked}
    return mapped(asked, model, roles, usual_s=usual_s)
