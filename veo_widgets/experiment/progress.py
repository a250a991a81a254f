"""How far a sweep is, as a person who waits for it sees it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.displayable import Displayable
from veo_widgets.core.money import NOT_TOLD, spent
from veo_widgets.core.record import FAILED, LIVE, RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell

WORDS: Final = ("ready", "running", "queued", "unknown", "failed", "cancelled")


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


def counted(records: Iterable[JobRecord]) -> str:
    """Say how many there are of each word, what waits apart from what runs."""
    counts = Counter(map(word_of, records))
    return ", ".join(f"{counts[word]} {word}" for word in WORDS if counts[word])


def word_of(record: JobRecord) -> str:
    """Return one of ``WORDS``."""
    if record.state in RUNNING:
        return "running"
    if record.state in LIVE and record.state != "unknown":
        return "queued"
    return "failed" if record.state in FAILED else record.state
