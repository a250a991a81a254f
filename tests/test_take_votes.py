"""Votes on a take of the studio are those of a grid's cell, and hide what was dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.press import press, said, sent, wall
from tests.raters import made
from veo_widgets.core.voting import comparison_id
from veo_widgets.view.verdict import verdict_html
from veo_widgets.widgets import ComparisonGrid
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from veo_widgets.client import Client
    from veo_widgets.experiment import Sweep

pytestmark = pytest.mark.usefixtures("widgets")


@pytest.fixture
def sweep(own: Client) -> Sweep:
    return made(own, prompt="a newt", model=["veo-3.1-fast", "veo-2"], seed=[1, 2])


def vote(studio: Studio, job: str, kind: str, answer: str, at: float | None = None) -> None:
    message = {"type": "vote_on_take", "job": job, "kind": kind, "answer": answer, "moment": at}
    press(studio, message)


def takes(studio: Studio, **chosen: Any) -> dict[str, Any]:
    """Return the takes that stand by themselves, by their jobs."""
    return {take["id"]: take for take in wall(studio, state="ready", **chosen)["takes"]}


def test_a_vote_on_a_take_is_one_of_its_clip_and_is_shown(own: Client, sweep: Sweep) -> None:
    studio = Studio(client=own)
    job, *_ = takes(studio)
    out = sent(studio)
    vote(studio, job, "score", "4")
    vote(studio, job, "comment", " <b>the tail</b> ", 0.25)
    del studio.send
    votes = takes(studio)[job]["votes"]
    (comparison,) = own.session.ledger.votes.comparisons()

    assert [take["take"]["votes"]["score"] for take in said(out, "take")] == [4, 4]
    assert (votes["score"], votes["thumb"]) == (4, "")
    assert [(note["text"], note["at"]) for note in votes["comments"]] == [("<b>the tail</b>", 0.25)]
    assert comparison == comparison_id([own.session.record(job).sha256 or ""])
    cells = [mark for mark in ComparisonGrid(sweep).marks.values() if mark["score"] == 4]
    assert len(cells) == 1


def test_dropped_takes_are_hidden_until_they_are_asked_for(own: Client, sweep: Sweep) -> None:
    studio = Studio(client=own)
    job, other, *_ = takes(studio)
    vote(studio, job, "keep", "drop")
    vote(studio, other, "keep", "drop")
    vote(studio, other, "keep", "keep")

    assert studio.dropped == 1
    assert job not in takes(studio)
    assert other in takes(studio)
    assert takes(studio, dropped=True)[job]["votes"]["keep"] == "drop"
    press(studio, {"type": "undo_vote_on"})
    press(studio, {"type": "undo_vote_on"})
    assert studio.dropped == 1
    press(studio, {"type": "undo_vote_on"})
    assert studio.dropped == 0
    assert len(takes(studio)) == 4
    assert sweep.verdict(by="model").kept == ()


def test_what_is_no_vote_is_refused_with_the_reason(own: Client, sweep: Sweep) -> None:
    studio = Studio(client=own)
    job, *_ = takes(studio)
    out = sent(studio)
    vote(studio, job, "score", "7")
    vote(studio, job, "comment", "  ")
    vote(studio, "nobody", "keep", "drop")
    press(studio, {"type": "undo_vote_on"})

    errors = [message["error"] for message in said(out, "error")]
    assert "7" in errors[0]
    assert errors[3] == "no vote was given here that could be taken back"
    assert len(errors) == 4
    assert own.session.ledger.votes.comparisons() == {}
    assert sweep.votes().empty


def test_grid_and_wall_of_one_studio_say_the_same(own: Client, sweep: Sweep) -> None:
    studio = Studio(client=own)
    press(studio, {"type": "compare", "id": "1", "jobs": [], "sweep": sweep.name, "blind": False})
    grid = studio._grid
    out = sent(studio)
    press(grid, {"type": "vote_on", "index": 0, "kind": "keep", "answer": "drop", "moment": None})
    job = grid.cells[0]["live"]["job"]
    told = [message["take"] for message in said(out, "take")]

    assert [(take["id"], take["votes"]["keep"]) for take in told] == [(job, "drop")]
    assert studio.dropped == 1
    vote(studio, job, "keep", "keep")
    assert grid.marks["0"]["keep"] == "keep"


def test_a_clip_that_was_kept_anywhere_is_kept_in_the_verdict(own: Client, sweep: Sweep) -> None:
    studio = Studio(client=own)
    for number, job in enumerate(takes(studio)):
        vote(studio, job, "keep", "drop" if number == 3 else "keep")
    verdict = sweep.verdict(by="model")

    assert sorted(sum(line.kept.of for line in of.lines) for of in verdict.together) == [4]
    assert len(verdict.kept) == 3
    assert [row.tier for row in verdict.kept] == sorted(row.tier for row in verdict.kept)
    assert "3 clips kept" in verdict_html(verdict)
