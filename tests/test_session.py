"""A sitting: one pair after another, each answer on disk, nothing given away, resumed anywhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from tests.test_ledger import Clock
from tests.test_pairs import grid
from veo_widgets.core.voting import standing
from veo_widgets.errors import HomeError, InvalidRequest
from veo_widgets.home import Ledger
from veo_widgets.judging.more import More
from veo_widgets.judging.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ANSWERS = ["left", "right", "tie", "both bad", "skip"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite", clock)
    yield opened
    opened.close()


@pytest.fixture
def start(ledger: Ledger, clock: Clock) -> Callable[..., Session]:
    def start(**options: Any) -> Session:
        comparison = options.pop("comparison", grid())
        return Session(comparison, ledger.votes, **{"by": "model", "clock": clock, **options})

    return start


def rows(ledger: Ledger) -> list[Any]:
    return ledger.votes.of("grid")


def test_each_answer_is_stored_before_the_next_pair_is_asked(
    ledger: Ledger, start: Callable[..., Session]
) -> None:
    session = start(rater="ana")
    for number in range(12):
        ask = session.ask()
        assert (ask.number, session.ask()) == (number + 1, ask)
        vote = session.answer(ask, ANSWERS[number % 5], (1.0, 2.0))
        assert rows(ledger)[-1] == vote
        assert vote.clips == (session.clip(ask.left), session.clip(ask.right))
    told = rows(ledger)

    assert {(vote.rater, vote.session, vote.blind) for vote in told} == {("ana", session.id, True)}
    assert told[0].watched == (1.0, 2.0)


def test_a_stale_pair_and_a_wrong_answer_are_refused(
    ledger: Ledger, start: Callable[..., Session]
) -> None:
    session = start()
    ask = session.ask()
    with pytest.raises(InvalidRequest, match="left, right, tie, both bad, skip"):
        session.answer(ask, "LEFT")
    session.answer(ask, "left")
    with pytest.raises(InvalidRequest, match="another pair"):
        session.answer(ask, "left")
    with pytest.raises(InvalidRequest, match="no such id"):
        session.clip("a" * 32)
    assert len(rows(ledger)) == 1


def test_what_cannot_be_written_leaves_the_pair_waiting(
    ledger: Ledger, start: Callable[..., Session]
) -> None:
    session = start()
    ask = session.ask()
    ledger._db._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(HomeError):
        session.answer(ask, "left")
    ledger._db._connection.execute("PRAGMA query_only = OFF")

    assert session.ask() == ask
    session.answer(ask, "left")
    assert len(rows(ledger)) == 1


def test_nothing_that_is_given_out_says_what_a_clip_is(start: Callable[..., Session]) -> None:
    first, second = start(), start()
    given = set()
    for session in (first, second):
        for _ in range(10):
            ask = session.ask()
            text = json.dumps([asdict(ask), session.peek(), asdict(session.count())])
            assert not any(e.sha256 in text or e.label in text for e in grid().entries)
            session.answer(ask, "left")
    for session in (first, second):
        assert not given & {*session._clips}
        given |= {*session._clips}
        assert all(len(id_) == 32 for id_ in session._clips)


def test_the_next_pair_is_known_before_the_answer(start: Callable[..., Session]) -> None:
    session = start(questions=["Prompt?", "Sound?"])
    for number in range(24):
        ask = session.ask()
        ahead = session.peek()
        answer = ANSWERS[number % 5]
        session.answer(ask, "tie" if answer == "skip" and ask.question == "Prompt?" else answer)
        after = session.ask()
        assert (after.left, after.right) == ahead


def test_every_question_is_asked_about_a_pair_and_a_skip_of_the_first_skips_it(
    start: Callable[..., Session],
) -> None:
    session = start(questions=["Prompt?", "Sound?", "Prompt?"])
    first = session.ask()
    session.answer(first, "left")
    second = session.ask()
    assert (first.question, second.question) == ("Prompt?", "Sound?")
    assert (first.left, first.right) == (second.left, second.right)
    session.answer(second, "skip")
    third = session.ask()
    session.answer(third, "skip")
    fourth = session.ask()
    assert third.question == fourth.question == "Prompt?"
    assert {third.left, third.right} != {fourth.left, fourth.right}


def test_after_a_crash_it_goes_on_where_it_was(
    ledger: Ledger, start: Callable[..., Session], clock: Clock
) -> None:
    options = {"questions": ["Prompt?", "Sound?"], "rater": "ana", "seed": 3}
    session = start(**options)
    for _ in range(7):
        session.answer(session.ask(), "left")
    waiting = session.ask()
    again = Ledger(ledger.path, clock)
    other = Session(grid(), again.votes, by="model", clock=clock, **options)
    resumed = other.ask()

    assert other.id != session.id
    assert [other.clip(i) for i in (resumed.left, resumed.right)] == [
        session.clip(i) for i in (waiting.left, waiting.right)
    ]
    assert (resumed.question, resumed.number) == (waiting.question, 8)
    assert other.count() == session.count()
    again.close()


def test_undo_gives_the_pair_back_as_often_as_wanted(
    ledger: Ledger, start: Callable[..., Session]
) -> None:
    session = start()
    assert session.undo() is None
    asked = [session.ask()]
    for _ in range(3):
        session.answer(session.ask(), "left")
        asked.append(session.ask())
    for earlier in reversed(asked[:3]):
        assert session.undo() == earlier
    assert session.undo() is None
    session.answer(session.ask(), "right")

    assert session.ask() == asked[1]
    assert [vote.answer for vote in standing(rows(ledger))] == ["right"]
    assert len(rows(ledger)) == 3 + 3 + 1


def test_raters_do_not_take_each_other_s_votes_back(start: Callable[..., Session]) -> None:
    ana, ben = start(rater="ana"), start(rater="ben")
    ana.answer(ana.ask(), "left")

    assert ben.undo() is None
    assert ben.count().votes == 0
    assert ana.count().votes == 1


def test_after_the_reveal_votes_are_not_blind_and_it_is_logged_once(
    ledger: Ledger, start: Callable[..., Session], clock: Clock
) -> None:
    session = start(rater="ana")
    with pytest.raises(InvalidRequest, match="vote first"):
        session.reveal()
    session.answer(session.ask(), "left")
    verdict = session.reveal()
    session.reveal()
    clock.now += 1

    assert not session.blind
    assert "Too early" in verdict.sentence
    assert [vote.kind for vote in rows(ledger)] == ["pair", "reveal"]
    assert session.undo() is None
    session.answer(session.ask(), "left")
    assert [vote.blind for vote in rows(ledger)] == [True, False, False]
    assert session.undo() is not None
    assert not start(rater="ana").blind
    assert start(rater="ben").blind
    assert not start(rater="eva", blind=False).blind


def test_counts_say_how_many_are_in_and_how_many_would_decide(
    start: Callable[..., Session],
) -> None:
    session = start(comparison=grid(8, 6, ("a", "b")))
    assert session.count().sentence == "0 votes in"
    assert session.count().fresh == 48
    for number in range(12):
        ask = session.ask()
        better = session.clip(ask.left).startswith("a")
        session.answer(ask, "skip" if number == 3 else "left" if better else "right")
    count = session.count()
    assert (count.votes, count.more) == (11, More(0))
    assert count.sentence == "11 votes in; it is decided"
    assert "a" not in {word.strip(";") for word in count.sentence.split()}


def test_a_pause_is_due_after_twenty_minutes_of_voting(
    start: Callable[..., Session], clock: Clock
) -> None:
    session = start()
    assert not session.pause_due()
    for _ in range(20):
        session.answer(session.ask(), "left")
        assert not session.pause_due()
        clock.now += 60
    assert session.pause_due()
    assert start().pause_due()
    session.go_on()
    assert not session.pause_due()
    clock.now += 240
    session.answer(session.ask(), "left")
    assert not session.pause_due()
    clock.now += 301
    assert not start().pause_due()


def test_where_nothing_differs_there_is_no_sitting(start: Callable[..., Session]) -> None:
    with pytest.raises(InvalidRequest, match="differ in model alone"):
        start(comparison=grid(models=("a",)))
    with pytest.raises(InvalidRequest, match="questions"):
        start(questions=[7])
    with pytest.raises(InvalidRequest, match="axis to compare by"):
        start(by="modl")
