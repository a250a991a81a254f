"""Whatever becomes of the ledger's file: what was paid comes back, and nothing is paid twice."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.judge import Judge, at_rest, judging
from veo_widgets import Client
from veo_widgets.errors import HomeError
from veo_widgets.home.journal import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CLIPS = 6


@pytest.fixture(scope="module")
def judge(clip_of_four_seconds: bytes) -> Iterator[Judge]:
    with judging(clip_of_four_seconds) as found:
        yield found


@pytest.fixture(scope="module")
def kept(judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with paid clips."""
    home = tmp_path_factory.mktemp("kept") / "home"
    with Client(home=home, **judge.options()) as client:
        submit(client)
        at_rest(client)
        assert {job.state for job in client.jobs()} == {"ready"}
    return home


def submit(client: Client) -> None:
    for seed in range(1, CLIPS + 1):
        client.submit("veo-3-fast", prompt=f"a paid clip, {seed}", seed=seed, duration=4)


@pytest.fixture
def home(kept: Path, tmp_path: Path) -> Path:
    return shutil.copytree(kept, tmp_path / "home")


def flip(path: Path, *places: float) -> None:
    data = bytearray(path.read_bytes())
    for place in places:
        at = min(int(place * len(data)), len(data) - 64)
        for offset in range(64):
            data[at + offset] ^= 0x5A
    path.write_bytes(data)


def cut(path: Path, part: float) -> None:
    os.truncate(path, int(path.stat().st_size * part))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "something").write_text("x")


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def other(path: Path) -> None:
    path.unlink()
    sql(path, "CREATE TABLE things (a)")


def fresh(path: Path) -> None:
    from veo_widgets.home import Ledger

    path.unlink()
    aside = path.with_name("elsewhere")
    aside.mkdir()
    Ledger(aside / path.name).close()
    (aside / path.name).rename(path)
    shutil.rmtree(aside)


