"""A home is one person's, keeps its journal whole, and knows shares, forks and closing."""

from __future__ import annotations

import errno
import os
import signal
import stat
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.judge import at_rest, judging
from veo_widgets import Client
from veo_widgets.core.record import JobRecord
from veo_widgets.errors import HomeError
from veo_widgets.home import Ledger, journal
from veo_widgets.home.journal import NAME, Journal
from veo_widgets.home.mounts import file_system, is_shared, lies_on_share

if TYPE_CHECKING:
    from pathlib import Path

RECORD = JobRecord("a", "segmind", "veo-2", {"prompt": "é", "seed": 1}, 1.0, state="waiting")
MOUNTS = """overlay / overlay rw 0 0
/dev/sda1 /home ext4 rw 0 0
server:/x /home/ana/share nfs4 rw 0 0
C:\\134 /mnt/c 9p rw 0 0
//host/y /mnt/my\\040files cifs rw 0 0
ana@host: /home/ana/ssh fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind", "shared"),
    [
        ("/home/ana/runs", "ext4", False),
        ("/home/ana/share/runs", "nfs4", True),
        ("/home/ana/shared", "ext4", False),
        ("/mnt/c/runs", "9p", True),
        ("/mnt/my files/runs", "cifs", True),
        ("/home/ana/ssh/runs", "fuse.sshfs", True),
        ("/srv", "overlay", False),
    ],
)
def test_a_share_is_known_by_its_mount(path: str, kind: str, shared: bool) -> None:
    from pathlib import Path

    assert file_system(Path(path), MOUNTS) == kind
    assert is_shared(kind) == shared


def test_a_ledger_on_a_share_has_no_shared_log(tmp_path: Path) -> None:
    mounts = f"server:/x {tmp_path} nfs rw 0 0\n"
    assert lies_on_share(tmp_path, mounts)
    there = Ledger(tmp_path / "ledger.sqlite", mounts=lambda: mounts)
    other = Ledger(tmp_path / "ledger.sqlite", mounts=lambda: mounts)
    there.add(RECORD, "x", reuse=False)
    other.move("a", "cancelled", "x")

    assert there.rows("PRAGMA journal_mode")[0][0] == "delete"
    assert there.get("a").state == "cancelled"
    assert not (tmp_path / "ledger.sqlite-wal").exists()
    other.close()
    there.close()


def test_a_home_and_its_files_are_this_user_s_alone(
    tmp_path: Path, clip_of_four_seconds: bytes
) -> None:
    before = os.umask(0)
    try:
        with (
            judging(clip_of_four_seconds) as judge,
            Client(home=tmp_path / "home", **judge.options()) as client,
        ):
            client.submit("veo-3-fast", prompt="x", seed=1, duration=4).wait(60)
    finally:
        os.umask(before)
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "home").rglob("*")
    }
    folders = {name for name, mode in modes.items() if (tmp_path / "home" / name).is_dir()}

    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    assert {modes[name] for name in folders} == {0o700}
    public = {
        name: oct(mode) for name, mode in modes.items() if name not in folders and mode & 0o77
    }
    assert not set(public) - {".gitignore"}


def test_a_forked_child_is_refused_and_never_hangs(
    tmp_path: Path, clip_of_four_seconds: bytes
) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            ledger.set("busy", "x")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(20):
            child = os.fork()
            if child == 0:
                signal.alarm(20)
                refused = 0
                for touch in (lambda: ledger.setting("busy"), lambda: ledger.set("busy", "y")):
                    try:
                        touch()
                    except HomeError:
                        refused += 1
                os._exit(0 if refused == 2 else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        stop.set()
        thread.join(20)
        ledger.close()


def test_lines_of_a_journal_are_whole_or_ignored(tmp_path: Path) -> None:
    path = tmp_path / NAME
    lines = Journal(path)
    lines.add(journal.accepted(RECORD.but(request_id="r1")))
    with path.open("ab") as file:
        file.write(b'{"job": "torn", "requ')
    Journal(path).add(journal.accepted(RECORD.but(id="b", request_id="r2")))
    with path.open("ab") as file:
        file.write(b'\n\xff\xfe{}\n[1]\n{"job": 5}\n')

    assert [(r.id, r.request_id, r.state) for r in Journal(path).lines().records()] == [
        ("a", "r1", "queued"),
        ("b", "r2", "queued"),
    ]


def test_a_line_that_finds_the_disk_full_is_written_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    real, full = journal.sync, [True]

    def sync(descriptor: int) -> None:
        if full[0]:
            raise OSError(errno.ENOSPC, "no space")
        real(descriptor)

    monkeypatch.setattr(journal, "sync", sync)
    for name in ("a", "b"):
        ledger.add(RECORD.but(id=name), "x", reuse=False)
        ledger.move(name, "sending", "x")
    ledger.move("a", "queued", "taken", request_id="r1")
    full[0] = False
    ledger.move("b", "queued", "taken", request_id="r2")
    ledger.close()

    assert {r.request_id for r in Journal(tmp_path / NAME).lines().records()} == {"r1", "r2"}


def test_an_id_that_only_the_journal_has_heals_its_job(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.add(RECORD, "x", reuse=False)
    ledger.move("a", "sending", "x")
    ledger.close()
    Journal(tmp_path / NAME).add(journal.accepted(RECORD.but(request_id="r1")))
    ledger = Ledger(tmp_path / "ledger.sqlite")

    assert (ledger.get("a").state, ledger.get("a").request_id) == ("queued", "r1")
    assert ledger.trouble is None
    ledger.close()


def test_a_request_that_another_job_claimed_stays_with_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for name, request_id in (("a", None), ("b", "r1")):
        ledger.add(RECORD.but(id=name, request_id=request_id, state="sending"), "x", reuse=False)
    ledger.close()
    Journal(tmp_path / NAME).add(journal.accepted(RECORD.but(request_id="r1")))
    ledger = Ledger(tmp_path / "ledger.sqlite")

    assert [ledger.get(name).request_id for name in "ab"] == [None, "r1"]
    ledger.close()


def test_what_was_not_on_the_wire_waits_again_after_a_close(
    tmp_path: Path, clip_of_four_seconds: bytes
) -> None:
    with judging(clip_of_four_seconds) as judge:
        with Client(home=tmp_path / "home", **judge.options()) as client:
            for seed in range(12):
                client.submit("veo-3-fast", prompt="x", seed=seed, duration=4)
        with Client(home=tmp_path / "home", **judge.options()) as client:
            at_rest(client)
            states = {job.state for job in client.jobs()}
        assert states == {"ready"}
        assert judge.posts == 12
        assert not judge.twice


def test_an_error_of_sqlite_is_one_of_ours(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    calls: list[Any] = [
        lambda: ledger.rows("SELECT nothing"),
        lambda: ledger.rows("SELECT * FROM nowhere"),
        lambda: ledger.set("x", object()),
    ]
    for call in calls:
        with pytest.raises(HomeError):
            call()
    ledger.close()
