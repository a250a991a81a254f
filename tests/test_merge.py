"""Homes that are merged: each thing once, nothing overwritten, nothing paid twice."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import veo_widgets as veo
from tests.clips import coded_clip
from tests.raters import made, opened, voted
from veo_widgets._lib.files import sha256_of
from veo_widgets.cli import app
from veo_widgets.core.record import JobRecord
from veo_widgets.errors import HomeError
from veo_widgets.home.scores import Score, ScoreKey
from veo_widgets.home.spend import spend
from veo_widgets.home.takes import STAR

if TYPE_CHECKING:
    from veo_widgets.client import Client


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Return a home with a sweep, votes, a score, a star, a clip, and a job on its way."""
    with opened(tmp_path / "other") as client:
        sweep = made(client, prompt="a fox", model=["veo-3.1-fast", "veo-2"])
        voted(sweep, 5)
        session = client.session
        job = sweep.jobs()[0].id
        session.ledger.set(f"{STAR}{job}", "1")
        session.ledger.scores.keep([(ScoreKey("a" * 64, "sharpness", 1), Score(0.5))])
        late = JobRecord("late", "segmind", "veo-2", {"prompt": "x"}, 1.0, state="waiting")
        session.ledger.add(late, "made", reuse=False)
        clip = coded_clip(tmp_path / "clip.mp4", frames=3, width=96, height=48)
        shutil.copyfile(clip, session.store.clip(sha256_of(clip)))
        session.store.clip("b" * 64).write_bytes(b"not what it is named by")
    return tmp_path / "other"


def test_everything_comes_once_and_the_same_again_adds_nothing(own: Client, other: Path) -> None:
    merged = veo.merge_home(other, client=own)
    before = spend(own.session.ledger).total
    again = veo.merge_home(other, client=own)

    assert (merged.jobs, merged.files, merged.votes) == (6, 1, 5)
    assert (merged.scores, merged.sweeps, merged.left) == (1, 1, 1)
    assert (again.jobs, again.files, again.votes, again.scores, again.sweeps) == (0, 0, 0, 0, 0)
    assert before == spend(own.session.ledger).total == pytest.approx(3 * 0.4 + 3 * 1.2)
    assert own.session.ledger.get("late") is None
    assert len(veo.sweeps(own)["panda"].votes()) == 5
    assert repr(again) == "New here: nothing. Still on their way there: 1 jobs; merge again later."


def test_a_job_comes_with_its_story_and_its_star(own: Client, other: Path) -> None:
    veo.merge_home(other, client=own)
    job = veo.sweeps(own)["panda"].jobs()[0]
    causes = [event.cause for event in own.session.ledger.history(job.id)]

    assert causes == ["made", "merged from other"]
    assert own.session.ledger.setting(f"{STAR}{job.id}") == "1"


def test_what_is_here_stays_as_it_is(own: Client, other: Path) -> None:
    mine = made(own, prompt="an otter", model="veo-2")
    merged = veo.merge_home(other, client=own)

    assert merged.strange == ("panda",)
    assert veo.sweeps(own)["panda"].spec == mine.spec


def test_a_merged_job_outlives_a_lost_ledger(own: Client, other: Path, tmp_path: Path) -> None:
    veo.merge_home(other, client=own)
    own.close()
    own.home.ledger.unlink()
    with opened(tmp_path / "own") as client:
        assert len(client.jobs()) == 6


def test_a_home_comes_as_a_zip_too(own: Client, other: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "moved"), "zip", tmp_path, "other")
    at = ["--home", str(own.home.root), "--json"]
    done = CliRunner().invoke(app, ["merge", packed, *at])
    told = json.loads(done.stdout)

    assert (told["jobs"], told["votes"], told["scores"], told["files"]) == (6, 5, 1, 1)
    assert "New here: nothing" in CliRunner().invoke(app, ["merge", packed, *at[:2]]).stdout


def test_a_home_that_was_packed_and_moved_is_the_same_home(other: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "moved"), "zip", other)
    shutil.rmtree(other)
    shutil.unpack_archive(packed, tmp_path / "elsewhere" / "home")
    with opened(tmp_path / "elsewhere" / "home") as client:
        sweep = veo.sweeps(client)["panda"]

        assert (len(client.jobs()), len(sweep.jobs()), len(sweep.votes())) == (7, 6, 5)
        clip = next(file for file in client.home.clips.iterdir() if "b" * 64 not in file.name)
        assert veo.Clip.open(clip).path.is_relative_to(tmp_path / "elsewhere")
        assert sha256_of(clip) == clip.stem


def test_what_two_homes_have_in_common_comes_once(own: Client, other: Path, tmp_path: Path) -> None:
    third = shutil.copytree(other, tmp_path / "third")
    with opened(third) as client:
        voted(veo.sweeps(client)["panda"], 2, rater="ben")
    first, second = (veo.merge_home(home, client=own) for home in (other, third))
    shelf = own.session.ledger.votes.of("panda")

    assert (first.jobs, first.files, first.votes, first.scores) == (6, 1, 5, 1)
    assert (second.jobs, second.files, second.votes, second.scores) == (0, 0, 2, 0)
    assert len(shelf) == len({vote.id for vote in shelf}) == 7


def test_a_ledger_that_is_newer_or_damaged_is_refused_with_words(own: Client, other: Path) -> None:
    with closing(sqlite3.connect(other / "ledger.sqlite")) as db, db:
        db.execute("INSERT INTO migrations VALUES ('999 of the future')")
    with pytest.raises(HomeError, match="later version"):
        veo.merge_home(other, client=own)
    (other / "ledger.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 4096)
    with pytest.raises(HomeError, match="damaged, and nothing was taken in"):
        veo.merge_home(other, client=own)
    assert len(own.jobs()) == 0


def test_this_very_home_and_no_home_are_refused(own: Client, tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="this very home"):
        veo.merge_home(own.home.root, client=own)
    with pytest.raises(HomeError, match="is no home"):
        veo.merge_home(tmp_path, client=own)


@pytest.mark.parametrize(("table", "column"), [("sweeps", "told"), ("jobs", "parameters")])
def test_a_row_that_is_no_json_is_said(own: Client, other: Path, table: str, column: str) -> None:
    with closing(sqlite3.connect(other / "ledger.sqlite")) as db, db:
        db.execute(f"UPDATE {table} SET {column} = '{{no'")  # noqa: S608
    with pytest.raises(HomeError, match="damaged and was not taken in whole"):
        veo.merge_home(other, client=own)


def test_a_zip_with_a_hole_is_said(own: Client, other: Path, tmp_path: Path) -> None:
    packed = Path(shutil.make_archive(str(tmp_path / "moved"), "zip", tmp_path, "other"))
    data = bytearray(packed.read_bytes())
    data[200:1200] = bytes(1000)
    packed.write_bytes(data)
    with pytest.raises(HomeError):
        veo.merge_home(packed, client=own)
