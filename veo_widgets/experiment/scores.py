"""The scores of a sweep's clips."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from veo_widgets._lib.displayable import Displayable
from veo_widgets.catalogue import prompt_of
from veo_widgets.client.score_rows import score_rows
from veo_widgets.client.scoring import scores_of, subject_of
from veo_widgets.experiment.rows import data_frame
from veo_widgets.experiment.spec import OWN
from veo_widgets.media import clip_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from veo_widgets.client import Session
    from veo_widgets.client.scoring import Subject
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell


def subjects(
    session: Session, cells: Iterable[tuple[Cell, JobRecord | None]]
) -> list[tuple[Subject, dict[str, Any]]]:
    """Return the clips of the cells that have one, each with its place in the sweep.

    Cells that share a clip share its scores: the first one stands for it.
    """
    heads: dict[str, tuple[Subject, dict[str, Any]]] = {}
    for cell, record in cells:
        clip = None if record is None else clip_of(record, session.store.clip)
        if clip is None:
            continue
        axes = {name: value for name, value in cell.at.items() if name not in OWN}
        head = {
            "cell": cell.index,
            "model": cell.model,
            "prompt": prompt_of(cell.parameters) or None,
            "take": cell.take,
            **axes,
        }
        heads.setdefault(clip.sha256, (subject_of(session, clip), head))
    return list(heads.values())


class Scored(Displayable, ABC):
    """What has cells with clips that can be measured."""

    _session: Session

    @abstractmethod
    def cells(self) -> list[tuple[Cell, JobRecord | None]]:
        """Return every cell with the job that stands for it now, if there is one."""

    def score_rows(
        self,
        metrics: Iterable[str] | None = None,
        *,
        models: Mapping[str, str] | None = None,
        scheduler: str | None = None,
        blind: bool = False,
    ) -> list[dict[str, Any]]:
        """Return one tidy row for each clip and metric, as dictionaries; see ``scores``."""
        if blind is not False:
            return []
        heads = subjects(self._session, self.cells())
        clips = [subject for subject, _ in heads]
        return score_rows(heads, scores_of(self._session, clips, metrics, models, scheduler))

    def scores(
        self,
        metrics: Iterable[str] | None = None,
        *,
        models: Mapping[str, str] | None = None,
        scheduler: str | None = None,
        blind: bool = False,
    ) -> pd.DataFrame:
        """Return one tidy row for each clip and metric; ``docs/metrics.md`` has them all.

        A clip is measured once for each version of a metric and kept in the ledger, so
        that the same call goes on where it was interrupted. There is no total: a clip
        that scores well is not a good clip.

        Columns: cell and axes; ``metric``, ``kind`` (``flag`` or ``description``),
        ``value`` and ``unit``; ``flag``, the defect if the value is one; ``place`` among
        the ``of`` clips of the same prompt, 1 for the highest value; ``note``,
        ``moments`` (seconds) and ``version``.

        Args:
            metrics: Names; all that need no model when not given.
            models: The folder of a model, or its name, for each heavy metric to use.
            scheduler: The address of a Dask scheduler; processes of this machine without.
            blind: Whether who asks is judging blind: then there is nothing to see.

        Raises:
            InvalidRequest: There is no such metric, or pandas is not installed.
            HomeError: The scheduler does not answer.
            WaitInterrupted: A person interrupted it; what was measured is kept.
        """
        wanted: dict[str, Any] = {"models": models, "scheduler": scheduler, "blind": blind}
        return data_frame(self.score_rows(metrics, **wanted))
