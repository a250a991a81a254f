"""Processes that are killed at any instant, and finish what they left."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import KEY

if TYPE_CHECKING:
    from veo_widgets.local import Running

WORKER = Path(__file__).with_name("worker_recovery.py")


def start(running: Running, home: Path, jobs: int, answers: str) -> subprocess.Popen[str]:
    url = f"{running.endpoint.api}/v1"
    return subprocess.Popen(
        [sys.executable, str(WORKER), url, KEY, str(home), str(jobs), answers],
        stdout=subprocess.PIPE,
        text=True,
        cwd=WORKER.parents[1],
    )


def killed(
    running: Running, home: Path, jobs: int, kills: int, answers: str, *, workers: int = 1
) -> list[dict[str, int]]:
    """Kill workers so many times at seeded instants, then let them finish."""
    rng = random.Random(5)
    for _ in range(kills):
        killing = [start(running, home, jobs, answers) for _ in range(workers)]
        for worker in killing:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "up\n"
        timers = [threading.Timer(rng.uniform(0.0, 0.5), worker.kill) for worker in killing]
        for timer in timers:
            timer.start()
        for worker in killing:
            worker.communicate(timeout=60)
        for timer in timers:
            timer.cancel()
    last = [start(running, home, jobs, answers) for _ in range(workers)]
    return [json.loads(worker.communicate(timeout=170)[0].splitlines()[-1]) for worker in last]
