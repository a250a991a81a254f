"""The ledger keeps what it is told, and refuses what cannot be."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veo_widgets.core.money import exposure
from veo_widgets.core.record import STATES, TRANSITIONS, JobRecord
from veo_widgets.errors import HomeError
from veo_widgets.home import IllegalMove, LeaseLost, Ledger, spend
from veo_widgets.home.paths import open_home
from veo_widgets.home.schema import MIGRATIONS
from veo_widgets.home.spend import committed

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    found = Ledger(tmp_path / "ledger.sqlite", clock)
    yield found
    found.close()


def record(name: str = "a", **changes: object) -> JobRecord:
    base = JobRecord(name, "segmind", "veo-2", {"prompt": "é", "seed": 1}, 1000.0, state="waiting")
    return base.but(**changes)


def test_what_is_added_comes_back_whole(ledger: Ledger) -> None:
    added, found = ledger.add(record(facts={"fps": 24}), "asked for", reuse=False)

    assert not found
    assert ledger.get("a") == added
    assert [event.cause for event in ledger.history("a")] == ["asked for"]


def test_a_move_writes_its_story(ledger: Ledger, clock: Clock) -> None:
    ledger.add(record(), "asked for", reuse=False)
    clock.now = 1001
    ledger.move("a", "sending", "going", submitted=1001.0)
    moved = ledger.move("a", "queued", "taken", request_id="r1")

    assert (moved.state, moved.request_id, moved.submitted) == ("queued", "r1", 1001.0)
    assert [(e.state, e.at) for e in ledger.history("a")] == [
        ("waiting", 1000.0),
        ("sending", 1001.0),
        ("queued", 1001.0),
    ]
    assert ledger.by_request("segmind", "r1") == ledger.get("a")


@pytest.mark.parametrize("old", STATES)
def test_only_the_table_s_moves_are_made(ledger: Ledger, old: str) -> None:
    for new in STATES:
        ledger.add(record(f"{old}{new}", state=old), "start", reuse=False)
        if new == old or new in TRANSITIONS[old]:
            assert ledger.move(f"{old}{new}", new, "x").state == new
        else:
            with pytest.raises(IllegalMove):
                ledger.move(f"{old}{new}", new, "x")
            assert ledger.get(f"{old}{new}").state == old


def test_the_same_key_is_the_same_job_unless_it_failed(ledger: Ledger) -> None:
    ledger.add(record("a", key="k"), "first", reuse=True)
    again, found = ledger.add(record("b", key="k"), "second", reuse=True)
    assert (again.id, found) == ("a", True)

    ledger.move("a", "failed", "x")
    third, found = ledger.add(record("c", key="k"), "third", reuse=True)
    assert (third.id, found) == ("c", False)


def test_another_conductor_s_job_cannot_be_moved(ledger: Ledger) -> None:
    ledger.leases.beat("me")
    ledger.add(record(), "asked for", reuse=False, holder="me")

    with pytest.raises(LeaseLost):
        ledger.move("a", "sending", "going", holder="you")
    assert ledger.get("a").state == "waiting"


def test_a_live_holder_keeps_its_jobs_and_a_silent_one_loses_them(
    ledger: Ledger, clock: Clock
) -> None:
    ledger.leases.beat("me")
    ledger.add(record(), "asked for", reuse=False, holder="me")
    assert ledger.leases.claim("you", ["segmind"]) == []

    clock.now += 11
    ledger.leases.beat("you")
    assert [job.id for job in ledger.leases.claim("you", ["segmind"])] == ["a"]
    with pytest.raises(LeaseLost):
        ledger.move("a", "sending", "too late", holder="me")


def test_the_jobs_of_a_dead_process_are_free_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    code = (
        "import sys; from pathlib import Path; from veo_widgets.home import Ledger\n"
        "from veo_widgets.core.record import JobRecord\n"
        "ledger = Ledger(Path(sys.argv[1])); ledger.leases.beat('dead')\n"
        "job = JobRecord('a', 'segmind', 'veo-2', {}, 1.0, state='waiting')\n"
        "ledger.add(job, 'x', reuse=False, holder='dead'); import os; os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, timeout=60)
    ledger = Ledger(path)

    assert [job.id for job in ledger.leases.claim("me", ["segmind"])] == ["a"]
    ledger.close()


def test_unwatched_and_ended_jobs_are_not_claimed(ledger: Ledger) -> None:
    ledger.add(record("a", state="queued", watched=False), "x", reuse=False)
    ledger.add(record("b", state="ready"), "x", reuse=False)
    ledger.add(record("c", state="queued"), "x", reuse=False)

    assert [job.id for job in ledger.leases.claim("me", ["segmind"])] == ["c"]


def test_a_corrupt_file_is_moved_aside_and_nothing_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"this is no database, but somebody's data" * 100)
    ledger = Ledger(path)

    assert ledger.moved_aside is not None
    assert ledger.moved_aside.read_bytes().startswith(b"this is no database")
    assert ledger.select() == []
    ledger.close()


def test_a_place_that_cannot_be_written_is_told() -> None:
    with pytest.raises(HomeError, match="VEO_WIDGETS_HOME"):
        open_home("/proc/veo")


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").mkdir()
    with pytest.raises(HomeError, match="cannot be used"):
        Ledger(tmp_path / "ledger.sqlite")


def test_opening_twice_migrates_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    for _ in range(2):
        Ledger(path).close()
    connection = sqlite3.connect(path)
    names = connection.execute("SELECT name FROM migrations").fetchall()
    connection.close()

    assert [name for (name,) in names] == [name for name, _ in MIGRATIONS]


def test_money_in_flight_counts_at_its_worst(ledger: Ledger) -> None:
    ledger.add(record("a", state="ready", cost=1.0, high=3.0), "x", reuse=False)
    ledger.add(record("b", state="queued", request_id="r", high=2.0), "x", reuse=False)
    ledger.add(record("c", state="waiting", high=4.0), "x", reuse=False)
    ledger.add(record("d", state="failed", high=8.0), "x", reuse=False)
    ledger.add(record("e", state="unknown", high=16.0, run="r"), "x", reuse=False)

    assert committed(ledger, "segmind") == 19.0
    assert committed(ledger, "segmind", "r") == 16.0
    assert committed(ledger, "local") == 0.0


def test_play_money_stands_apart(ledger: Ledger) -> None:
    ledger.add(record("a", state="ready", cost=1.0), "x", reuse=False)
    ledger.add(record("b", state="ready", cost=5.0, endpoint="local"), "x", reuse=False)
    ledger.add(record("c", state="failed"), "x", reuse=False)
    found = spend(ledger)

    assert (found.total, found.play_total) == (1.0, 5.0)
    assert found.lines[0].free_failures == 1


def test_changes_name_each_job_once(ledger: Ledger) -> None:
    ledger.add(record("a"), "x", reuse=False)
    start = ledger.last_change()
    ledger.add(record("b"), "x", reuse=False)
    ledger.move("a", "sending", "x")
    ledger.move("a", "queued", "x")

    assert [job for _, job in ledger.changes(start)] == ["b", "a"]
    assert ledger.changes(ledger.last_change()) == []


def test_a_job_is_found_by_its_first_characters(ledger: Ledger) -> None:
    ledger.add(record("abcd12"), "x", reuse=False)
    ledger.add(record("abcd34"), "x", reuse=False)

    assert ledger.get("abcd1").id == "abcd12"
    assert ledger.get("abcd") is None
    assert ledger.get("zz") is None


@settings(max_examples=60, deadline=None)
@given(
    jobs=st.lists(
        st.fixed_dictionaries(
            {
                "state": st.sampled_from(STATES),
                "request_id": st.booleans(),
                "cost": st.sampled_from([None, 0.0, 1.25, -3.0]),
                "high": st.sampled_from([None, 0.5, 2.0]),
                "risked": st.sampled_from([0.0, 2.0]),
                "error": st.sampled_from(
                    [None, {"kind": "InferenceFailed"}, {"kind": "MediaError"}]
                ),
            }
        ),
        max_size=6,
    )
)
def test_the_sum_in_sql_is_the_rule_s(jobs: list[dict]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger.sqlite")
        records = [
            record(str(n), **{**job, "request_id": f"r{n}" if job["request_id"] else None})
            for n, job in enumerate(jobs)
        ]
        for each in records:
            ledger.add(each, "x", reuse=False)
        total = committed(ledger, "segmind")
        ledger.close()
    above = [r.cost / r.high for r in records if r.cost and r.high and r.cost > r.high]
    parts = [exposure(each, max(above, default=1.0)) for each in records]

    assert total == (None if None in parts else pytest.approx(sum(parts)))


def test_a_move_is_refused_when_the_job_changed_meanwhile(ledger: Ledger) -> None:
    ledger.add(record("a", state="unknown"), "x", reuse=False)
    ledger.move("a", "queued", "found", request_id="r")
    with pytest.raises(IllegalMove, match="is queued by now"):
        ledger.move("a", "queued", "x", expect=lambda now: now.state == "unknown")

    assert [event.state for event in ledger.history("a")] == ["unknown", "queued"]


@pytest.mark.parametrize("state", ["sending", "unknown", "waiting", "cancelled", "failed"])
def test_an_accepted_id_is_kept_whatever_became_of_the_job(ledger: Ledger, state: str) -> None:
    ledger.add(record("a", state=state), "x", reuse=False, holder="another")

    assert ledger.note_request("a", "r1")
    assert not ledger.note_request("a", "r2")
    assert (ledger.get("a").request_id, ledger.get("a").state) == ("r1", "queued")


def test_a_ledger_that_nobody_closed_closes_itself(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    connection = ledger._db._connection
    del ledger
    gc.collect()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
