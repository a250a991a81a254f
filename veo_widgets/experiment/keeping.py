"""What a sweep's home keeps of it, and what is fetched again."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from veo_widgets import errors
from veo_widgets.client import actions
from veo_widgets.experiment.spec import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.client import Session
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell
    from veo_widgets.experiment.spec import SweepSpec


def covered(session: Session, spec: SweepSpec) -> bool:
    """Tell whether what is kept under a sweep's name is this one, perhaps extended."""
    kept = session.ledger.sweeps.get(spec.name)
    if kept is None:
        return False
    with contextlib.suppress(errors.VeoError):
        return read(kept, session.catalogue, 1).covers(spec)
    return False


def fetch_again(session: Session, pairs: Iterable[tuple[Cell, JobRecord | None]]) -> None:
    """Fetch what was paid for and is not here: lost files, broken downloads."""
    for cell, record in pairs:
        if cell.fate == "reuse" and record is not None:
            with contextlib.suppress(errors.VeoError):
                actions.revive(session, record)
