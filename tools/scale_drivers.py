"""One client driving many jobs, alone in a process: this kit's, or the official SDK's.

Arguments: ``kit`` or ``sdk``, base URL, jobs, in flight, requests a minute (0 for no
cap). Prints one JSON object.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from veo_widgets.client import Client

LEFT = "SELECT count(*) FROM jobs WHERE state NOT IN ('ready', 'failed', 'expired')"
SENT = "SELECT at FROM events WHERE state = 'queued'"
ASKED: dict[str, Any] = {"prompt": "a lake in the hills", "duration": 8}


def memory() -> float:
    """Return resident kB now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return float(line.split()[1])
    return 0.0


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def kit(url: str, count: int, in_flight: int, rpm: float) -> dict[str, Any]:
    from veo_widgets.client import Client
    from veo_widgets.conductor import Limits

    limits = Limits(in_flight=in_flight, requests_per_minute=rpm or None)
    with tempfile.TemporaryDirectory() as home, Client("SG_x", url, home, limits=limits) as client:
        remember(client)
        warm(client)
        before, used, start = memory(), cpu(), time.time()
        jobs = [client.submit("veo-3.1-fast", seed=n + 1, **ASKED) for n in range(count)]
        peak = flying = 0.0
        deadline = time.monotonic() + 1500
        while time.monotonic() < deadline:
            time.sleep(1)
            peak = max(peak, memory())
            (left,) = client.session.ledger.rows(LEFT)[0]
            if left == count:
                flying = peak
            if not left:
                break
        spent = cpu() - used
        records = [job.record for job in jobs]
        sent = [r["at"] for r in client.session.ledger.rows(SENT)]
        return {
            "found": {r.request_id: r.completed for r in records if r.state == "ready"},
            "saved": {r.request_id: r.ended for r in records if r.state == "ready"},
            "lost": sum(record.state != "ready" for record in records),
            "cpu": spent,
            "submit": max(sent) - start,
            "memory": (peak - before) / count,
            "flying": (flying - before) / count,
        }


def remember(client: Client) -> None:
    """Put thirty past jobs into the ledger, as a home in use has them."""
    from veo_widgets.core.record import JobRecord

    rng = random.Random(9)
    now = time.time()
    for n in range(30):
        seconds = 101.6 * rng.lognormvariate(0, 0.198)
        client.session.ledger.add(
            JobRecord(
                f"past{n:08}",
                client.endpoint.name,
                "veo-3.1-fast",
                {},
                now - 1e4 + n,
                state="ready",
                request_id=f"past{n}",
                submitted=now - 1e4 + n,
                completed=now - 1e4 + n + seconds,
            ),
            "before",
            reuse=False,
        )


def warm(client: Client) -> None:
    """Load what the first job loads, so that memory is the jobs' own."""
    import aiohttp
    import av
    import cv2
    import numpy as np

    del aiohttp, av, cv2, np
    client.session.start()
    client.catalogue["veo-3.1-fast"].validate(ASKED)


def sdk(url: str, count: int, _: int, __: float) -> dict[str, Any]:
    from segmind import SegmindClient

    client = SegmindClient(api_key="SG_x", base_url=url)
    found: dict[str, float] = {}
    lost: list[str] = []
    before, used, start = memory(), cpu(), time.time()

    def one(number: int) -> None:
        try:
            job = client.submit_async("veo-3.1-fast", seed=number, **ASKED)
            job.wait(timeout=1500)
            found[job.request_id] = time.time()
        except Exception as error:  # noqa: BLE001
            lost.append(type(error).__name__)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    peak = memory()
    for thread in threads:
        thread.join()
        peak = max(peak, memory())
    return {
        "found": found,
        "saved": {},
        "lost": len(lost),
        "cpu": cpu() - used,
        "submit": time.time() - start,
        "memory": (peak - before) / count,
    }


def sequential(url: str, count: int, _: int, __: float) -> dict[str, Any]:
    """Submit one after another, as a loop in a notebook does."""
    from segmind import SegmindClient

    client = SegmindClient(api_key="SG_x", base_url=url)
    start = time.time()
    for number in range(count):
        client.submit_async("veo-3.1-fast", seed=number, **ASKED)
    return {"submit": time.time() - start}


if __name__ == "__main__":
    who, address, *numbers = sys.argv[1:]
    drive = {"kit": kit, "sdk": sdk, "sequential": sequential}[who]
    jobs_, flying, cap = map(int, numbers)
    print(json.dumps(drive(address, jobs_, flying, cap)))
