"""Kill the worker anywhere: nothing is lost, nothing is paid twice."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.conftest import KEY, serving
from tests.worker_recovery import ASKED
from veo_widgets.conductor import Limits
from veo_widgets.ledger import Ledger
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.client import Client
    from veo_widgets.server import Running

WORKER = Path(__file__).with_name("worker_recovery.py")


def start(
    running: Running, home: Path, jobs: int, answers: str
) -> subprocess.Popen[str]:
    url = f"{running.endpoint.api}/v1"
    return subprocess.Popen(
        [sys.executable, str(WORKER), url, KEY, str(home), str(jobs), answers],
        stdout=subprocess.PIPE, text=True, cwd=WORKER.parents[1],
    )  # fmt: skip


def accepted(running: Running) -> int:
    url = f"{running.endpoint.api}/-/count"
    return int(httpx.get(url, headers={"x-api-key": KEY}).json()["accepted"])


def killed(
    running: Running, home: Path, jobs: int, kills: int, answers: str
) -> dict[str, int]:
    """Kill the worker so many times at seeded instants, then let it finish."""
    rng = random.Random(5)
    for _ in range(kills):
        worker = start(running, home, jobs, answers)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "up\n"
        timer = threading.Timer(rng.uniform(0.0, 0.5), worker.kill)
        timer.start()
        worker.communicate(timeout=60)
        timer.cancel()
    last = start(running, home, jobs, answers)
    told, _ = last.communicate(timeout=170)
    states: dict[str, int] = json.loads(told.splitlines()[-1])
    return states


@pytest.mark.parametrize(
    ("jobs", "kills"),
    [(12, 20), pytest.param(40, 200, marks=pytest.mark.soak)],
)
def test_every_job_is_ready_and_was_accepted_once(
    tmp_path: Path, jobs: int, kills: int
) -> None:
    with serving(tmp_path / "server") as running:
        states = killed(running, tmp_path / "home", jobs, kills, "yes")

        assert states == {"ready": jobs}
        assert accepted(running) == jobs


def test_a_job_nobody_answers_for_is_never_sent_again(tmp_path: Path) -> None:
    faults = (
        Fault("reset after", "submit", rate=0.3),
        Fault("reset before", "submit", rate=0.3),
    )
    with serving(tmp_path / "server", faults=faults) as running:
        killed(running, tmp_path / "home", 10, 5, "no")

        assert accepted(running) <= 10
    ledger = Ledger(tmp_path / "home" / "ledger.sqlite")
    for record in ledger.select():
        sent = [
            event for event in ledger.history(record.id) if event.state == "sending"
        ]
        assert len(sent) == 1
    ledger.close()


STORM = (
    Fault("429", rate=0.04, seconds=0.3),
    Fault("500", rate=0.04),
    Fault("502", "status", rate=0.03),
    Fault("502", "result", rate=0.03),
    Fault("502", "submit", rate=0.03),
    Fault("reset before", rate=0.03),
    Fault("reset after", rate=0.03),
    Fault("html", "status", rate=0.03),
    Fault("truncate", "clip", rate=0.2),
    Fault("html", "clip", rate=0.1),
)


def test_a_storm_of_faults_loses_nothing_and_pays_nothing_twice(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    with serving(tmp_path / "server", faults=STORM, fault_seed=3) as running:
        client = connect(running, limits=Limits(looks=(0.0, 0.3, 0.5, 1.0)))
        jobs = [client.submit("veo-3-fast", take=n, **ASKED) for n in range(1, 25)]
        ends = {client.blocking(client.ended(job.id), 150).state for job in jobs}
        left = [job for job in jobs if job.state == "unknown"]

        assert ends <= {"ready", "unknown"}
        assert len(left) <= 2
        assert accepted_by_hand(tmp_path / "server") <= len(jobs)


def accepted_by_hand(folder: Path) -> int:
    """Count what the server accepted, past the faults of its wire."""
    connection = sqlite3.connect(folder / "requests.sqlite")
    (count,) = connection.execute("SELECT count(*) FROM requests").fetchone()
    connection.close()
    return int(count)
