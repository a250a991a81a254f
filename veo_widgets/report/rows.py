"""Tables of a report: one row for each cell, and CSV that a spreadsheet does not run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.sheets import harmless
from veo_widgets._lib.values import plain_value
from veo_widgets.catalogue import is_prompt
from veo_widgets.errors import VeoError
from veo_widgets.report.discreet import nameless
from veo_widgets.view.wire.constants import STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.client import Session
    from veo_widgets.report.telling import Telling
    from veo_widgets.view.sheet import Sheet

FACTS: Final = ("width", "height", "fps", "frames", "duration", "has_audio", "size")


def clip_rows(
    sheet: Sheet, titles: Mapping[int, str], session: Session, tell: Telling
) -> list[dict[str, Any]]:
    """Return what was asked for each cell, and what came; all rows have the same columns.

    Args:
        sheet: The cells.
        titles: What the cells that have a clip are called.
        session: Whose ledger knows the jobs.
        tell: What may leave the house.
    """
    asked = [_asked(dict(parameters), tell) for _, parameters, _ in sheet.requests]
    names = dict.fromkeys(name for each in asked for name in each)
    rows = []
    for cell, own in zip(sheet.cells, asked, strict=True):
        index, live = cell["index"], cell["live"]
        clip = sheet.clips.get(index)
        facts = {} if clip is None else clip.facts.as_dict()
        row: dict[str, Any] = {
            "cell": index,
            "clip": titles.get(index, cell["title"]),
            "model": cell["model"] or None,
        }
        row |= {f"asked_{name}" if name in FACTS else name: own.get(name) for name in names}
        row["state"] = "n/a" if cell["fate"] == "refused" else STATE_LABELS[live["state"]].lower()
        if tell.costs:
            row["cost"] = live["cost"]
        ended, began = live["ended"], live["submitted"] or live["created"]
        row["seconds"] = round(ended - began, 1) if ended and began else None
        row |= {name: plain_value(facts.get(name)) for name in FACTS}
        if tell.evidence:
            row["job"], row["request_id"] = live["job"], _request(session, live["job"])
        rows.append({**row, "sha256": None if clip is None else clip.sha256})
    return rows


def _asked(parameters: dict[str, Any], tell: Telling) -> dict[str, Any]:
    return {
        name: nameless(plain_value(value))
        for name, value in parameters.items()
        if tell.prompts or not is_prompt(name)
    }


def _request(session: Session, job: str | None) -> str | None:
    try:
        return None if job is None else session.record(job).request_id
    except VeoError:
        return None


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows as CSV; a text that a spreadsheet would run stands behind an apostrophe."""
    if not rows:
        return ""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([harmless(name) for name in rows[0]])
    table.writerows([harmless(value) for value in row.values()] for row in rows)
    return out.getvalue()