def older(path: Path) -> None:
    sql(path, "DELETE FROM jobs WHERE json_extract(parameters, '$.seed') > 3")


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "empty": lambda path: os.truncate(path, 0),
    "one byte": lambda path: os.truncate(path, 1),
    "header only": lambda path: os.truncate(path, 100),
    "half a page": lambda path: os.truncate(path, 2048),
    "one page": lambda path: os.truncate(path, 4096),
    "half cut off": lambda path: cut(path, 0.5),
    "a tenth cut off": lambda path: cut(path, 0.9),
    "a third left": lambda path: cut(path, 0.33),
    "magic flipped": lambda path: flip(path, 0.0),
    "first page flipped": lambda path: flip(path, 0.005),
    "second page flipped": lambda path: flip(path, 0.1),
    "middle flipped": lambda path: flip(path, 0.5),
    "end flipped": lambda path: flip(path, 0.97),
    "every tenth flipped": lambda path: flip(path, *(n / 10 for n in range(1, 10))),
    "zeroes in the middle": lambda path: path.write_bytes(
        path.read_bytes()[:8192] + bytes(8192) + path.read_bytes()[16384:]
    ),
    "text": lambda path: path.write_text("not what it was\n" * 400),
    "bytes": lambda path: path.write_bytes(bytes(range(256)) * 64),
    "a picture": lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 9000),
    "gone": lambda path: path.unlink(),
    "a folder": folder,
    "another database": other,
    "a fresh ledger": fresh,
    "an older copy": older,
    "a job unreadable": lambda path: sql(path, "UPDATE jobs SET parameters = '{\"pro'"),
    "a text of bad bytes": lambda path: sql(path, "UPDATE jobs SET model = CAST(x'ff80' AS TEXT)"),
    "a state unknown": lambda path: sql(path, "UPDATE jobs SET key = 'x' || substr(key, 2)"),
    "ids altered": lambda path: sql(path, "UPDATE jobs SET request_id = 'x' || request_id"),
    "tables dropped": lambda path: sql(path, "DROP TABLE jobs"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_no_damage_makes_anybody_pay_twice(home: Path, judge: Judge, damage: str) -> None:
    paid = judge.posts
    bytes_before = None
    DAMAGE[damage](home / "ledger.sqlite")
    if (home / "ledger.sqlite").is_file():
        bytes_before = (home / "ledger.sqlite").read_bytes()

    with Client(home=home, **judge.options()) as client:
        harmed = client.trouble is not None
        assert harmed or damage.endswith("flipped"), "flipped bytes may lie in free space"
        submit(client)
        if harmed:
            with pytest.raises(HomeError, match="acknowledge_ledger"):
                client.submit("veo-3-fast", prompt="one more", seed=99, duration=4)
        at_rest(client)
        ready = client.jobs("ready")
        assert len(ready) == CLIPS
        assert {job.cost for job in ready} == {0.4}
        assert all(job.clip.path.exists() for job in ready)
        aside = client.session.ledger.moved_aside
        assert judge.posts == paid
    if aside is not None and aside.is_file():
        assert bytes_before == aside.read_bytes()

    with Client(home=home, **judge.options()) as client:
        assert (client.trouble is not None) == harmed
        client.acknowledge_ledger()
        client.submit("veo-3-fast", prompt=damage, seed=99, duration=4).wait(60)
    with Client(home=home, **judge.options()) as client:
        assert client.trouble is None
    assert judge.posts == paid + 1
    assert not judge.twice


@pytest.mark.parametrize("damage", ["gone", "text", "one page"])
def test_jobs_on_their_way_are_asked_for_again(
    tmp_path: Path, clip_of_four_seconds: bytes, damage: str
) -> None:
    with judging(clip_of_four_seconds, seconds=600) as judge:
        with Client(home=tmp_path / "home", **judge.options()) as client:
            submit(client)
            until_posted(judge)
        DAMAGE[damage](tmp_path / "home" / "ledger.sqlite")
        judge.seconds = 0
        with Client(home=tmp_path / "home", **judge.options()) as client:
            submit(client)
            at_rest(client)
            assert len(client.jobs("ready")) == CLIPS
        assert judge.posts == CLIPS


def until_posted(judge: Judge) -> None:
    for _ in range(3000):
        if judge.posts == CLIPS:
            return
        time.sleep(0.02)
    pytest.fail("not everything was sent within a minute")


def test_play_money_goes_on(home: Path) -> None:
    (home / "ledger.sqlite").unlink()
    with Client(home=home) as client:
        assert client.trouble is not None
        assert client.submit("veo-2", prompt="for free", seed=3).wait(90).path.exists()


def test_a_ledger_of_a_later_version_is_left_alone(home: Path, judge: Judge) -> None:
    sql(home / "ledger.sqlite", "INSERT INTO migrations VALUES ('900 from tomorrow')")
    before = (home / "ledger.sqlite").read_bytes()

    with pytest.raises(HomeError, match="later version"):
        Client(home=home, **judge.options())
    assert (home / "ledger.sqlite").read_bytes() == before


def test_a_new_home_is_no_trouble(tmp_path: Path, judge: Judge) -> None:
    with Client(home=tmp_path / "new", **judge.options()) as client:
        assert client.trouble is None


def test_a_home_without_a_journal_gets_one(home: Path, judge: Judge) -> None:
    lines = (home / NAME).read_text().splitlines()
    (home / NAME).unlink()
    with Client(home=home, **judge.options()) as client:
        assert client.trouble is None
    again = (home / NAME).read_text().splitlines()
    assert len(again) == len(lines)


def no_files(home: Path) -> None:
    for path in home.iterdir():
        if path.is_file():
            path.unlink()


def another(home: Path) -> None:
    shutil.copy(home / "ledger.sqlite", home / "copy")
    (home / "copy").replace(home / "ledger.sqlite")


GONE: dict[str, Callable[[Path], Any]] = {
    "home deleted": shutil.rmtree,
    "home renamed": lambda home: home.rename(home.with_name("elsewhere")),
    "ledger deleted": lambda home: (home / "ledger.sqlite").unlink(),
    "files deleted": no_files,
    "another put in place": another,
}


@pytest.mark.parametrize("gone", GONE)
def test_a_ledger_that_goes_while_it_is_open_pays_no_more(
    tmp_path: Path, clip_of_four_seconds: bytes, gone: str
) -> None:
    home = tmp_path / "home"
    with judging(clip_of_four_seconds) as judge:
        with Client(home=home, **judge.options()) as client:
            submit(client)
            at_rest(client)
            GONE[gone](home)
            with pytest.raises(HomeError, match="nothing was sent"):
                client.submit("veo-3-fast", prompt="one more", seed=99, duration=4)
            assert judge.posts == CLIPS

        with Client(home=home, **judge.options()) as client:
            submit(client)
            at_rest(client)
            requests = {job.request_id for job in client.jobs("ready")}
        assert requests == set(judge.requests)
        assert judge.posts == CLIPS
