"""Under a limit of requests a minute: none is refused, and every clip comes."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.clips import coded_clip
from veo_widgets.client import Client
from veo_widgets.conductor import Limits
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

STUB = Path(__file__).resolve().parents[1] / "tools" / "scale_stub.py"


@contextmanager
def service(clip: Path, *options: str) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, str(STUB), str(clip), "--rtt", "0.02", *options],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coded_clip(tmp_path_factory.mktemp("stub") / "clip.mp4", 24, 320, 180)


@pytest.mark.parametrize("seconds", [0, -1.0, float("nan")])
def test_a_pause_that_is_none_is_refused(seconds: float) -> None:
    with pytest.raises(InvalidRequest, match="above 0"):
        Limits(again_s=seconds)
    assert [Limits(again_s=2.0).pause(failures) for failures in (1, 2, 9)] == [2.0, 4.0, 30.0]


def test_calls_are_rationed_and_no_job_starves(clip: Path, tmp_path: Path) -> None:
    limits = Limits(requests_per_minute=200)
    with (
        service(clip, "--median", "4", "--rpm", "200") as url,
        Client("SG_x", f"{url}/v1", tmp_path / "home", limits=limits) as client,
    ):
        jobs = [client.submit("veo-3-fast", prompt="x", seed=n + 1) for n in range(10)]
        ends = {client.session.blocking(client.session.ended(job.id), 90).state for job in jobs}
        told = httpx.get(f"{url}/-/times").json()
        lags = [(job.record.completed or 0) - told["jobs"][str(job.request_id)] for job in jobs]

    assert ends == {"ready"}
    assert told["limited"] == 0
    assert told["accepted"] == 10
    assert max(lags) < 30


def test_a_limit_that_was_not_known_is_waited_out(clip: Path, tmp_path: Path) -> None:
    with (
        service(clip, "--median", "1", "--faults", "0.08", "--seed", "4") as url,
        Client(
            "SG_x",
            f"{url}/v1",
            tmp_path / "home",
            limits=Limits(reconcile_delays=(0.0, 0.3, 0.5, 1.0)),
        ) as client,
    ):
        jobs = [client.submit("veo-3-fast", prompt="x", seed=n + 1) for n in range(20)]
        for job in jobs:
            client.session.blocking(client.session.ended(job.id), 120)
        told = httpx.get(f"{url}/-/times").json()
        states = [job.state for job in jobs]

    assert told["limited"] >= 1
    assert set(states) <= {"ready", "unknown"}
    assert told["accepted"] == states.count("ready") >= 15
