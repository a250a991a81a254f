"""The functions of the package about votes; ``Sweep`` and grids have them as methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets import errors
from veo_widgets._lib.values import short
from veo_widgets.client.functions import client as default_client
from veo_widgets.core.voting import comparison_id
from veo_widgets.experiment import Sweeps
from veo_widgets.experiment.exchange import open_file, write_file
from veo_widgets.home.blind_votes import is_blind_file, votes_of_report
from veo_widgets.home.vote_files import read_body, votes_in, write_votes
from veo_widgets.judging.figures import figures_of
from veo_widgets.judging.folder import export
from veo_widgets.judging.rows import vote_frame, vote_rows
from veo_widgets.judging.sources import clips_of, comparison_of, of_sweep
from veo_widgets.judging.verdict import Verdict, verdict_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from pathlib import Path

    import pandas as pd

    from veo_widgets.client import Client, Session
    from veo_widgets.home.vote_files import VoteFile
    from veo_widgets.media import Clip


def votes(thing: object) -> pd.DataFrame:
    """Return every vote on clips as a data frame; see ``Sweep.votes``.

    Args:
        thing: A sweep, its plan, a grid, or clips, finished jobs and paths of files.

    Raises:
        InvalidRequest: pandas is not installed.
    """
    comparison, session = comparison_of(thing)
    return vote_frame(vote_rows(comparison, session.ledger.votes.of(comparison.id)))


def export_votes(thing: object, path: str | PathLike[str], *, rater: str | None = None) -> Path:
    """Write votes to a JSON file; see ``Sweep.export_votes``."""
    comparison, session = comparison_of(thing)
    rows = session.ledger.votes.of(comparison.id)
    chosen = [vote for vote in rows if rater in {None, vote.rater}]
    clips = {clip for vote in chosen for clip in vote.clips}
    return write_votes(path, comparison.id, comparison.clips | clips, chosen)


def merge_votes(
    path: str | PathLike[str], of: object = None, *, client: Client | None = None
) -> int:
    """Take in the votes of another rater; the same file twice adds nothing.

    Args:
        path: What ``export_votes`` wrote there, or what a blind report gave back; its ids
            are told by the home that wrote the report.
        of: What they must be about: a sweep, a grid, or clips. A file says its sweep by
            name, and clips that no sweep made by their bytes, so it is seldom needed.
        client: In whose home; the package's own when not given.

    Returns:
        How many votes were new.

    Raises:
        InvalidRequest: It is no whole file of votes, or about other clips; nothing of it
            was taken in.
    """
    body, name = read_body(path), short(str(path))
    if of is not None:
        comparison, session = comparison_of(of)
        file = _file_of(body, name, session)
        if comparison.id != file.comparison:
            raise errors.InvalidRequest(
                f"the votes in {name} are about {short(file.comparison)}, not about "
                f"{short(comparison.id)}; nothing was taken in"
            )
        _check_clips(name, file, comparison.clips)
    else:
        owner = client or default_client()
        session = owner.session
        file = _file_of(body, name, session)
        if file.comparison != comparison_id(file.clips):
            _check_clips(name, file, _clips_of_sweep(name, file, owner))
    return session.ledger.votes.merge(file.votes)


def _file_of(body: Mapping[str, Any], name: str, session: Session) -> VoteFile:
    blind = is_blind_file(body)
    return votes_of_report(body, name, session.home) if blind else votes_in(body, name)


def _clips_of_sweep(name: str, file: VoteFile, client: Client) -> frozenset[str]:
    sweeps = Sweeps(client)
    if file.comparison not in sweeps:
        known = f"; there are {', '.join(map(short, sweeps))}" if len(sweeps) else ""
        raise errors.InvalidRequest(
            f"the votes in {name} are about the sweep {short(file.comparison)}, which this home "
            f"has not{known}; nothing was taken in"
        )
    return of_sweep(sweeps[file.comparison]).clips


def _check_clips(name: str, file: VoteFile, here: frozenset[str]) -> None:
    judged = {clip for vote in file.votes for clip in vote.clips}
    if judged <= here:
        return
    raise errors.InvalidRequest(
        f"{len(judged - here)} of the {len(judged)} clips that {name} votes on are not among the "
        f"{len(here)} clips of {short(file.comparison)} here: they are of another run; nothing "
        "was taken in"
    )


def verdict(
    thing: object,
    by: str | Sequence[str] | None = None,
    *,
    question: str | None = None,
    rater: str | None = None,
) -> Verdict:
    """Return what the votes on clips say; see ``Sweep.verdict``.

    Args:
        thing: A sweep, its plan, a grid, or clips, finished jobs and paths of files.
        by: The axes that are compared.
        question: Only this criterion.
        rater: Only this one's votes.

    Raises:
        InvalidRequest: There is no such axis, question or rater.
    """
    comparison, session = comparison_of(thing)
    rows = session.ledger.votes.counting(comparison.id, comparison.clips)
    figures = None
    if session.ledger.scores.of_any(comparison.clips):
        figures = figures_of(session, clips_of(thing).values())
    return verdict_of(comparison, rows, by, question=question, rater=rater, figures=figures)


def kept(thing: object, by: str | Sequence[str] | None = None) -> list[Clip]:
    """Return the clips that were kept; see ``Sweep.kept``.

    Args:
        thing: A sweep, its plan, a grid, or clips, finished jobs and paths of files.
        by: The axes that are compared.

    Raises:
        InvalidRequest: There is no such axis.
    """
    clips = clips_of(thing)
    return [clips[row.sha256] for row in verdict(thing, by).kept if row.sha256 in clips]


def by_name(name: str) -> Any:  # noqa: ANN401
    """Return what ``Judged`` calls."""
    functions = {f.__name__: f for f in (votes, export_votes, verdict, kept, export)}
    return {**functions, "write_sweep": write_file, "open_sweep_file": open_file}[name]
