"""The executor seam: a Dask cluster renders the same bytes, and outlives its workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.conftest import KEY, serving
from veo_widgets.errors import HomeError
from veo_widgets.server.executors import executor
from veo_widgets.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from distributed import LocalCluster

ASKED = {"prompt": "a red car on a country road", "duration": 4, "seed": 5, "resolution": "720p"}

pytestmark = pytest.mark.slow


def clip(
    folder: Path, seed: int, during: Callable[[], None] | None = None, **settings: object
) -> bytes:
    """Submit one request and return its clip."""
    with (
        serving(folder, **settings) as running,
        httpx.Client(base_url=running.endpoint.api, headers={"x-api-key": KEY}, timeout=60) as http,
    ):
        if during is not None:
            threading.Thread(target=during).start()
        request_id = http.post("/v2/veo-3-fast", json={**ASKED, "seed": seed}).json()["request_id"]
        for _ in range(900):
            status = http.get(f"/v2/requests/{request_id}/status").json()
            if status["status"] in {"COMPLETED", "FAILED"}:
                break
            time.sleep(0.1)  # bounded: the protocol has polling only
        assert status["status"] == "COMPLETED", status
        return httpx.get(http.get(f"/v2/requests/{request_id}").json()["output"]).content


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_of_two_renders_the_same_bytes(cluster: LocalCluster, tmp_path: Path) -> None:
    here = clip(tmp_path / "here", 5)
    there = clip(tmp_path / "there", 5, scheduler=cluster.scheduler_address, workers=2)

    assert here == there


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_dies_in_the_middle_loses_nothing(
    cluster: LocalCluster, tmp_path: Path
) -> None:
    killed = []

    def kill() -> None:
        """Kill the worker that renders, once it has told that it does."""
        from distributed import Client

        with Client(cluster.scheduler_address, set_as_default=False) as client:
            for _ in range(1500):
                busy = {name: tasks for name, tasks in client.processing().items() if tasks}
                for name in busy:
                    for worker in cluster.workers.values():
                        if worker.worker_address == name:
                            os.kill(worker.process.pid, signal.SIGKILL)
                            killed.append(name)
                            return
                time.sleep(0.02)  # bounded: waiting for the task to be on a worker

    whole = clip(tmp_path / "calm", 6, draft=False)
    scheduler = cluster.scheduler_address
    after = clip(tmp_path / "storm", 6, during=kill, scheduler=scheduler, workers=2, draft=False)

    assert killed
    assert after == whole


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(HomeError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:1"),
        executor(Settings(tmp_path, scheduler="tcp://127.0.0.1:1")),
    ):
        pass
