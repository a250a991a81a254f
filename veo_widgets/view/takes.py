"""Jobs as tiles: what was asked, how it stands, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets.catalogue import frame_size
from veo_widgets.core.record import flags
from veo_widgets.home.takes import NOTE, STAR, Wanted, marks, page
from veo_widgets.view.job import about, actions, error_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.client.session import Session
    from veo_widgets.core.record import JobRecord
    from veo_widgets.view.wire.studio import FilterView, TakeView


def take_views(session: Session, records: Sequence[JobRecord]) -> list[TakeView]:
    """Return tiles of jobs, with their stars and notes."""
    marked = marks(session.ledger, [record.id for record in records])
    return [take_view(session, record, marked) for record in records]


def take_view(session: Session, record: JobRecord, marked: Mapping[str, str]) -> TakeView:
    """Return one job as a tile.

    Args:
        session: Whose.
        record: The job.
        marked: Stars and notes, as ``home.takes.marks`` returns them.
    """
    known = session.catalogue.get(record.model, None)
    usual = session.latency(record.endpoint, record.model)
    error = error_view(record)
    facts, asked = record.facts, record.parameters
    width, height = frame_size(asked)
    return {
        "id": record.id,
        "model": record.model,
        "title": known.title if known else record.model,
        "prompt": str(asked.get("prompt") or asked.get("promptText") or ""),
        "about": about({**(known.defaults() if known else {}), **asked}),
        "seed": str(asked.get("seed", "")),
        "sweep": record.run or "",
        "state": record.state,
        "flags": list(flags(record, session.clock(), usual.median)),
        "actions": actions(record),
        "created": record.created,
        "began": record.submitted,
        "ended": record.ended,
        "usual": round(usual.usual()[1], 1),
        "low": record.low,
        "high": record.high,
        "cost": record.cost,
        "trouble": (error["message"] if error else record.note) or "",
        "next_step": error["next_step"] if error else "",
        "request_id": record.request_id or "",
        "sha256": (record.sha256 or "") if record.state == "ready" else "",
        "shape": [int(facts.get("width") or width), int(facts.get("height") or height)],
        "duration": float(facts.get("duration") or 0.0),
        "has_audio": bool(facts.get("audio_codec")),
        "starred": STAR + record.id in marked,
        "note": marked.get(NOTE + record.id, ""),
    }


def takes(
    session: Session, chosen: FilterView, after: str, most: int
) -> tuple[list[TakeView], int]:
    """Return some of the takes of a home, newest first, and how many there are.

    Args:
        session: Whose.
        chosen: Which.
        after: The id of the take that the last page ended with.
        most: At most so many.
    """
    records, total = page(session.ledger, Wanted(**chosen), after, most)
    return take_views(session, records), total
