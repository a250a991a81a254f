"""Kill the worker anywhere: nothing is lost, nothing is paid twice."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.conftest import KEY, serving
from veo_widgets.ledger import Ledger
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
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
