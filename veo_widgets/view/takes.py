"""Jobs as tiles: what was asked, how it stands, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.catalogue import frame_size, prompt_of, said
from veo_widgets.client.actions import retried_as
from veo_widgets.core.record import ENDED_BADLY, TERMINAL, flags
from veo_widgets.errors import VeoError
from veo_widgets.experiment.library import Sweeps
from veo_widgets.home.takes import HIDDEN, NOTE, STAR, Page, Wanted, marks, page
from veo_widgets.home.tallies import tallies
from veo_widgets.view.job import about, actions, error_view, retry_kind
from veo_widgets.view.marks import marks_of, no_marks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.client import Client
    from veo_widgets.client.session import Session
    from veo_widgets.core.record import JobRecord
    from veo_widgets.view.wire.marks import ClipMarks
    from veo_widgets.view.wire.takes import FilterView, SweepView, TakeView

AGAIN: Final = "It was sent again, as a take of its own."


def take_views(session: Session, records: Sequence[JobRecord]) -> list[TakeView]:
    """Return tiles of jobs, with their stars and notes."""
    marked = marks(session.ledger, [record.id for record in records])
    clips = [record.sha256 for record in records if record.sha256]
    voted = marks_of(session.ledger.votes.about(clips)) if clips else {}
    return [take_view(session, record, marked, voted) for record in records]


def take_view(
    session: Session,
    record: JobRecord,
    marked: Mapping[str, str],
    voted: Mapping[str, ClipMarks],
) -> TakeView:
    """Return one job as a tile.

    Args:
        session: Whose.
        record: The job.
        marked: Stars and notes, as ``home.takes.marks`` returns them.
        voted: What was voted on clips, as ``view.marks.marks_of`` returns it.
    """
    known = session.catalogue.get(record.model, None)
    usual = None if record.state in TERMINAL else session.expected(record).told
    error = error_view(record)
    again = record.state in ENDED_BADLY and retried_as(session, record.id) is not None
    facts, asked = record.facts, record.parameters
    width, height = frame_size(asked, known)
    return {
        "id": record.id,
        "model": record.model,
        "title": known.title if known else record.model,
        "prompt": prompt_of(asked, known),
        "about": about(asked, known),
        "seed": "" if (seed := said(asked, "seed", known)) is None else str(seed),
        "sweep": record.run or "",
        "state": record.state,
        "flags": list(flags(record, session.clock(), usual)),
        "actions": [] if again else actions(record),
        "retry": retry_kind(record),
        "created": record.created,
        "submitted": record.submitted,
        "began": record.processing,
        "ended": record.ended,
        "usual": round(usual or 0.0, 1),
        "low": record.low,
        "high": None if record.low is None else record.high,
        "cost": record.cost,
        "trouble": (error["message"] if error else record.note) or "",
        "next_step": AGAIN if again else error["next_step"] if error else "",
        "request_id": record.request_id or "",
        "sha256": (record.sha256 or "") if record.state == "ready" else "",
        "shape": [int(facts.get("width") or width), int(facts.get("height") or height)],
        "duration": float(facts.get("duration") or 0.0),
        "has_audio": bool(facts.get("audio_codec")),
        "starred": STAR + record.id in marked,
        "hidden": HIDDEN + record.id in marked,
        "note": marked.get(NOTE + record.id, ""),
        "votes": voted.get(record.sha256 or "", no_marks()),
    }


def sweep_views(client: Client, names: Sequence[str]) -> list[SweepView]:
    """Return sweeps as tiles, those that are only planned too.

    Args:
        client: Whose.
        names: What they are kept under.
    """
    known = tallies(client.session.ledger, names)
    views = []
    for name in names:
        tally = known.get(name)
        if tally is None:
            views += _planned(client, name)
            continue
        view: SweepView = {
            "name": name,
            "prompt": tally.prompt,
            "planned": False,
            "jobs": tally.jobs,
            "ready": tally.ready,
            "failed": tally.failed,
            "live": tally.live,
            "spent": tally.spent,
            "unknown": tally.unknown,
            "high": tally.high,
            "created": tally.created,
            "covers": list(tally.covers),
            "latest": tally.latest,
        }
        views.append(view)
    return views


def _planned(client: Client, name: str) -> list[SweepView]:
    """Return the tile of a sweep that sent nothing; none when it cannot be read any more."""
    try:
        plan = Sweeps(client)[name].plan()
    except VeoError:
        return []
    return [
        {
            "name": name,
            "prompt": prompt_of(plan.spec.base),
            "planned": True,
            "jobs": len(plan.new),
            "ready": 0,
            "failed": 0,
            "live": 0,
            "spent": 0.0,
            "unknown": 0,
            "high": plan.high,
            "created": client.session.ledger.sweeps.kept(name),
            "covers": [],
            "latest": "",
        }
    ]


def wall_page(
    client: Client, chosen: FilterView, since: float, after: str, most: int
) -> tuple[list[TakeView], list[SweepView], Page]:
    """Return some of the takes of a home, newest first, and the page that they are of.

    Args:
        client: Whose.
        chosen: Which.
        since: Made at that time or later, in seconds since the epoch.
        after: What the last page told; empty for the first.
        most: At most so many tiles.

    Raises:
        InvalidRequest: ``after`` is nothing that a page told.
    """
    wanted = Wanted(
        search=chosen["search"],
        model=chosen["model"],
        state=chosen["state"],
        starred=chosen["starred"],
        sweep=chosen["sweep"],
        since=since,
        dropped=chosen["dropped"],
    )
    found = page(client.session.ledger, wanted, after, most)
    return take_views(client.session, found.jobs), sweep_views(client, found.sweeps), found
