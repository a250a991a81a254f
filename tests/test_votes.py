"""Votes are rows: on disk before the call returns, never rewritten, merged once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.test_ledger import Clock
from veo_widgets.core.voting import (
    KINDS,
    comparison_id,
    is_blind,
    revealed,
    standing,
)
from veo_widgets.errors import HomeError, InvalidRequest
from veo_widgets.home import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite", clock)
    yield opened
    opened.close()


def pair(**changes: Any) -> dict[str, Any]:
    return {"comparison": "panda", "kind": "pair", "answer": "left", "clips": (A, B), **changes}


def table(path: Path) -> list[tuple[Any, ...]]:
    """Return the table as another process sees it."""
    db = sqlite3.connect(path)
    rows = db.execute("SELECT * FROM votes ORDER BY seq").fetchall()
    db.close()
    return rows


def test_every_kind_comes_back_as_it_was_given(ledger: Ledger) -> None:
    given = [
        pair(question="Sound?", rater="ana", blind=True, watched=(4.5, 8.0), session="s" * 32),
        pair(kind="keep", answer="drop", clips=(A,)),
        pair(kind="thumb", answer="up", clips=(A,), watched=(2.0,)),
        pair(kind="score", answer="4", clips=(B,)),
        pair(kind="comment", answer="the wheel <b>melts</b>\nhere", clips=(B,), moment=3.25),
        pair(kind="check", answer="cannot tell", clips=(B,), question="is it blue?"),
        pair(kind="checklist", answer="[]", clips=(), question="a fox"),
        pair(kind="reveal", answer="reveal", clips=()),
    ]
    cast = [ledger.votes.cast(**values) for values in given]

    assert ledger.votes.of("panda") == cast
    assert ledger.votes.of("otter") == []
    assert {vote.kind for vote in cast} | {"undo"} == {*KINDS}
    assert ledger.votes.about([B]) == cast[3:6]
    assert ledger.votes.comparisons() == {"panda": 8}


def test_votes_of_another_process_are_seen_at_once(ledger: Ledger, clock: Clock) -> None:
    other = Ledger(ledger.path, clock)
    for _ in range(3):
        told = [ledger.votes.cast(**pair()), other.votes.cast(**pair(rater="ben"))]
        assert ledger.votes.of("panda")[-2:] == other.votes.of("panda")[-2:] == told
    ledger.votes.of("panda").clear()
    assert len(ledger.votes.of("panda")) == 6
    other.close()


KILLED = """
import os, sys
from pathlib import Path
from veo_widgets.home import Ledger

votes = Ledger(Path(sys.argv[1])).votes
for number in range(3):
    vote = votes.cast(comparison="panda", kind="pair", answer="tie", clips=("a" * 64, "b" * 64))
    os.write(1, f"{vote.id}\\n".encode())
