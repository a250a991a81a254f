"""A sweep's way from draft to final."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from veo_widgets._lib.values import short
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.ladder import drafted, promoted, saving, united
from veo_widgets.experiment.memo import cells_of, sendable
from veo_widgets.experiment.spec import read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from veo_widgets.client import Client, Session
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell
    from veo_widgets.experiment.plan import Plan
    from veo_widgets.experiment.runner import Runs
    from veo_widgets.experiment.spec import SweepSpec
    from veo_widgets.media import Clip


class Laddered(ABC):
    """What has a draft, and a final form of what of the draft was kept."""

    spec: SweepSpec
    _client: Client
    _session: Session
    _runs: Runs
    left: frozenset[str] = frozenset()
    """The keys of cells that are not sent again by a run, once they have failed."""

    @abstractmethod
    def __init__(self, client: Client, spec: SweepSpec) -> None:
        """Take the client that sends, and what is combined."""

    @abstractmethod
    def cells(self) -> list[tuple[Cell, JobRecord | None]]:
        """Return every cell with the job that stands for it now, if there is one."""

    @abstractmethod
    def plan(self) -> Plan:
        """Work out every cell with its request, fate and price; sends nothing."""

    @abstractmethod
    def kept(self) -> list[Clip]:
        """Return the clips that raters keep."""

    @abstractmethod
    def save(self) -> None:
        """Keep the sweep in the ledger under its name."""

    def draft(self, model: str | None = None) -> Self:
        """Return the cheapest legal form of this sweep: shortest, lowest resolution, silent.

        It is a sweep of its own, ``NAME draft``, with the same shapes and seeds; nothing is
        sent before ``run``. ``promote`` then takes what was kept to its final form.

        Args:
            model: Drafts all cells: a slug, or ``"cheapest"`` for that of the sweep's models
                whose draft costs least; each cell's own model when not given.

        Raises:
            InvalidRequest: It is a draft already, or no price is known for ``"cheapest"``.
            UnknownModel: With the nearest slug.
        """
        spec = drafted(self.spec, self._session.catalogue, model)
        self.save()
        return type(self)(self._client, sendable(self._session, spec))

    def promote(self, kept: Iterable[int | Clip] | None = None) -> Self:
        """Return the final form of the kept cells of this draft; nothing is sent before ``run``.

        It is a sweep of its own, ``NAME final``, of these and of all that were promoted before;
        its ``saved`` says what the draft saved. What of those failed is sent again only if it
        is among these, or by ``retry``; a prompt that was blocked is not sent again unchanged.

        Args:
            kept: Numbers of cells, from 0, or clips; what raters keep when not given.

        Raises:
            InvalidRequest: This is no draft, nothing was kept, or there is no such cell.
        """
        session = self._session
        spec = self._promoted(kept)
        chosen = {cell.key for cell in cells_of(session, spec)}
        there = session.ledger.sweeps.get(spec.name)
        if there is not None:
            spec = united(spec, read(there, session.catalogue, spec.drawn))
        self.save()
        sweep = type(self)(self._client, sendable(session, spec))
        sweep.left = frozenset(cell.key for cell in cells_of(session, spec)) - chosen
        sweep.save()
        return sweep

    def promotion(
        self, kept: Iterable[int | Clip] | None = None, pending: Iterable[str] = ()
    ) -> Plan:
        """Return what promoting these would send, and nothing besides; keeps nothing.

        A prompt that was blocked is not sent again, so it is not in it.

        Args:
            kept: As for ``promote``.
            pending: Keys of cells that are left out because another run has yet to send them.

        Raises:
            InvalidRequest: As for ``promote``.
        """
        sweep = type(self)(self._client, self._promoted(kept))
        elsewhere, plan = frozenset(pending), sweep.plan()
        cells = (c for c in plan.cells if c.fate != "ended" and c.key not in elsewhere)
        return replace(plan, cells=tuple(cells))

    @property
    def pending(self) -> frozenset[str]:
        """The keys of the cells that a run has yet to send."""
        return self._runs.pending

    def _promoted(self, kept: Iterable[int | Clip] | None) -> SweepSpec:
        """Return the final form of kept cells alone."""
        if self.spec.final is None:
            raise InvalidRequest(f"{self.spec.name} is no draft; draft() makes one of it")
        cells = self.cells()
        wanted = self.kept() if kept is None else list(kept)
        if not wanted:
            raise InvalidRequest("nothing was kept: keep clips in the grid, or give kept=[0, 2]")
        chosen = [cell.at for one in wanted for cell in _meant(one, cells)]
        catalogue = self._session.catalogue
        final = read(self.spec.final, catalogue, self.spec.drawn)
        return promoted(final, self.spec, chosen, catalogue)

    @property
    def saved(self) -> str:
        """What drafting saved, in words; empty for a sweep that was not promoted."""
        if not self.spec.drafted:
            return ""
        session = self._session
        kept = session.ledger.sweeps.get(self.spec.drafted)
        if kept is None:
            return ""
        draft = read(kept, session.catalogue, self.spec.drawn)
        whole = read(draft.final or {}, session.catalogue, self.spec.drawn)
        return saving(*(cells_of(session, spec) for spec in (draft, self.spec, whole)))


def _meant(one: object, cells: list[tuple[Cell, JobRecord | None]]) -> list[Cell]:
    """Return the cells that a number or a clip stands for."""
    if isinstance(one, int) and not isinstance(one, bool):
        if not 0 <= one < len(cells):
            raise InvalidRequest(f"there is no cell {one}; there are 0 to {len(cells) - 1}")
        return [cells[one][0]]
    digest: Any = getattr(one, "sha256", None)
    found = [cell for cell, record in cells if record is not None and record.sha256 == digest]
    if digest is None or not found:
        raise InvalidRequest(f"{short(one)} is neither a cell's number nor a clip of this draft")
    return found
