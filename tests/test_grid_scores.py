"""Scores in a grid: looked up for nothing, measured when asked for, filled in as they come."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.clips import coded_clip
from tests.press import press, said, sent, until
from veo_widgets import errors
from veo_widgets.client import scoring
from veo_widgets.client.scoring import scores_of, subject_of
from veo_widgets.media import Clip
from veo_widgets.widgets import ComparisonGrid

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.media.metrics import Work

pytestmark = pytest.mark.usefixtures("widgets")


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Clip]:
    """Return three clips; the last does not move."""
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "home"))
    return [
        Clip.open(coded_clip(tmp_path / f"{hue}.mp4", 24, 320, 180, hue)) for hue in (10, 120, 230)
    ]


def test_nothing_is_measured_until_a_person_asks(clips: list[Clip], works: list[Work]) -> None:
    grid = ComparisonGrid(clips)
    assert grid.scores_known == {
        "metrics": [],
        "cells": {},
        "done": 0,
        "total": 0,
        "missing": 0,
        "trouble": "",
    }
    assert not works


def test_cells_fill_in_as_they_are_measured(clips: list[Clip], works: list[Work]) -> None:
    grid = ComparisonGrid(clips)
    seen: list[tuple[int, int, int]] = []

    def look(change: dict) -> None:
        known = change["new"]
        seen.append((known["done"], known["total"], len(known["cells"])))

    grid.observe(look, "scores_known")
    press(grid, {"type": "measure"})
    until(lambda: seen and seen[-1][1:] == (0, 3))

    assert seen == [(0, 3, 0), (1, 3, 1), (2, 3, 2), (3, 3, 3), (0, 0, 3)]
    known = grid.scores_known
    assert {metric["name"] for metric in known["metrics"]} >= {"brightness", "motion", "frozen"}
    assert all(metric["misleads"] for metric in known["metrics"])
    places = [known["cells"][str(n)]["places"]["brightness"] for n in range(3)]
    assert sorted(places) == [[1, 3], [2, 3], [3, 3]]
    assert known["missing"] == 0
    assert len(works) == 3
    grid.measure()
    until(lambda: grid.scores_known["total"] == 0)
    assert len(works) == 3


def test_it_stops_when_asked_and_keeps_what_there_is(
    clips: list[Clip], works: list[Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = ComparisonGrid(clips)
    first, go_on = threading.Event(), threading.Event()

    real = scoring._kept

    def wait(*given: object) -> object:
        first.set()
        assert go_on.wait(30)
        return real(*given)

    monkeypatch.setattr(scoring, "_kept", wait)
    press(grid, {"type": "measure"})
    assert first.wait(30)
    thread = grid._measuring._thread
    press(grid, {"type": "measure"})
    assert grid.scores_known["total"] == 0
    go_on.set()
    thread.join(30)

    assert len(works) == 1
    grid._show_scores()
    assert (len(grid.scores_known["cells"]), grid.scores_known["missing"]) == (1, 2)


def test_a_grid_without_clips_or_that_cannot_measure_says_so(
    clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = ComparisonGrid(clips)

    def broken(*_: object, **__: object) -> None:
        raise errors.HomeError("the ledger cannot be written")

    monkeypatch.setattr("veo_widgets.view.scores.scores_of", broken)
    grid.measure()
    until(lambda: grid.scores_known["trouble"])
    assert grid.scores_known["trouble"] == "the ledger cannot be written"
    grid._state.sheet.clips.clear()
    out = sent(grid)
    press(grid, {"type": "measure"})
    assert "no cell has a clip yet" in said(out, "error")[0]["error"]


def test_a_sweep_s_grid_shows_what_was_measured_before(
    clips: list[Clip], works: list[Work]
) -> None:
    grid = ComparisonGrid(clips)
    session = grid._source.session
    scores_of(
        session, [subject_of(session, clip) for clip in clips[:2]], ["brightness"], quiet=True
    )
    grid._show_scores()

    assert set(grid.scores_known["cells"]) == {"0", "1"}
    assert [metric["name"] for metric in grid.scores_known["metrics"]] == ["brightness"]
    assert grid.scores_known["missing"] == 3
    assert len(works) == 2
