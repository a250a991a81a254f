"""The ledger under any order of calls: transitions, stories, leases, broken disks."""

from __future__ import annotations

import sqlite3
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from veo_widgets._lib.sqlite import Database
from veo_widgets.core.record import LIVE, STATES, JobRecord, allowed
from veo_widgets.errors import HomeError
from veo_widgets.home import IllegalMove, LeaseLost, Ledger
from veo_widgets.home.leases import LEASE_S
from veo_widgets.home.schema import COLUMNS, MIGRATIONS, to_column

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.client import Client
    from veo_widgets.local import Running

HOLDERS = ["one", "two", "three"]


class Rules(RuleBasedStateMachine):
    """Two ledgers on one file, as two processes have them, against a plain model."""

    jobs = Bundle("jobs")

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "ledger.sqlite"
        self.ledgers = [Ledger(path, lambda: self.now) for _ in range(2)]
        self.count = 0
        self.states: dict[str, str] = {}
        self.holders: dict[str, str | None] = {}
        self.watched: dict[str, bool] = {}
        self.holds: dict[str, str | None] = {}
        self.alive: dict[str, float] = {}

    def teardown(self) -> None:
        for ledger in self.ledgers:
            ledger.close()
        self.folder.cleanup()

    def lives(self, holder: str | None) -> bool:
        return holder in self.alive and self.now - self.alive[str(holder)] < LEASE_S

    @rule(
        target=jobs,
        state=st.sampled_from(STATES),
        side=st.integers(0, 1),
        holder=st.sampled_from([None, *HOLDERS]),
    )
    def add(self, state: str, side: int, holder: str | None) -> str:
        self.count += 1
        name = f"job{self.count:05}"
        record = JobRecord(name, "segmind", "veo-2", {"n": self.count}, self.now, state=state)
        self.ledgers[side].add(record, "asked for", reuse=False, holder=holder)
        self.states[name], self.holders[name] = state, holder
        self.watched[name], self.holds[name] = True, None
        return name

    @rule(
        job=jobs,
        new=st.sampled_from(STATES),
        side=st.integers(0, 1),
        holder=st.sampled_from([None, *HOLDERS]),
        hold=st.sampled_from([None, "looking"]),
    )
    def move(self, job: str, new: str, side: int, holder: str | None, hold: str | None) -> None:
        old = self.states[job]
        try:
            self.ledgers[side].move(job, new, "moved", holder=holder, hold=hold)
        except LeaseLost:
            assert holder is not None
            assert self.holders[job] != holder
        except IllegalMove:
            assert not allowed(old, new)
        else:
            assert allowed(old, new)
            assert holder is None or self.holders[job] == holder
            self.states[job], self.holds[job] = new, hold

    @rule(job=jobs, side=st.integers(0, 1))
    def a_check_that_refuses_changes_nothing(self, job: str, side: int) -> None:
        def refuse(_: JobRecord) -> None:
            raise ValueError("no")

        before = self.ledgers[side].history(job)
        with pytest.raises(ValueError, match="no"):
            self.ledgers[side].move(job, self.states[job], "x", check=refuse)
        assert self.ledgers[1 - side].history(job) == before

    @rule(holder=st.sampled_from(HOLDERS), side=st.integers(0, 1))
    def beat(self, holder: str, side: int) -> None:
        self.ledgers[side].leases.beat(holder)
        self.alive[holder] = self.now

    @rule(holder=st.sampled_from(HOLDERS), side=st.integers(0, 1))
    def leave(self, holder: str, side: int) -> None:
        self.ledgers[side].leases.leave(holder)
        self.alive.pop(holder, None)
        for job, own in self.holders.items():
            if own == holder:
                self.holders[job] = None

    @rule(holder=st.sampled_from(HOLDERS), side=st.integers(0, 1), undecided=st.booleans())
    def claim(self, holder: str, side: int, *, undecided: bool) -> None:
        self.ledgers[side].leases.beat(holder)
        self.alive[holder] = self.now
        found = {
            r.id for r in self.ledgers[side].leases.claim(holder, ["segmind"], undecided=undecided)
        }
        dead = [name for name in self.alive if not self.lives(name)]
        for name in dead:
            del self.alive[name]
        expected = {
            job
            for job, state in self.states.items()
            if state in LIVE - {"planned"}
            and self.watched[job]
            and not self.lives(self.holders[job])
            and (state != "unknown" or undecided or self.holds[job] is not None)
        }
        assert found == expected
        for job, own in self.holders.items():
            if own in dead:
                self.holders[job] = None
        for job in found:
            self.holders[job] = holder

    @rule(seconds=st.sampled_from([0.5, 4.0, 11.0]))
    def pass_time(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def both_sides_tell_the_same_story(self) -> None:
        for job, state in self.states.items():
            records = [ledger.get(job) for ledger in self.ledgers]
            assert records[0] == records[1]
            assert records[0] is not None
            assert records[0].state == state
            told = [event.state for event in self.ledgers[0].history(job)]
            assert told[-1] == state
            assert all(allowed(a, b) for a, b in pairwise(told))


def test_any_order_of_calls_keeps_the_rules() -> None:
    run_state_machine_as_test(
        Rules, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
    )


# --- disks that fail


def full(ledger: Ledger) -> None:
    """Let no page be added any more, as a full disk does."""
    connection = ledger._db._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")


def read_only(ledger: Ledger) -> None:
    ledger._db._connection.execute("PRAGMA query_only = ON")


def writable(ledger: Ledger) -> None:
    ledger._db._connection.execute("PRAGMA max_page_count = 1073741823")
    ledger._db._connection.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize("spoil", [full, read_only])
def test_what_cannot_be_written_down_is_not_sent(
    client: Client, server: Running, spoil: Callable[[Ledger], None]
) -> None:
    client.session.start()
    spoil(client.session.ledger)
    long = "a very long prompt " * 2000
    with pytest.raises(HomeError, match="nothing was sent"):
        client.submit("veo-2", prompt=long, seed=901)
    writable(client.session.ledger)

    assert not client.jobs()
    clip = client.submit("veo-2", prompt="there is room again", seed=902).wait(90)
    assert clip.path.exists()


def test_a_ledger_that_fills_up_under_way_goes_on_when_there_is_room(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veo_widgets.conductor.conductor.BEAT_S", 0.2)
    client.session.start()
    job = client.submit("veo-2", prompt="the disk fills up", seed=903)
    read_only(client.session.ledger)
    with pytest.raises(TimeoutError):
        client.session.blocking(client.session.ended(job.id), 2)
    writable(client.session.ledger)

    assert job.wait(90).path.exists()
    sent = [event for event in job.history if event.state == "sending"]
    assert len(sent) == 1


def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "ledger.sqlite"
    folder.mkdir()
    with pytest.raises(HomeError, match=r"ledger\.sqlite"):
        Ledger(folder)


@pytest.mark.parametrize("steps", range(len(MIGRATIONS) + 1))
def test_a_ledger_of_every_earlier_version_is_brought_up(tmp_path: Path, steps: int) -> None:
    path = tmp_path / "ledger.sqlite"
    old = Database(path, MIGRATIONS[:steps])
    record = JobRecord("abcd1234", "segmind", "veo-2", {"prompt": "ü"}, 5.0, state="ready")
    if steps:
        with old.write() as db:
            there = {row["name"] for row in db.execute("PRAGMA table_info(jobs)")}
            names = [name for name in COLUMNS if name in there]
            values = [to_column(name, getattr(record, name)) for name in names]
            marks = ", ".join("?" * len(values))
            sql = f"INSERT INTO jobs ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
            db.execute(sql, values)
    old.close()
    ledger = Ledger(path)
    ledger.sweeps.keep("panda", {"prompt": "x"})

    assert ledger.get("abcd1234") == (record if steps else None)
    assert ledger.sweeps.names() == ["panda"]
    ledger.close()


@pytest.mark.parametrize(
    ("state", "reason", "hold"),
    [
        ("unknown", "looking in the service's history", "looking"),
        ("queued", "unreachable", "unreachable"),
        ("saving", "the disk is full; going on when there is room", "disk full"),
        ("waiting", "waiting for a free place", "slot"),
        ("waiting", "waiting for the limit until 12:30", "limit"),
        ("waiting", "no connection to here; trying again", "retrying"),
        ("unknown", None, None),
    ],
)
def test_the_sentences_of_older_ledgers_become_holds(
    tmp_path: Path, state: str, reason: str | None, hold: str | None
) -> None:
    path = tmp_path / "ledger.sqlite"
    old = Database(path, MIGRATIONS[:2])
    with old.write() as db:
        db.execute(
            "INSERT INTO jobs (id, endpoint, model, parameters, created, key, take, via, state, "
            "updated, low, high, reason, watched, attempts, facts) "
            "VALUES ('abcd', 'segmind', 'veo-2', '{}', 1, 'k', 1, 'v2', ?, 1, 1, 2, ?, 1, 0, '{}')",
            (state, reason),
        )
    old.close()
    ledger = Ledger(path)
    record = ledger.get("abcd")
    ledger.close()

    assert (record.hold, record.note, record.high) == (hold, reason, 2.0)


def test_a_migration_that_breaks_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path).close()
    broken = [*MIGRATIONS, ("999", "CREATE TABLE fine (a); CREATE TABLE jobs (b)")]
    with pytest.raises((HomeError, sqlite3.OperationalError)):
        Database(path, broken)
    connection = sqlite3.connect(path)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()

    assert "fine" not in tables
    Ledger(path).close()