os.kill(os.getpid(), 9)
"""


def test_a_vote_that_was_told_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    ledger = Ledger(path)

    assert done.returncode == -9
    assert [vote.id for vote in ledger.votes.of("panda")] == done.stdout.split()
    assert len(done.stdout.split()) == 3
    ledger.close()


def test_a_commit_waits_for_the_disk(ledger: Ledger) -> None:
    (level,) = ledger._db._connection.execute("PRAGMA synchronous").fetchone()

    assert level == 2


def test_what_is_taken_back_stays_written(ledger: Ledger, clock: Clock, tmp_path: Path) -> None:
    first = ledger.votes.cast(**pair(rater="ana"))
    second = ledger.votes.cast(**pair(answer="tie", rater="ana"))
    before = table(ledger.path)
    clock.now += 5
    back = ledger.votes.undo(first.id, rater="ana")

    assert table(ledger.path)[:2] == before
    assert (back.kind, back.answer, back.at) == ("undo", first.id, 1005.0)
    assert standing(ledger.votes.of("panda")) == [second]
    with pytest.raises(InvalidRequest, match="already"):
        ledger.votes.undo(first.id, rater="ana")
    with pytest.raises(InvalidRequest, match="no vote"):
        ledger.votes.undo(second.id, rater="ben")
    with pytest.raises(InvalidRequest, match="no vote"):
        ledger.votes.undo(back.id, rater="ana")


def test_of_several_votes_about_a_clip_the_last_stands(ledger: Ledger, clock: Clock) -> None:
    keep = pair(kind="keep", clips=(A,))
    ledger.votes.cast(**{**keep, "answer": "keep"})
    clock.now += 1
    last = ledger.votes.cast(**{**keep, "answer": "drop"})
    other = ledger.votes.cast(**{**keep, "answer": "keep", "rater": "ben"})
    thumb = ledger.votes.cast(**pair(kind="thumb", answer="up", clips=(A,)))
    remarks = [
        ledger.votes.cast(**pair(kind="comment", answer=text, clips=(A,), moment=1.0))
        for text in ("one", "two")
    ]
    assert standing(ledger.votes.of("panda")) == [last, other, thumb, *remarks]

    ledger.votes.undo(last.id)
    assert standing(ledger.votes.of("panda"))[0].answer == "keep"


def test_after_the_reveal_no_vote_is_blind(ledger: Ledger, clock: Clock) -> None:
    before = ledger.votes.cast(**pair(blind=True, rater="ana"))
    clock.now += 1
    ledger.votes.cast(**pair(kind="reveal", answer="reveal", clips=(), rater="ana"))
    clock.now += 1
    with pytest.raises(InvalidRequest, match="blind=False"):
        ledger.votes.cast(**pair(blind=True, rater="ana"))
    seeing = ledger.votes.cast(**pair(rater="ana"))
    other = ledger.votes.cast(**pair(blind=True, rater="ben"))
    elsewhere = ledger.votes.cast(**pair(blind=True, rater="ana", comparison="otter"))
    told = revealed(ledger.votes.of("panda"))

    assert [is_blind(v, told) for v in (before, seeing, other, elsewhere)] == [
        True,
        False,
        True,
        True,
    ]
    assert not is_blind(replace(before, at=clock.now), told)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"answer": "lft"}, "left, right, tie, both bad, skip, not 'lft'"),
        ({"clips": (A,)}, "2 clips"),
        ({"clips": (A, A)}, "2 clips"),
        ({"clips": (A, "B" * 64)}, "64 hexadecimal"),
        ({"clips": (A, ["b"])}, "64 hexadecimal"),
        ({"kind": "rank"}, "kind is one of"),
        ({"kind": "score", "answer": "6", "clips": (A,)}, "1, 2, 3, 4, 5"),
        ({"watched": (1.0,)}, "a number for each clip"),
        ({"watched": (-1.0, 2.0)}, "seconds"),
        ({"watched": (True, 2.0)}, "seconds"),
        ({"at": float("nan")}, "seconds"),
        ({"at": 10**400}, "seconds"),
        ({"blind": "yes"}, "true or false"),
        ({"rater": 7}, "rater is a text"),
        ({"rater": "\ud800"}, "rater is a text"),
        ({"question": "x" * 2001}, "2000 at most"),
        ({"comparison": ""}, "comparison"),
        ({"id": "../x"}, "UUID"),
    ],
)
def test_what_is_no_vote_is_refused_in_words(
    ledger: Ledger, changes: dict[str, Any], word: str
) -> None:
    with pytest.raises(InvalidRequest, match=word):
        ledger.votes.cast(**pair(**changes))
    assert table(ledger.path) == []


def test_a_vote_that_cannot_be_written_is_not_told_as_given(ledger: Ledger) -> None:
    ledger._db._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(HomeError):
        ledger.votes.cast(**pair())
    ledger._db._connection.execute("PRAGMA query_only = OFF")
    assert ledger.votes.of("panda") == []


def test_a_comparison_of_files_is_named_by_its_clips_alone() -> None:
    assert comparison_id([A, B]) == comparison_id([B, A, B])
    assert comparison_id([A, B]) != comparison_id([A, C])


# --- lost and damaged ledgers


@pytest.mark.parametrize("how", ["damaged", "gone"])
def test_votes_outlive_the_file_they_were_in(tmp_path: Path, how: str) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    cast = [ledger.votes.cast(**pair(rater=f"r{n}")) for n in range(400)]
    cast.append(ledger.votes.undo(cast[0].id, rater="r0"))
    ledger.close()
    if how == "gone":
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        for page in range(4, len(data) // 4096, 3):
            data[page * 4096 : page * 4096 + 64] = b"\xff" * 64
        path.write_bytes(data)
    again = Ledger(path)

    assert again.trouble
    assert {vote.id: vote for vote in again.votes.of("panda")} == {vote.id: vote for vote in cast}
    again.close()


def test_salvage_alone_keeps_the_votes_and_drops_what_is_none(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    kept, spoilt = ledger.votes.cast(**pair()), ledger.votes.cast(**pair())
    ledger._db._connection.execute("UPDATE votes SET kind = X'00' WHERE id = ?", (spoilt.id,))
    ledger._db._connection.execute("DROP TABLE jobs")
    ledger.close()
    (tmp_path / "accepted.jsonl").write_text('{"ledger": "made"}\n')
    again = Ledger(path)

    assert again.votes.of("panda") == [kept]
    again.close()
