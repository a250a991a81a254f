"""Votes of sweeps, loose files and jobs: as a frame, as a file, merged where they belong."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

import veo_widgets as veo
from tests.clips import coded_clip
from tests.raters import made, opened, voted
from veo_widgets.core.voting import comparison_id
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.judging.rows import COLUMNS
from veo_widgets.judging.sources import comparison_of, of_sweep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.client import Client


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Client]:
    with opened(tmp_path / "other") as client:
        yield client


def test_pairs_differ_in_what_is_compared_alone(own: Client) -> None:
    comparison = of_sweep(made(own, resolution=["720p", "1080p"], model=["veo-3.1-fast", "veo-2"]))
    by_model = comparison.pairs(["model"])
    by_prompt = comparison.pairs(["prompt"])

    for pair in by_model:
        first, second = (comparison.places[clip][0] for clip in (pair.one, pair.other))
        assert {*pair.configurations} == {"veo-3.1-fast", "veo-2"}
        assert (first.prompt, first.at["seed"]) == (second.prompt, second.at["seed"])
        assert pair.prompt
    # veo-2 has no resolution: one clip beside both of the other model's.
    assert len(by_model) == 4 * 3 * 2
    assert {*comparison.configurations(["resolution"]).values()} == {"720p", "1080p"}
    assert all(
        "veo-2" not in c for c in comparison.configurations(["model", "resolution"]).values()
    )
    assert all(pair.prompt == "" for pair in by_prompt)
    assert len({pair.key for pair in by_prompt}) == len(by_prompt)


def test_without_equal_seeds_every_two_clips_of_a_prompt_are_a_pair(own: Client) -> None:
    comparison = of_sweep(made(own, prompt="a fox", model="veo-2"))

    assert comparison.by(None) == ("clip",)
    assert len(comparison.pairs(["clip"])) == 3
    assert len(comparison.pairs(["seed"])) == 3
    with pytest.raises(InvalidRequest, match=r"no axis to compare by 'sed'.*Did you mean 'seed'"):
        comparison.by("sed")
    with pytest.raises(InvalidRequest, match="name what is compared"):
        comparison.by([])


def test_votes_are_a_tidy_frame(own: Client) -> None:
    sweep = made(own)
    cast = voted(sweep, 5, rater="ana", blind=True, watched=(1.0, 2.5), question="Sound?")
    own.session.ledger.votes.undo(cast[0].id, rater="ana")
    frame = sweep.votes()

    assert tuple(frame.columns) == COLUMNS
    assert frame["undone"].tolist() == [True, *[False] * 4]
    assert set(frame["rater"]) == {"ana"}
    assert frame["watched_right"].tolist() == [2.5] * 5
    for vote, row in zip(cast, frame.to_dict("records"), strict=True):
        assert row["left_sha256"] == vote.clips[0]
        assert "veo-" in row["left"]
        wanted = {"left": row["left"], "right": row["right"]}.get(vote.answer)
        assert wanted is None or row["preferred"] == wanted
    assert made(own, name="empty", prompt="a hare").votes().empty


def test_without_pandas_the_error_says_what_gives_the_same(
    own: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InvalidRequest, match=r"veo-widgets\[pandas\].*export_votes"):
        made(own).votes()


def test_another_rater_s_file_is_merged_once_and_keeps_who_it_was(
    own: Client, other: Client, tmp_path: Path
) -> None:
    theirs, ours = made(other), made(own)
    voted(theirs, 6, rater="ana")
    voted(theirs, 3, rater="ben", seed=1)
    voted(ours, 4, rater="eva", seed=2)
    file = theirs.export_votes(tmp_path / "ana.json", rater="ana")

    assert veo.merge_votes(file, client=own) == 6
    assert veo.merge_votes(file, client=own) == 0
    assert veo.merge_votes(theirs.export_votes(tmp_path / "all.json"), of=ours) == 3
    counts = ours.votes()["rater"].value_counts().to_dict()
    assert counts == {"ana": 6, "eva": 4, "ben": 3}


def test_votes_about_something_else_are_refused_with_the_reason(
    own: Client, other: Client, tmp_path: Path
) -> None:
    theirs = made(other)
    voted(theirs, 6)
    file = theirs.export_votes(tmp_path / "panda.json")
    with pytest.raises(InvalidRequest, match="sweep 'panda', which this home has not"):
        veo.merge_votes(file, client=own)
    hares = made(own, name="hares", prompt="a hare")
    with pytest.raises(InvalidRequest, match="there are 'hares'"):
        veo.merge_votes(file, client=own)
    with pytest.raises(InvalidRequest, match="about 'panda', not about 'hares'"):
        veo.merge_votes(file, of=hares)
    panda = made(own, prompt="a giant panda")
    with pytest.raises(InvalidRequest, match="are of another run"):
        veo.merge_votes(file, client=own)
    assert panda.votes().empty
    assert own.session.ledger.votes.comparisons() == {}


def test_a_file_that_is_half_good_adds_nothing(own: Client, tmp_path: Path) -> None:
    sweep = made(own)
    voted(sweep, 3)
    file = sweep.export_votes(tmp_path / "panda.json")
    body = json.loads(file.read_text())
    fresh = {**body["votes"][0], "id": "f" * 32}
    file.write_text(
        json.dumps({**body, "votes": [fresh, {**fresh, "id": "e" * 32, "answer": "x"}]})
    )
    with pytest.raises(InvalidRequest, match="vote 2 of 2"):
        veo.merge_votes(file, client=own)
    assert len(sweep.votes()) == 3


def test_loose_files_have_votes_too_whatever_their_order(tmp_path: Path) -> None:
    paths = [coded_clip(tmp_path / f"{n}.mp4", frames=6, hue=40 * n) for n in range(3)]
    first, session = comparison_of(paths)
    again, _ = comparison_of([veo.Clip.open(path) for path in reversed(paths)])
    shutil.copy(paths[0], tmp_path / "copy.mp4")

    assert first.id == again.id == comparison_id(first.clips)
    assert first.by(None) == ("clip",)
    assert len(first.pairs(("clip",))) == 3
    assert comparison_of([*paths, tmp_path / "copy.mp4"])[0].id == first.id
    pair = first.pairs(("clip",))[0]
    session.ledger.votes.cast(
        comparison=first.id, kind="pair", answer="left", clips=(pair.one, pair.other), rater="ana"
    )
    from veo_widgets.judging.functions import export_votes

    assert veo.merge_votes(export_votes(paths, tmp_path / "loose.json")) == 0
    with pytest.raises(InvalidRequest, match="not about"):
        veo.merge_votes(tmp_path / "loose.json", of=paths[:2])


@pytest.mark.usefixtures("widgets")
def test_a_grid_has_the_votes_of_what_it_shows(own: Client, tmp_path: Path) -> None:
    sweep = made(own)
    voted(sweep, 2)
    assert (
        len(veo.ComparisonGrid(sweep).votes()) == len(veo.ComparisonGrid(sweep.plan()).votes()) == 2
    )

    paths = [coded_clip(tmp_path / f"{n}.mp4", frames=6, hue=40 * n) for n in range(2)]
    assert veo.compare(paths).votes().empty


def test_jobs_are_judged_in_their_own_home(own: Client) -> None:
    sweep = made(own, prompt="a fox")
    comparison, session = comparison_of(sweep.jobs())

    assert session is own.session
    assert comparison.axes == ("model", "seed")
    assert comparison.id.startswith("clips-")
    assert {entry.cost for entry in comparison.entries} == {0.4, 0.8, 1.2}
    assert all(entry.seconds for entry in comparison.entries)


@pytest.mark.parametrize("thing", ["a.mp4", 7, [], None, {"a": 1}])
def test_what_cannot_be_judged_is_said(thing: object) -> None:
    with pytest.raises(InvalidRequest, match="what is judged"):
        comparison_of(thing)
    with pytest.raises(MediaError, match="no clip"):
        comparison_of(["none.mp4"])
