"""The cells of definitions that were worked out before: looking again plans nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from veo_widgets.errors import InvalidParameters
from veo_widgets.experiment.cells import Cell, make_cells

if TYPE_CHECKING:
    from veo_widgets.client import Session
    from veo_widgets.experiment.spec import SweepSpec

MOST_CELLS: Final = 50_000
Known = dict[str, tuple[Cell, ...]]

_known: WeakKeyDictionary[Session, Known] = WeakKeyDictionary()


def cells_of(session: Session, spec: SweepSpec) -> tuple[Cell, ...]:
    """Return a definition's cells, worked out once for a session, its models and their prices."""
    known = _known.setdefault(session, {})
    catalogue = session.catalogue
    priced = session.prices.version(spec.models(catalogue))
    name = json.dumps(
        [
            catalogue.generation,
            priced,
            spec.drawn,
            dict(spec.base),
            list(spec.axes.items()),
            spec.only,
        ],
        default=repr,
    )
    cells = known.pop(name, None)
    if cells is None:
        cells = make_cells(spec, session.catalogue, session.endpoint.name)
    known[name] = cells
    _forget(known)
    return cells


def _forget(known: Known) -> None:
    """Drop what was not looked at for longest, when it is too much."""
    while len(known) > 1 and sum(map(len, list(known.values()))) > MOST_CELLS:
        known.pop(next(iter(known)), None)


def sendable(session: Session, spec: SweepSpec) -> SweepSpec:
    """Refuse a sweep of which no cell could be sent.

    Raises:
        InvalidParameters: The models refuse every cell.
    """
    cells = cells_of(session, spec)
    if all(cell.fate == "refused" for cell in cells):
        raise InvalidParameters(cells[0].model, cells[0].problems)
    return spec
