"""Kill the worker anywhere: nothing is lost, nothing is paid twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from jupyter_client.manager import start_new_kernel

from tests.conftest import KEY, accepted, serving
from tests.killing import killed
from tests.worker_recovery import ASKED
from veo_widgets.conductor import Limits
from veo_widgets.home import Ledger
from veo_widgets.segmind import Segmind
from veo_widgets.server.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from veo_widgets.client import Client


@pytest.mark.parametrize(
    ("jobs", "kills"), [(12, 20), pytest.param(40, 200, marks=pytest.mark.soak)]
)
def test_every_job_is_ready_and_was_accepted_once(tmp_path: Path, jobs: int, kills: int) -> None:
    with serving(tmp_path / "server") as running:
        states = killed(running, tmp_path / "home", jobs, kills, "yes")

        assert states == [{"ready": jobs}]
        assert accepted(running) == jobs


def test_a_job_nobody_answers_for_is_never_sent_again(tmp_path: Path) -> None:
    faults = (Fault("reset after", "submit", rate=0.3), Fault("reset before", "submit", rate=0.3))
    with serving(tmp_path / "server", faults=faults) as running:
        killed(running, tmp_path / "home", 10, 5, "no")

        assert accepted(running) <= 10
    ledger = Ledger(tmp_path / "home" / "ledger.sqlite")
    for record in ledger.select():
        sent = [event for event in ledger.history(record.id) if event.state == "sending"]
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
    with serving(tmp_path / "server", faults=STORM, seed=3) as running:
        client = connect(running, limits=Limits(reconcile_delays=(0.0, 0.3, 0.5, 1.0)))
        jobs = [client.submit("veo-3-fast", take=n, **ASKED) for n in range(1, 25)]
        ends = {client.session.blocking(client.session.ended(job.id), 150).state for job in jobs}
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


KERNEL = """
import veo_widgets as veo
from veo_widgets.client import Client
client = Client(api_key={key!r}, base_url={url!r}, home={home!r})
"""


def test_a_killed_kernel_s_jobs_go_on_in_a_new_one(tmp_path: Path) -> None:
    with serving(tmp_path / "server", latency="3") as running:
        code = KERNEL.format(key=KEY, url=f"{running.endpoint.api}/v1", home=str(tmp_path / "home"))
        submit = "jobs = [client.submit('veo-2', prompt='a kernel dies', seed=n) for n in (1, 2)]"
        wait = "import time\nwhile not all(j.request_id for j in jobs): time.sleep(0.05)"
        with kernel() as (manager, channel):
            assert execute(channel, code + submit) == "ok"
            assert execute(channel, wait) == "ok"
            pid = manager.provisioner.process.pid
            os.kill(pid, signal.SIGKILL)
            manager.provisioner.process.wait()
        ledger = Ledger(tmp_path / "home" / "ledger.sqlite")
        states = {record.state for record in ledger.select()}
        assert states <= {"queued", "processing"}
        with kernel() as (_, channel):
            resumed = "for job in client.resume(): job.wait(60)"
            assert execute(channel, code + resumed) == "ok"

        assert [record.state for record in ledger.select()] == ["ready", "ready"]
        ledger.close()
        assert accepted(running) == 2


@contextmanager
def kernel() -> Iterator[tuple[Any, Any]]:
    manager, channel = start_new_kernel(kernel_name="python3")
    try:
        yield manager, channel
    finally:
        channel.stop_channels()
        manager.shutdown_kernel(now=True)


def execute(channel: Any, code: str) -> str:
    """Run a cell and return how it ended."""
    reply = channel.execute_interactive(code, timeout=90, output_hook=lambda _: None)
    status: str = reply["content"]["status"]
    return status


class Garbled(httpx.AsyncHTTPTransport):
    """A transport whose submissions break and whose history is no JSON."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadError("gone")
        if "generations" in request.url.path or "history" in request.url.path:
            return httpx.Response(200, html="<h1>maintenance</h1>", request=request)
        return await super().handle_async_request(request)


def test_a_history_that_cannot_be_read_leaves_the_job_unknown(
    tmp_path: Path, connect: Callable[..., Client]
) -> None:
    with serving(tmp_path / "server") as running:
        limits = Limits(reconcile_delays=(0.0, 0.1))
        client = connect(running, connect=partial(Segmind, transport=Garbled()), limits=limits)
        job = client.submit("veo-2", prompt="garbled", seed=1)
        record = client.session.blocking(client.session.ended(job.id), 60)

        assert record.state == "unknown"
        assert job.history[-1].cause == "the history could not be read; a person decides"
        assert client.submit("veo-2", prompt="garbled", seed=1).id == job.id
        client.close()


BROKEN = """
import sys, time
from veo_widgets.client import Client
from veo_widgets.conductor import conductor
from veo_widgets.core.record import JobRecord
from veo_widgets.home import Ledger
from veo_widgets.home.paths import open_home

async def broken(*_):
    raise ArithmeticError("seven")

conductor.drive = broken
ledger = Ledger(open_home("home").ledger)
url = "http://127.0.0.1:9"
lost = JobRecord("aaaa", url, "veo-2", {"prompt": "x"}, 1.0, state="queued", request_id="r")
unsent = JobRecord("bbbb", url, "veo-2", {"prompt": "x"}, 1.0, state="waiting")
for record in (lost, unsent):
    ledger.add(record, "test", reuse=False)
with Client(api_key="SG_x", base_url=url + "/v1", home="home") as client:
    for _ in range(200):
        if client.job("bbbb").state == "failed" and len(client.job("aaaa").history) > 1:
            break
        time.sleep(0.05)
    time.sleep(2.5)
    job = client.job("aaaa")
    print(job.state, [event.cause for event in job.history])
    print(client.job("bbbb").error)
"""


def test_recovery_prints_nothing_and_writes_its_faults_into_the_jobs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN],
        cwd=tmp_path,
        timeout=60,
        check=False,
        capture_output=True,
        text=True,
    )

    story, error = done.stdout.splitlines()
    assert done.stderr == ""
    assert story.startswith("queued ['test', 'the kit broke (ArithmeticError: seven)'")
    assert error == "the kit broke (ArithmeticError: seven)"
