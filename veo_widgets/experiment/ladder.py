"""From draft to final: the cheapest legal form of a sweep, and the final form of what was kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.cheapest import COSTLY, FORM
from veo_widgets.catalogue.mapping import known_roles
from veo_widgets.catalogue.size import SHAPING, plain_ratio, shape_of
from veo_widgets.core.money import Sum
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.axis import once
from veo_widgets.experiment.cells import make_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.experiment.cells import Cell
    from veo_widgets.experiment.spec import SweepSpec

CHEAPEST: Final = "cheapest"


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
    own = spec.axes.get("model") or (spec.base["model"],)
    roles = known_roles([*(catalogue[slug] for slug in own), *catalogue.values()])
    base = {n: v for n, v in spec.base.items() if roles.get(n, n) not in COSTLY}
    axes = {n: v for n, v in spec.axes.items() if roles.get(n, n) not in COSTLY}
    shape = {roles.get(n, n): v for n, v in spec.base.items() if roles.get(n, n) in SHAPING}
    if "aspect_ratio" not in {roles.get(n, n) for n in (*base, *axes)}:
        sizes = [v for n, values in spec.axes.items() if roles.get(n) == "size" for v in values]
        ratios = once(plain_ratio(shape_of({**shape, "size": size})) for size in sizes)
        if len(ratios) > 1:
            axes["aspect_ratio"] = ratios
        elif ratios or "size" in shape or {"width", "height"} <= set(shape):
            base["aspect_ratio"] = (*ratios, plain_ratio(shape_of(shape)))[0]
    draft = replace(
        spec,
        name=f"{spec.name} draft",
        base={**base, **FORM},
        axes=axes,
        only=tuple({n: v for n, v in at.items() if n in axes} for at in spec.only),
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


def _cheapest(draft: SweepSpec, catalogue: Catalogue) -> str:
    cells = make_cells(draft, catalogue, "")
    priced = [cell for cell in cells if cell.key and cell.high is not None and cell.into is None]
    if not priced:
        raise InvalidRequest("no price of these models is known: name the one to draft with")
    return min(priced, key=lambda cell: cell.high or 0.0).model


def promoted(final: SweepSpec, draft: SweepSpec, kept: Iterable[Mapping[str, Any]]) -> SweepSpec:
    """Return the final form of those cells of a draft that were kept.

    Args:
        final: The sweep that was drafted.
        draft: Its draft.
        kept: The values of the kept cells, by axis.
    """
    only = once({n: v for n, v in at.items() if n in final.axes} for at in kept)
    axes = {
        name: tuple(value for value in values if _is_left(name, value, only))
        for name, values in final.axes.items()
    }
    return replace(
        final, name=f"{final.name} final", axes=axes, only=only, final=None, drafted=draft.name
    )


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
