"""What metrics say of the cells of a grid: values to sort and filter by, places, flags."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue import prompt_of
from veo_widgets.client.score_rows import flags_of, score_rows, standing
from veo_widgets.client.scoring import known_scores, scores_of, subject_of
from veo_widgets.errors import VeoError
from veo_widgets.media.metrics import chosen, known
from veo_widgets.view.job import first_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from veo_widgets.client import Session
    from veo_widgets.media import Clip
    from veo_widgets.view.sheet import Sheet
    from veo_widgets.view.sources import Source
    from veo_widgets.view.wire.scores import CellScores, ScoresView

MOST_TOLD: Final = 50
"""How often at most a page is told of clips that are measured."""


def nothing_known() -> ScoresView:
    """Return what a grid says of scores before anything is measured, and while it is blind."""
    return {"metrics": [], "cells": {}, "done": 0, "total": 0, "missing": 0, "trouble": ""}


def scores_view(session: Session, clips: Mapping[int, Clip]) -> ScoresView:
    """Return what is known of the cells; measures nothing.

    Args:
        session: Whose ledger keeps the scores.
        clips: The clip of each cell that has one.
    """
    subjects = {index: subject_of(session, clip) for index, clip in clips.items()}
    scores = known_scores(session, subjects.values())
    stand = standing(subjects.values(), scores)
    cells: dict[str, CellScores] = {}
    for index, subject in subjects.items():
        sha256 = subject.clip.sha256
        own = scores.get(sha256, {})
        values = {name: each.value for name, each in own.items() if each.value is not None}
        if own:
            cells[str(index)] = {
                "values": values,
                "places": {name: list(stand[name, sha256]) for name in values},
                "flags": flags_of(subject, own),
            }
    told = {name for cell in cells.values() for name in cell["values"]}
    wanted = len(chosen())
    return {
        "metrics": [
            {
                "name": each.name,
                "unit": each.unit,
                "about": each.about,
                "misleads": each.misleads,
            }
            for each in known().values()
            if each.name in told
        ],
        "cells": cells,
        "done": 0,
        "total": 0,
        "missing": sum(
            len(scores.get(sha256, {})) < wanted
            for sha256 in {subject.clip.sha256 for subject in subjects.values()}
        ),
        "trouble": "",
    }


class Measuring:
    """The clips of a grid, while they are measured in the background.

    Args:
        source: Whose.
        clips: The clip of each cell.
        told: Called from a thread of its own with how many are done, how many there
            are, and why it ended where that was no success; at the end with ``(0, 0)``.
    """

    def __init__(
        self, source: Source, clips: Mapping[int, Clip], told: Callable[[int, int, str], None]
    ) -> None:
        self._source, self._told, self._ended = source, told, threading.Event()
        once = {clip.sha256: clip for clip in clips.values()}
        self._subjects = [subject_of(source.session, clip) for clip in once.values()]
        # A page that is closed, or a kernel that ends, waits for no clip.
        self._thread = threading.Thread(target=self._run, name="veo-widgets-measure", daemon=True)

    def begin(self) -> None:
        """Begin; return at once."""
        self._thread.start()

    def _run(self) -> None:
        trouble = ""
        try:
            scores_of(self._source.session, self._subjects, quiet=True, each=self._went_on)
        except (VeoError, OSError) as error:
            trouble = first_line(error)
        if not self._ended.is_set():
            self._told(0, 0, trouble)

    def _went_on(self, done: int, total: int) -> bool:
        step = max(1, total // MOST_TOLD)
        if not self._ended.is_set() and done % step == 0:
            self._told(done, total, "")
        return not self._ended.is_set()

    def end(self) -> None:
        """Measure no further; what was measured is kept."""
        self._ended.set()


def rows_of(
    source: Source,
    sheet: Sheet,
    metrics: Iterable[str] | None = None,
    *,
    models: Mapping[str, str] | None = None,
    scheduler: str | None = None,
    blind: bool = False,
) -> list[dict[str, Any]]:
    """Return one tidy row for each clip of a grid and metric; see ``Sweep.scores``.

    Args:
        source: Where the cells come from.
        sheet: The cells.
        metrics: Names; all that need no model when not given.
        models: Where heavy metrics have their models.
        scheduler: The address of a Dask scheduler.
        blind: Whether who asks is judging blind: then there are no rows.
    """
    if blind is not False:
        return []
    session = source.session
    heads = []
    for index, clip in sorted(sheet.clips.items()):
        title = sheet.cells[index]["title"]
        head = {"cell": index, "clip": title, "model": clip.model or None}
        heads.append(
            (subject_of(session, clip), head | {"prompt": prompt_of(clip.parameters) or None})
        )
    scores = scores_of(session, [subject for subject, _ in heads], metrics, models, scheduler)
    return score_rows(heads, scores)
