"""The local server under load, against a bare route and against its limits."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "SG_bench"
HEADERS = {"x-api-key": KEY}
QUICK = {"prompt": "a lake", "duration": 4, "resolution": "720p", "generate_audio": False}
BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from veo_widgets.server.main import listen
async def answer(request): return JSONResponse({"status": "PROCESSING", "request_id": "x", "metrics": {}})
listener = listen("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
app = Starlette(routes=[Route("/v2/requests/{request_id}/status", answer)])
import asyncio
asyncio.run(uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).serve([listener]))
"""


@contextmanager
def server(home: Path, *options: str) -> Iterator[tuple[str, int]]:
    command = [
        sys.executable,
        "-m",
        "veo_widgets",
        "serve",
        "--json",
        "--key",
        KEY,
        "--home",
        str(home),
        *options,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    try:
        yield told["url"].removesuffix("/v1"), told["pid"]
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


@contextmanager
def bare() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-c", BARE], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


def rate(base: str, request_id: str, seconds: float = 3.0) -> float:
    """Return requests a second over one kept connection, the raw socket's way."""
    import socket

    host, port = base.removeprefix("http://").split(":")
    call = (
        f"GET /v2/requests/{request_id}/status HTTP/1.1\r\nhost: {host}:{port}\r\nx-api-key: {KEY}\r\n\r\n"
    ).encode()
    with socket.create_connection((host, int(port))) as line:
        count, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            line.sendall(call)
            answer = line.recv(4096)
            head, _, body = answer.partition(b"\r\n\r\n")
            size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            while len(body) < size:
                body += line.recv(4096)
            count += 1
    return count / seconds


def memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1000
    return 0.0


def submit(base: str, http: httpx.Client, number: int) -> str:
    answer = http.post(f"{base}/v2/veo-3-fast", json={**QUICK, "seed": number + 1})
    answer.raise_for_status()
    return str(answer.json()["request_id"])


def idle(home: Path, faults: Path) -> None:
    with (
        server(home, "--faults", str(faults)) as (base, _),
        bare() as peer,
        httpx.Client(headers=HEADERS) as http,
    ):
        request_id = submit(base, http, 0)
        pairs = [(rate(base, request_id), rate(peer, request_id)) for _ in range(3)]
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        print(
            f"status when idle: {ours:.0f} a second, a bare Starlette route {theirs:.0f}; ratio {ours / theirs:.2f}"
        )


def busy(home: Path) -> None:
    with (
        server(home, "--workers", "2") as (base, _),
        httpx.Client(headers=HEADERS, timeout=60) as http,
    ):
        ids = [submit(base, http, number) for number in range(6)]
        times: list[float] = []
        while len(times) < 3000:
            start = time.perf_counter()
            state = http.get(f"{base}/v2/requests/{ids[-1]}/status").json()["status"]
            times.append((time.perf_counter() - start) * 1000)
            if state == "COMPLETED":
                break
            time.sleep(0.002)
        times.sort()
        print(
            f"status while 2 workers render: p50 {times[len(times) // 2]:.1f} ms, "
            f"p99 {times[int(len(times) * 0.99)]:.1f} ms (limit 50), worst {times[-1]:.1f} ms, {len(times)} polls"
        )


def crowd(home: Path, faults: Path, count: int = 10_000) -> None:
    options = ("--faults", str(faults), "--credits", "1e9")
    local = threading.local()

    def one(number: int) -> str:
        if not hasattr(local, "http"):
            local.http = httpx.Client(headers=HEADERS, timeout=60)
        return submit(base, local.http, number)

    with server(home, *options) as (base, pid), ThreadPoolExecutor(8) as pool:
        pool.submit(one, -1).result()
        before, start = memory(pid), time.perf_counter()
        ids = list(pool.map(one, range(count)))
        took, after = time.perf_counter() - start, memory(pid)
        print(
            f"{count} requests queued in {took:.1f} s ({count / took:.0f} a second); memory {before:.0f} to {after:.0f} MB"
        )
    start = time.perf_counter()
    with server(home, *options) as (base, pid), httpx.Client(headers=HEADERS, timeout=60) as http:
        ready = time.perf_counter() - start
        told = http.get(f"{base}/-/overview").json()
        start = time.perf_counter()
        rows = http.get(
            f"{base}/inference-request/request-history", params={"per_page": 100}
        ).json()
        listed = time.perf_counter() - start
        found = sum(
            http.get(f"{base}/v2/requests/{one}/status").status_code == 200 for one in ids[::100]
        )
        print(
            f"after a restart: {told['queued'] + told['processing']} waiting, ready in {ready:.2f} s, "
            f"history of {rows['total']} listed in {listed * 1000:.0f} ms, {found} of 100 asked for are there; {memory(pid):.0f} MB"
        )


def start_up(home: Path) -> None:
    code = (
        "import sys, time; from veo_widgets.home.paths import open_home; from veo_widgets.local import ensure\n"
        "home = open_home(sys.argv[1]); t = time.perf_counter(); running = ensure(home)\n"
        "print(time.perf_counter() - t); running.release()"
    )
    times = []
    for number in range(5):
        said = subprocess.run(
            [sys.executable, "-c", code, str(home / str(number))],
            capture_output=True,
            text=True,
            check=True,
        )
        times.append(float(said.stdout))
    print(f"ready after the first call: {statistics.median(times):.2f} s, median of 5 (limit 0.5)")


if __name__ == "__main__":
    os.environ.pop("VEO_WIDGETS_LOCAL", None)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        stuck = place / "stuck.json"
        stuck.write_text('[{"kind": "stuck"}]')
        slow = place / "none.json"
        slow.write_text("[]")
        start_up(place / "start")
        idle(place / "idle", stuck)
        busy(place / "busy")
        crowd(place / "crowd", stuck)
