"""What an open report tells: gathered once, and only what may leave the house."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.values import short
from veo_widgets.client.score_rows import score_rows
from veo_widgets.client.scoring import known_scores, subject_of
from veo_widgets.core.voting import standing
from veo_widgets.errors import MediaError
from veo_widgets.judging.figures import figures_of
from veo_widgets.judging.rows import vote_rows
from veo_widgets.judging.sources import comparison_of
from veo_widgets.judging.verdict import Verdict, verdict_of
from veo_widgets.report.discreet import discreet, discreet_comparison
from veo_widgets.report.images import given_images
from veo_widgets.report.rows import clip_rows
from veo_widgets.view.arrange import Arranged
from veo_widgets.view.grid import GridState
from veo_widgets.view.marks import marks_of
from veo_widgets.view.scores import scores_view
from veo_widgets.view.sheet import cost_of
from veo_widgets.view.sources import source_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.client import Session
    from veo_widgets.core.money import Sum
    from veo_widgets.core.voting import Vote
    from veo_widgets.media import Clip
    from veo_widgets.report.images import Given
    from veo_widgets.report.telling import Telling
    from veo_widgets.view.patches import GridTraits
    from veo_widgets.view.sources import Source
    from veo_widgets.view.wire.marks import ClipMarks
    from veo_widgets.view.wire.scores import ScoresView

MOST_PAIRS: Final = 1200
"""Above this, where clips differ most is told of nobody."""


@dataclass(frozen=True)
class Comment:
    """What somebody said of a clip, at a moment of it in seconds."""

    clip: str
    at: float
    rater: str
    text: str


@dataclass(frozen=True)
class Content:
    """All that an open report tells.

    Attributes:
        title: What it is called.
        grid: The grid's state, as it stands.
        clips: The clip of each cell that has one.
        rows: The axes that run down, and those that run across.
        marks: What was voted on single clips, by the cell's number.
        known: What metrics say of the cells.
        differences: Where two cells' clips differ most, in seconds, by ``one-other``.
        verdict: What the votes on pairs say; ``None`` where there are none.
        table: One row for each cell.
        votes: One row for each vote.
        scores: One row for each clip and metric that was measured.
        comments: What was said of moments.
        images: What the clips were made from, where prompts are told.
        source: Where the cells came from.
    """

    title: str
    grid: GridTraits
    clips: Mapping[int, Clip]
    rows: tuple[list[str], list[str]]
    marks: Mapping[str, ClipMarks]
    known: ScoresView
    differences: Mapping[str, list[float]]
    verdict: Verdict | None
    table: list[dict[str, Any]]
    votes: list[dict[str, Any]]
    scores: list[dict[str, Any]]
    comments: list[Comment]
    images: list[Given]
    source: Source = field(repr=False)

    @property
    def cost(self) -> Sum:
        """What the clips cost together, where that may be told."""
        return cost_of(self.grid["cells"])


def gather(thing: object, tell: Telling, by: str | Sequence[str] | None, title: str) -> Content:
    """Return what a report on clips tells; small copies that are missing are made.

    Args:
        thing: A sweep, its plan, a grid, or clips, finished jobs and paths of files.
        tell: What may leave the house.
        by: The axes that are compared.
        title: What it is called; what is compared when empty.

    Raises:
        MediaError: There is no clip yet.
        InvalidRequest: There is no such axis, or nothing to report on.
    """
    source = source_for(thing)
    _derive(source)
    state = GridState(source)
    clips = dict(sorted(state.sheet.clips.items()))
    if not clips:
        raise MediaError(
            f"no clip of {short(state.sheet.title)} is there yet: there is nothing to show"
        )
    given, session = comparison_of(thing)
    comparison = discreet_comparison(given, tell)
    axes = comparison.by(by)
    votes = session.ledger.votes.counting(comparison.id, comparison.clips)
    measured = session.ledger.scores.of_any(comparison.clips)
    figures = figures_of(session, clips.values()) if measured else None
    grid = discreet(state.state(), tell)
    titles = {index: grid["cells"][index]["title"] for index in clips}
    judged = any(vote.kind == "pair" for vote in standing(votes))
    about = session.ledger.votes.about(clip.sha256 for clip in clips.values())
    own = marks_of(about)
    view = Arranged.of(thing, grid["axes"])
    return Content(
        title or state.sheet.title,
        grid,
        clips,
        (list(view.rows), list(view.columns)),
        {str(index): own[clip.sha256] for index, clip in clips.items() if clip.sha256 in own},
        scores_view(session, clips),
        _differences(state, clips),
        verdict_of(comparison, votes, axes, figures=figures) if judged else None,
        clip_rows(state.sheet, titles, session, tell),
        _votes(vote_rows(comparison, votes), tell),
        _scores(session, clips, titles),
        _comments(about, clips, titles),
        given_images(state.sheet, titles, session.store.home.images) if tell.prompts else [],
        source,
    )


def _derive(source: Source) -> None:
    """Make proxies and strips; what does not decode is shown as it is."""
    clips = {clip.sha256: clip for clip in source.sheet().clips.values()}
    for made in [source.derived.make(clip.path, clip.sha256) for clip in clips.values()]:
        with suppress(MediaError):
            made.result()


def _differences(state: GridState, clips: Mapping[int, Clip]) -> dict[str, list[float]]:
    pairs = list(combinations(clips, 2))
    if len(pairs) > MOST_PAIRS:
        return {}
    return {f"{one}-{other}": state.differences(one, other) for one, other in pairs}


def _votes(rows: list[dict[str, Any]], tell: Telling) -> list[dict[str, Any]]:
    hidden = frozenset() if tell.evidence else frozenset({"session", "id"})
    return [{name: value for name, value in row.items() if name not in hidden} for row in rows]


def _scores(
    session: Session, clips: Mapping[int, Clip], titles: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Return what was measured before; a report measures nothing."""
    once: dict[str, int] = {}
    for index, clip in clips.items():
        once.setdefault(clip.sha256, index)
    subjects = {index: subject_of(session, clips[index]) for index in once.values()}
    heads = [(subject, {"cell": n, "clip": titles[n]}) for n, subject in subjects.items()]
    return score_rows(heads, known_scores(session, subjects.values()))


def _comments(
    votes: Sequence[Vote], clips: Mapping[int, Clip], titles: Mapping[int, str]
) -> list[Comment]:
    names: dict[str, str] = {}
    for index, clip in clips.items():
        names.setdefault(clip.sha256, titles[index])
    told = [vote for vote in standing(votes) if vote.kind == "comment"]
    return [
        Comment(names[vote.clips[0]], vote.moment or 0.0, vote.rater, vote.answer) for vote in told
    ]
