"""From draft to final: the cheapest legal form of a sweep, and the final form of what was kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.mapping import COSTLY, LEAST
from veo_widgets.catalogue.size import SHAPING, plain_ratio, shape_of
from veo_widgets.core.money import Sum
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.axis import once
from veo_widgets.experiment.cells import make_cells, roles_of
from veo_widgets.experiment.rungs import LADDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.experiment.cells import Cell
    from veo_widgets.experiment.spec import SweepSpec

CHEAPEST: Final = "cheapest"
SHAPE: Final = "aspect_ratio"
SIDES: Final = frozenset({"width", "height"})


def drafted(spec: SweepSpec, catalogue: Catalogue, model: str | None = None) -> SweepSpec:
    """Return the cheapest legal form of a sweep: shortest, of the lowest resolution, silent.

    Axes of length, resolution, size and sound fall away; the shape of the picture and the
    drawn seed stay.

    Args:
        spec: The final form.
        catalogue: The models.
        model: Drafts them all in the place of the sweep's own: a slug, or ``"cheapest"``
            for that of the sweep's models whose draft costs least.

    Raises:
        InvalidRequest: It is a draft already, or the cheapest is not known.
        UnknownModel: With the nearest slug.
    """
    if spec.final is not None:
        raise InvalidRequest(f"{spec.name} is a draft already; promote() takes it further")
    if LADDER in spec.variables(catalogue):
        raise InvalidRequest(f"a draft is kept under {LADDER!r}: call that variable otherwise")
    roles = roles_of(spec, catalogue)
    base = {n: v for n, v in spec.base.items() if roles.get(n, n) not in COSTLY}
    axes = {n: v for n, v in spec.axes.items() if roles.get(n, n) not in COSTLY}
    shapes = _shapes(spec, roles)
    ratios = once(ratio for _, ratio in shapes)
    if len(ratios) > 1:
        axes[SHAPE] = ratios
    elif ratios:
        base[SHAPE] = ratios[0]
    draft = replace(
        spec,
        name=f"{spec.name} draft",
        base={**base, **LEAST},
        axes=axes,
        only=_as_drafted(spec.only, axes, shapes if SHAPE in axes else []),
        final=spec.to_dict(),
        drafted="",
    )
    if model is None:
        return draft
    slug = _cheapest(draft, catalogue) if model == CHEAPEST else catalogue[model].slug
    return replace(
        draft,
        base={**draft.base, "model": slug},
        axes={n: v for n, v in axes.items() if n != "model"},
        only=tuple({n: v for n, v in at.items() if n != "model"} for at in draft.only),
    )


def _shapes(spec: SweepSpec, roles: Mapping[str, str]) -> list[tuple[dict[str, Any], str]]:
    """Return each combination of what shapes a picture but its ratio, with the ratio that it is.

    None where the sweep tells a ratio itself, or no shape.
    """
    told = {roles.get(n, n): n for n in (*spec.base, *spec.axes) if roles.get(n, n) in SHAPING}
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
    """
    shapes = _shapes(final, roles_of(final, catalogue)) if SHAPE in draft.axes else []
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
    at: Mapping[str, Any], final: SweepSpec, shapes: Iterable[tuple[Mapping[str, Any], str]]
) -> Iterator[dict[str, Any]]:
    """Yield what of the final form a kept cell of its draft stands for."""
    row = {n: v for n, v in at.items() if n in final.axes}
    same = [{**row, **where} for where, ratio in shapes if ratio == at.get(SHAPE)]
    yield from same or [row]


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
