"""One client driving many jobs, alone in a process: this kit's, or the official SDK's.

Arguments: ``kit`` or ``sdk``, base URL, jobs, in flight, requests a minute (0 for no
cap). Prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

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
    with (
        tempfile.TemporaryDirectory() as home,
        Client("SG_x", url, home, limits=limits) as client,
    ):
        client.start()
        before, used, start = memory(), cpu(), time.time()
        jobs = [
            client.submit("veo-3.1-fast", seed=n + 1, **ASKED) for n in range(count)
        ]
        peak = 0.0
        sent = used_at_sent = 0.0
        deadline = time.monotonic() + 1500
        while time.monotonic() < deadline:
            time.sleep(0.5)
            peak = max(peak, memory())
            records = client.ledger.select(limit=None)
            if not sent and all(record.request_id for record in records):
                sent = max(e.at for r in records for e in client.ledger.history(r.id)
                           if e.state == "queued") - start  # fmt: skip
                used_at_sent = cpu() - used
            if all(record.state in {"ready", "failed"} for record in records):
                break
        records = client.ledger.select(limit=None)
        return {
            "found": {r.request_id: r.completed for r in records if r.state == "ready"},
            "saved": {r.request_id: r.ended for r in records if r.state == "ready"},
            "lost": sum(record.state != "ready" for record in records),
            "cpu": cpu() - used, "cpu_submit": used_at_sent if sent else None,
            "submit": sent, "memory": (peak - before) / len(jobs),
        }  # fmt: skip


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
        "found": found, "saved": {}, "lost": len(lost), "cpu": cpu() - used,
        "cpu_submit": None, "submit": time.time() - start,
        "memory": (peak - before) / count,
    }  # fmt: skip


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
