"""How far a sweep is, as a person who waits for it sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets._lib.displayable import Displayable
from veo_widgets.core.money import NOT_TOLD, spent
from veo_widgets.core.record import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell


class Progress(Displayable):
    """A sweep that is waited for.

    Attributes:
        name: What it is called.
        cells: Returns its cells, each with the job that stands for it.
        play: Whether its money is the local server's.
    """

    def __init__(
        self, name: str, cells: Callable[[], list[tuple[Cell, JobRecord | None]]], *, play: bool
    ) -> None:
        self.name, self.cells, self.play = name, cells, play

    def __repr__(self) -> str:
        """Say it as a terminal does."""
        return self.line()

    def jobs(self) -> tuple[list[JobRecord], int]:
        """Return the jobs of the sweep as they are now, each once, and how many cells it has."""
        cells = self.cells()
        records = {record.id: record for _, record in cells if record is not None}
        return list(records.values()), len(cells)

    def line(self) -> str:
        """Say counts and money on one line."""
        records, _ = self.jobs()
        return f"{self.name} · {counted(records) or 'nothing sent'} · {self.cost(records)}"

    def cost(self, records: Sequence[JobRecord]) -> str:
        """Say what jobs of it cost, and whose money that was."""
        return spent(records).said(NOT_TOLD, " play money" if self.play else "")

    @property
    def after(self) -> str:
        """Say that the sweep goes on, and how to get it back."""
        return f"Stopped waiting; the jobs go on. veo.sweeps()[{self.name!r}].wait() waits again."
