"""Votes that come back from a blind report: what its ids stand for is known to its home alone."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.files import PRIVATE_FOLDER, make_private, write_private
from veo_widgets._lib.values import short
from veo_widgets.errors import HomeError, InvalidRequest
from veo_widgets.home.vote_files import VoteFile
from veo_widgets.home.votes import fault_of, vote_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from veo_widgets.home.paths import Home

FORMAT: Final = "veo-widgets blind votes"
VERSION: Final = 1
NAME: Final = re.compile(r"[0-9a-f]{32}")
UNDO: Final = "undo"
FIELDS: Final = ("id", "left", "right", "question", "answer")


@dataclass(frozen=True, slots=True)
class BlindMap:
    """What the ids of a blind report stand for.

    Attributes:
        report: The report's own id.
        comparison: What is judged.
        clips: The sha256 of each id.
        questions: The criteria, by their numbers.
    """

    report: str
    comparison: str
    clips: Mapping[str, str]
    questions: tuple[str, ...]


def keep_map(home: Home, blind: BlindMap) -> None:
    """Write down what a report's ids stand for, before the report is written.

    Raises:
        HomeError: It cannot be written.
    """
    try:
        home.reports.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        make_private(home.reports)
        write_private(_file(home, blind.report), json.dumps(asdict(blind)))
    except OSError as error:
        raise HomeError(f"{home.reports} cannot be written: {error.strerror}") from error


def find_map(home: Home, report: str) -> BlindMap | None:
    """Return what a report's ids stand for, if this home wrote it."""
    if not NAME.fullmatch(report):
        return None
    try:
        body = json.loads(_file(home, report).read_text("utf-8"))
        return BlindMap(
            report, body["comparison"], dict(body["clips"]), tuple(map(str, body["questions"]))
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file(home: Home, report: str) -> Path:
    return home.reports / f"{report}.json"


def is_blind_file(body: Mapping[str, Any]) -> bool:
    """Tell whether a file of votes came from a blind report."""
    return body.get("format") == FORMAT


def votes_of_report(body: Mapping[str, Any], name: str, home: Home) -> VoteFile:
    """Return a blind report's votes, on the clips that its ids stand for.

    Args:
        body: The file's JSON.
        name: What the file is called in messages.
        home: Which home wrote the report.

    Raises:
        InvalidRequest: It is no such file, not whole, or of a report of another home.
    """
    report, rater, rows = (body.get(key) for key in ("report", "rater", "votes"))
    if body.get("version") != VERSION:
        raise InvalidRequest(
            f"{name} is of version {short(body.get('version'))}, this package reads {VERSION}: "
            "update it"
        )
    if not isinstance(rater, str) or not rater.strip():
        raise InvalidRequest(f"{name} does not say who voted")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidRequest(f"{name} has no list of votes")
    blind = find_map(home, report) if isinstance(report, str) else None
    if blind is None:
        raise InvalidRequest(
            f"the votes in {name} are of a blind report that this home did not write: merge "
            "them where it was made"
        )
    if body.get("checksum") != checksum(blind.report, rater, rows):
        raise InvalidRequest(f"{name} did not come whole, or was changed by hand: ask for it again")
    votes = []
    for number, row in enumerate(rows, 1):
        values = _values(row, blind, rater)
        vote = vote_of(values)
        if vote is None:
            raise InvalidRequest(
                f"{name}: vote {number} of {len(rows)} is none: {fault_of(values)}"
            )
        votes.append(vote)
    return VoteFile(blind.comparison, frozenset(blind.clips.values()), tuple(votes))


def checksum(report: str, rater: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the sum by which a file is known to be whole, as the page adds it up."""
    lines = [" ".join(str(row.get(name)) for name in FIELDS) for row in rows]
    text = "\n".join((report, rater, *lines))
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"


def _values(row: Mapping[str, Any], blind: BlindMap, rater: str) -> dict[str, Any]:
    """Return a row as the fields of a vote."""
    shared = {"id": row.get("id"), "at": row.get("at"), "rater": rater}
    shared |= {"comparison": blind.comparison, "session": blind.report}
    if row.get("answer") == UNDO:
        return {**shared, "kind": "undo", "answer": row.get("left")}
    sides = [blind.clips.get(str(row.get(side)), "") for side in ("left", "right")]
    asked = row.get("question")
    known = isinstance(asked, int) and 0 <= asked < len(blind.questions)
    return {
        **shared,
        "kind": "pair",
        "answer": row.get("answer"),
        "clips": sides,
        "question": blind.questions[asked] if known and isinstance(asked, int) else None,
        "blind": True,
        "watched": row.get("watched", []),
    }
