"""From draft to final: the cheapest legal form of a sweep, and the final form of what was kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.values import short
from veo_widgets.catalogue.mapping import COSTLY, LEAST
from veo_widgets.catalogue.roles import PROMPT
from veo_widgets.catalogue.size import SHAPING, plain_ratio, shape_of
from veo_widgets.core.money import Sum
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.axis import once
from veo_widgets.experiment.cells import make_cells, roles_of
from veo_widgets.experiment.rungs import LADDER
from veo_widgets.experiment.wording import is_variable, occurs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.experiment.cells import Cell
    from veo_widgets.experiment.spec import SweepSpec

CHEAPEST: Final = "cheapest"
SHAPE: Final = "aspect_ratio"
SIDES: Final = frozenset({"width", "height"})


def drafted(spec: SweepSpec, catalogue: Catalogue, model: str | None = None) -> SweepSpec:
    """Return the cheapest legal form of a sweep: shortest, of the lowest resolution, silent.

    Axes of length, resolution, size and sound fall away; the shape of the picture, the
    variables of the prompt and the drawn seed stay.

    Args:
        spec: The final form.
        catalogue: The models.
        model: Drafts them all in the place of the sweep's own: a slug, or ``"cheapest"``
            for that of the sweep's models whose draft costs least.

    Raises:
        InvalidRequest: It is a draft already, a variable of its prompt is none of the draft's,
            or the cheapest is not known.
        UnknownModel: With the nearest slug.
    """
    if spec.final is not None:
        raise InvalidRequest(f"{spec.name} is a draft already; promote() takes it further")
    variables = spec.variables(catalogue)
    if LADDER in variables:
        raise InvalidRequest(f"a draft is kept under {LADDER!r}: call that variable otherwise")
    roles = _roles(spec, catalogue)
    base = {n: v for n, v in spec.base.items() if roles.get(n) not in COSTLY}
    axes = {n: v for n, v in spec.axes.items() if roles.get(n) not in COSTLY}
    shapes = _shapes(spec, roles)
    ratios = once(ratio for _, ratio in shapes)
    if ratios and occurs(SHAPE, spec.values(PROMPT)):
        raise InvalidRequest(f"a draft keeps its shape as {SHAPE}: call that variable otherwise")
    if len(ratios) > 1:
        axes[SHAPE] = ratios
    elif ratios:
        base[SHAPE] = ratios[0]
    draft = replace(
        spec,
        name=f"{spec.name} draft",
        base=base,
        axes=axes,
        only=_as_drafted(spec.only, axes, shapes if SHAPE in axes else []),
        final=spec.to_dict(),
        drafted="",
    )
    if model is None:
        return _least(draft, catalogue)
    cheapest = model == CHEAPEST
    slug = _cheapest(_least(draft, catalogue), catalogue) if cheapest else catalogue[model].slug
    draft = replace(
        draft,
        base={**base, "model": slug},
        axes={n: v for n, v in axes.items() if n != "model"},
        only=tuple({n: v for n, v in at.items() if n != "model"} for at in draft.only),
    )
    unlike = sorted(variables ^ draft.variables(catalogue))
    if unlike:
        names = ", ".join(unlike)
        raise InvalidRequest(
            f"{slug} and the models of {spec.name} do not agree whether {names} is a variable of "
            "the prompt: call it otherwise, or name another model"
        )
    return _least(draft, catalogue)


def _least(draft: SweepSpec, catalogue: Catalogue) -> SweepSpec:
    """Return a draft in its cheapest form, its prompts as they were."""
    prompts, models = draft.values(PROMPT), draft.models(catalogue)
    least = {n: v for n, v in LEAST.items() if not is_variable(n, prompts, models)}
    return replace(draft, base={**draft.base, **least})


def _roles(spec: SweepSpec, catalogue: Catalogue) -> dict[str, str]:
    """Return the role of each name that a sweep tells, but for the variables of its prompt."""
    known, variables = roles_of(spec, catalogue), spec.variables(catalogue)
    return {n: known.get(n, n) for n in (*spec.base, *spec.axes) if n not in variables}


def _shapes(spec: SweepSpec, roles: Mapping[str, str]) -> list[tuple[dict[str, Any], str]]:
    """Return each combination of what shapes a picture but its ratio, with the ratio that it is.

    None where the sweep tells a ratio itself, or no shape.
    """
    told = {role: name for name, role in roles.items() if role in SHAPING}
    if SHAPE in told or not ("size" in told or set(told) >= SIDES):
        return []
    axes = {told[role]: role for role in told if told[role] in spec.axes and role in COSTLY}
    fixed = {role: spec.base[n] for role, n in told.items() if n in spec.base}
    out = []
    for values in product(*(spec.axes[name] for name in axes)):
        shape = {**fixed, **dict(zip(axes.values(), values, strict=True))}
        out.append((dict(zip(axes, values, strict=True)), plain_ratio(shape_of(shape))))
    return out


def _as_drafted(
    only: Iterable[Mapping[str, Any]],
    axes: Mapping[str, Any],
    shapes: Iterable[tuple[Mapping[str, Any], str]],
) -> tuple[dict[str, Any], ...]:
    """Return chosen combinations by the axes of a draft."""
    rows = []
    for at in only:
        row = {n: v for n, v in at.items() if n in axes}
        rows += [{**row, SHAPE: ratio} for where, ratio in shapes if _agree(at, where)] or [row]
    return once(rows)


def _agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(other.get(name, value) == value for name, value in one.items())


def _cheapest(draft: SweepSpec, catalogue: Catalogue) -> str:
    cells = make_cells(draft, catalogue, "")
    priced = [cell for cell in cells if cell.key and cell.high is not None and cell.into is None]
    if not priced:
        raise InvalidRequest("no price of these models is known: name the one to draft with")
    return min(priced, key=lambda cell: cell.high or 0.0).model


def promoted(
    final: SweepSpec, draft: SweepSpec, kept: Iterable[Mapping[str, Any]], catalogue: Catalogue
) -> SweepSpec:
    """Return the final form of those cells of a draft that were kept.

    Args:
        final: The sweep that was drafted.
        draft: Its draft.
        kept: The values of the kept cells, by axis.
        catalogue: The models.

    Raises:
        InvalidRequest: What was kept is no draft of a cell of that sweep.
    """
    shapes = _shapes(final, _roles(final, catalogue)) if SHAPE in draft.axes else []
    meant = [row for at in kept for row in _as_final(at, final, shapes)]
    only = once({**a, **row} for a in final.only or ({},) for row in meant if _agree(a, row))
    axes = {
        name: tuple(value for value in values if _is_left(name, value, only))
        for name, values in final.axes.items()
    }
    return replace(
        final, name=f"{final.name} final", axes=axes, only=only, final=None, drafted=draft.name
    )


def _as_final(
    at: Mapping[str, Any], final: SweepSpec, shapes: Collection[tuple[Mapping[str, Any], str]]
) -> Iterator[dict[str, Any]]:
    """Yield what of the final form a kept cell of its draft stands for."""
    for name, value in at.items():
        if value not in final.values(name) and not (shapes and name == SHAPE):
            raise InvalidRequest(
                f"{final.name} has no {name} {short(value)}: extend that sweep and draft it anew"
            )
    row = {n: v for n, v in at.items() if n in final.axes}
    same = [{**row, **where} for where, ratio in shapes if ratio == at.get(SHAPE)]
    yield from same or [row]


def united(new: SweepSpec, old: SweepSpec) -> SweepSpec:
    """Return the final form of what is kept now and of what was kept before.

    Args:
        new: As ``promoted`` returns it.
        old: What stands under its name; of another sweep or draft it is let go.
    """
    alike = replace(old, axes=new.axes, only=new.only) == new and set(old.axes) == set(new.axes)
    if not (alike and old.only):
        return new
    only = once([*old.combinations(), *new.combinations()])
    axes = {name: once((*old.axes[name], *values)) for name, values in new.axes.items()}
    return replace(new, axes=axes, only=only)


def _is_left(name: str, value: object, only: Iterable[Mapping[str, Any]]) -> bool:
    return any(at.get(name, value) == value for at in only)


def saving(draft: Iterable[Cell], kept: Iterable[Cell], final: Iterable[Cell]) -> str:
    """Say what drafts and the final form of the kept ones cost, and what all final would.

    Args:
        draft: The cells of the draft, as if no clip were there yet.
        kept: Those of the final form of what was kept.
        final: Those of the whole final form.
    """
    rough, chosen, all_of_it = map(_sum, (draft, kept, final))
    cells = "cell" if rough.count == 1 else "cells"
    return (
        f"{rough.count} {cells} drafted for {rough}, {chosen.count} promoted for {chosen}; "
        f"all final would be {all_of_it}"
    )


def _sum(cells: Iterable[Cell]) -> Sum:
    return Sum.of((cell.low, cell.high) for cell in cells if cell.fate == "send")
