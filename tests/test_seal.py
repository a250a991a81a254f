"""A home that was closed whole is opened without being read through; any other is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from veo_widgets._lib import sqlite
from veo_widgets.core.record import JobRecord
from veo_widgets.home import Ledger, journal
from veo_widgets.home.journal import NAME, Journal
from veo_widgets.home.votes import vote_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RECORD = JobRecord("a", "segmind", "veo-2", {"prompt": "x"}, 1.0, state="waiting", key="k")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    ledger.add(RECORD.but(state="queued", request_id="r1"), "x", reuse=False)
    ledger.close()
    return path


@pytest.fixture
def read_through(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    files: list[Path] = []
    real = sqlite._check

    def check(connection: Any, path: Path) -> None:
        files.append(path)
        real(connection, path)

    monkeypatch.setattr(sqlite, "_check", check)
    return files


def test_what_was_closed_whole_is_not_read_through(path: Path, read_through: list[Path]) -> None:
    for _ in range(2):
        ledger = Ledger(path)
        assert ledger.get("a").request_id == "r1"
        ledger.move("a", "processing", "x")
        ledger.close()

    assert read_through == []


CHANGES: dict[str, Callable[[Path], Any]] = {
    "touched": os.utime,
    "replaced": lambda path: path.write_bytes(path.read_bytes()),
    "journal touched": lambda path: os.utime(path.with_name(NAME)),
    "journal longer": lambda path: Journal(path.with_name(NAME)).add({"x": 1}),
    "journal gone": lambda path: path.with_name(NAME).unlink(),
    "written by another who died": lambda path: path.with_name(f"{path.name}-wal").write_bytes(b""),
    "mark gone": lambda path: path.with_name("closed.json").unlink(),
    "mark odd": lambda path: path.with_name("closed.json").write_text("[1]"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_since_is_read_through(
    path: Path, read_through: list[Path], change: str
) -> None:
    CHANGES[change](path)
    ledger = Ledger(path)

    assert read_through == [path]
    assert ledger.trouble is None
    ledger.close()


def test_a_job_left_on_the_wire_leaves_the_home_open(path: Path, read_through: list[Path]) -> None:
    ledger = Ledger(path)
    ledger.add(RECORD.but(id="b", key="l"), "x", reuse=False)
    ledger.move("b", "sending", "x")
    ledger.close()
    Ledger(path).close()

    assert read_through == [path]


def test_a_journal_that_goes_while_it_is_used_is_written_again(path: Path) -> None:
    ledger = Ledger(path)
    ledger.set("budget segmind", "5.0")
    vote = ledger.votes.cast(
        comparison="c", kind="keep", answer="keep", clips=("a" * 64,), rater="ana"
    )
    path.with_name(NAME).unlink()
    ledger.add(RECORD.but(id="b", request_id="r2", state="queued"), "x", reuse=False)
    ledger.close()
    lines = Journal(path.with_name(NAME)).lines()

    assert {record.request_id for record in lines.records()} == {"r1", "r2"}
    assert lines.settings() == {"budget segmind": "5.0"}
    assert [vote_of(line["vote"]) for line in lines if "vote" in line] == [vote]
    assert (
        lines.records()[0]
        == journal.Lines([journal.accepted(RECORD.but(request_id="r1"))]).records()[0]
    )
