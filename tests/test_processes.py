"""Several processes of one home: they share its jobs and its money."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.conftest import accepted, serving
from tests.killing import killed
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client


def test_processes_of_one_home_that_are_killed_together_pay_once(tmp_path: Path) -> None:
    faults = (Fault("reset after", "submit", rate=0.3),)
    with serving(tmp_path / "server", faults=faults) as running:
        states = killed(running, tmp_path / "home", 12, 8, "yes", workers=2)

        assert states == [{"ready": 12}] * 2
        assert accepted(running) == 12


def test_two_processes_cannot_overspend_one_budget(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    with serving(tmp_path / "server", latency="2") as running:
        clients = [connect(running, home=tmp_path / "home") for _ in range(3)]
        clients[0].budget = 2.0
        jobs = [
            client.submit("veo-3-fast", prompt="money", duration=4, seed=10 * n + m)
            for m in range(4)
            for n, client in enumerate(clients)
        ]
        price = jobs[0].record.high
        for job in jobs:
            job.session.blocking(job.session.ended(job.id), 90)
        states = [job.state for job in jobs]

        assert states.count("ready") == int(2.0 / price)
        assert set(states) == {"ready", "failed"}
        assert accepted(running) * price <= 2.0
        for client in clients:
            client.close()


FORK = """
import os, sys
import veo_widgets as veo
from veo_widgets.client import Client
from veo_widgets.client.functions import client as default
from veo_widgets.errors import HomeError
own = Client(api_key="SG_x", base_url="http://127.0.0.1:9/v1", home="own")
own.session.start()
first = default()
pid = os.fork()
if pid == 0:
    try:
        own.session.start()
    except HomeError as error:
        own.close()
        os._exit(0 if "fork" in str(error) and default() is not first else 3)
    os._exit(4)
_, status = os.waitpid(pid, 0)
own.close()
sys.exit(os.waitstatus_to_exitcode(status))
"""


def test_a_fork_never_uses_its_parent_s_client(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORK],
        cwd=tmp_path,
        timeout=60,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
