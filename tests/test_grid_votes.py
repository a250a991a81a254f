"""Votes on the cells of a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clips import coded_clip
from tests.press import press, said, sent
from veo_widgets.widgets import ComparisonGrid

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("widgets")


@pytest.fixture
def grid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ComparisonGrid:
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "home"))
    clips = [coded_clip(tmp_path / f"{hue}.mp4", frames=12, hue=hue) for hue in (40, 120)]
    return ComparisonGrid(clips)


def vote(grid: ComparisonGrid, index: int, kind: str, answer: str, at: float | None = None) -> None:
    message = {"type": "vote_on", "index": index, "kind": kind, "answer": answer, "moment": at}
    press(grid, message)


def test_what_is_voted_on_a_cell_is_in_the_ledger_and_shown(grid: ComparisonGrid) -> None:
    vote(grid, 0, "keep", "drop")
    vote(grid, 1, "thumb", "up")
    vote(grid, 1, "score", "4")
    vote(grid, 1, "comment", " <b>the wheel</b> ", 0.25)
    ledger = grid._source.session.ledger
    (name,) = ledger.votes.comparisons()
    (comment,) = grid.marks["1"]["comments"]

    assert [v.kind for v in ledger.votes.of(name)] == ["keep", "thumb", "score", "comment"]
    assert grid.marks["0"] == {"keep": "drop", "thumb": "", "score": 0, "comments": []}
    assert (grid.marks["1"]["thumb"], grid.marks["1"]["score"]) == ("up", 4)
    assert (comment["text"], comment["at"]) == ("<b>the wheel</b>", 0.25)
    assert grid.votes()["kind"].tolist()[0] == "keep"


def test_the_last_vote_is_taken_back(grid: ComparisonGrid) -> None:
    vote(grid, 0, "keep", "drop")
    vote(grid, 0, "keep", "keep")
    press(grid, {"type": "undo_vote_on"})
    assert grid.marks["0"]["keep"] == "drop"
    press(grid, {"type": "undo_vote_on"})
    assert grid.marks == {}

    out = sent(grid)
    press(grid, {"type": "undo_vote_on"})
    vote(grid, 0, "score", "7")
    vote(grid, 0, "comment", "  ")
    vote(grid, 9, "thumb", "up")
    assert len(said(out, "error")) == 4
    assert grid.marks == {}


def test_blind_pairs_open_below_and_close(grid: ComparisonGrid) -> None:
    press(grid, {"type": "judge_blind"})
    judge = grid._judge
    assert grid.blind_pairs == f"anywidget:{judge.model_id}"
    press(grid, {"type": "judge_blind"})
    assert grid.blind_pairs == ""
    assert judge.comm is None
