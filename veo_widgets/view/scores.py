"""What metrics say of the cells of a grid: values to sort and filter by, places, flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from veo_widgets.client.score_rows import flags_of, score_rows, standing
from veo_widgets.client.scoring import known_scores, scores_of, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from veo_widgets.client import Session
    from veo_widgets.core.places import Place
    from veo_widgets.media import Clip
    from veo_widgets.view.sheet import Sheet
    from veo_widgets.view.sources import Source


@dataclass(frozen=True, slots=True)
class CellScores:
    """What is known of one cell's clip.

    Attributes:
        values: By the metric's name, in its unit; those that cannot be told are left out.
        places: The clip's place among those of the same prompt, by the metric's name.
        flags: The defects that were found.
    """

    values: Mapping[str, float]
    places: Mapping[str, Place]
    flags: tuple[str, ...]


def cell_scores(
    session: Session, clips: Mapping[int, Clip], *, blind: bool = False
) -> dict[int, CellScores]:
    """Return what is known of each cell's clip; measures nothing.

    Args:
        session: Whose ledger keeps the scores.
        clips: The clip of each cell that has one.
        blind: Whether who looks is judging blind: then nothing is known.
    """
    if blind is not False:
        return {}
    subjects = {index: subject_of(session, clip) for index, clip in clips.items()}
    scores = known_scores(session, subjects.values())
    stand = standing(subjects.values(), scores)
    told: dict[int, CellScores] = {}
    for index, subject in subjects.items():
        own = scores.get(subject.clip.sha256, {})
        values = {name: each.value for name, each in own.items() if each.value is not None}
        places = {name: stand[name, subject.clip.sha256] for name in values}
        told[index] = CellScores(values, places, tuple(flags_of(subject, own)))
    return told


def measure_later(source: Source, clips: Mapping[int, Clip], done: Callable[[], None]) -> None:
    """Measure clips in the background, after the files that were asked for before.

    Args:
        source: Whose background worker does it.
        clips: The clip of each cell.
        done: Called when all are measured, in that worker's thread.
    """
    subjects = [subject_of(source.session, clip) for clip in clips.values()]
    work = source.derived.later(lambda: scores_of(source.session, subjects, quiet=True))
    work.add_done_callback(lambda _: done())


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
        heads.append((subject_of(session, clip), head | {"prompt": clip.parameters.get("prompt")}))
    scores = scores_of(session, [subject for subject, _ in heads], metrics, models, scheduler)
    return score_rows(heads, scores)
